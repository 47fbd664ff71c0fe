import { createHash } from 'node:crypto';
import type { Bundle } from '../../facts/bundle.ts';
import { isRedacted } from '../../facts/redact-mark.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { mapFailable } from '../build-row.ts';
import { inEffect } from './config-keys.ts';
import { joined } from './repeated-keys.ts';
import type { FileLookup } from './file-facts.ts';
import { parseJson, sectionText, wordLines } from './section.ts';

export interface ConfigFile {
  readonly path: string;
  /** Of the bytes on the host; null where there is no file or no tool to hash with. */
  readonly sha256: string | null;
  /** Exactly the file's text; null where there is none, or it is not known byte for byte. */
  readonly text: string | null;
  readonly withheld: string | null;
  /** The settings as they take effect; empty for a file that is absent or empty. */
  readonly settings: Failable<JsonObject>;
  /** What stands in the file. */
  readonly written: Failable<JsonObject>;
}

interface RawFile {
  readonly sha256: string | null;
  /** The word of the collector for why it did not read it. */
  readonly refusal: string | null;
  readonly lines: readonly string[];
}

/** What the collector reads nothing of, in its words and ours. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['irregular', 'is no regular file'],
  ['untrusted', 'is reached by way of a link or a directory that others than its owner may change'],
  ['large', 'is larger than a configuration needs to be'],
  ['foreign', 'does not look like a configuration of dockerd'],
  // From engine 24.0 on dockerd takes it by its byte order mark.
  ['utf-16', 'is stored as UTF-16 (store it as UTF-8)'],
]);

/** The configuration file at a path, which may be absent: it is where it was looked for and not found. */
export function configFile(bundle: Bundle, path: string, files: Failable<FileLookup>): Failable<ConfigFile> {
  const section = sectionText(bundle, 'daemon.config');
  if (!section.ok) return section;
  const raw = parseFiles(section.value).get(path);
  if (raw === undefined) return absentFile(path, files);
  if (raw.refusal === 'irregular' && isNothing(path, files)) return succeed(noFile(path));
  const refused = refusals.get(raw.refusal ?? '');
  if (refused !== undefined) {
    return fail('NOT_READ', `${path} ${refused}, so it was not read`, 'see what lies there on the host');
  }
  if (raw.refusal === 'unreadable') {
    return fail(
      'NEEDS_ROOT',
      `${path} may not be read`,
      'audit as root, or with sudo: true in the inventory (--sudo)',
    );
  }
  return succeed({ path, sha256: raw.sha256, ...contentOf(path, raw) });
}

/** /dev/null, or a link to it, is as good as an empty file. */
function isNothing(path: string, files: Failable<FileLookup>): boolean {
  const file = files.ok ? files.value(path) : files;
  return file.ok && file.value.target === '/dev/null';
}

function noFile(path: string): ConfigFile {
  return { path, sha256: null, text: null, withheld: null, settings: succeed({}), written: succeed({}) };
}

function absentFile(path: string, files: Failable<FileLookup>): Failable<ConfigFile> {
  const file = files.ok ? files.value(path) : files;
  if (!file.ok) return file;
  return file.value.stat === null
    ? succeed(noFile(path))
    : fail('NOT_COLLECTED', `${path} was not read`, 'audit again: it came while the host was read');
}

function contentOf(
  path: string,
  raw: RawFile,
): Pick<ConfigFile, 'text' | 'withheld' | 'settings' | 'written'> {
  const text = raw.lines.join('\n');
  // The last line's newline is not in the lines: whichever of both texts has the hash is the file.
  const exact = [text, `${text}\n`].find((candidate) => hash(candidate) === raw.sha256);
  const why = isRedacted(text)
    ? 'it holds a secret, which is not kept'
    : 'its bytes are not plain UTF-8 text, or could not be hashed on the host';
  const written = parseSettings(path, text);
  return {
    text: exact ?? null,
    withheld: exact === undefined ? why : null,
    settings: mapFailable(written, inEffect),
    written,
  };
}

/** An empty file and a byte order mark are fine from Docker 24.0 on, and null sets nothing. */
function parseSettings(path: string, text: string): Failable<JsonObject> {
  const bare = text.replace(/^\uFEFF/, '');
  if (bare.trim() === '') return succeed({});
  const value = parseJson(bare);
  if (isObject(value)) return succeed(joined(value, bare));
  if (value === null) return succeed({});
  return fail(
    'MALFORMED',
    `${path} is not a JSON object; dockerd would not start with it`,
    'mend the file (dockerd --validate says where)',
  );
}

function parseFiles(text: string): ReadonlyMap<string, RawFile> {
  const files = new Map<string, { sha256: string | null; refusal: string | null; lines: string[] }>();
  let current = { sha256: null as string | null, refusal: null as string | null, lines: [] as string[] };
  for (const [word, rest] of wordLines(text)) {
    if (word === 'file') {
      current = { sha256: null, refusal: null, lines: [] };
      files.set(rest, current);
    }
    if (word === 'sha256' && /^[0-9a-f]{64}$/.test(rest)) current.sha256 = rest;
    if (word === 'unreadable' || refusals.has(word)) current.refusal = word;
    if (word === '|') current.lines.push(rest);
  }
  return files;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
