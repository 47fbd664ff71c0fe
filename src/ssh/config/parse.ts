import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import { matchesGlob } from '../../lib/glob.ts';

/** One line of ssh_config. */
export interface Line {
  /** `file:line` */
  readonly at: string;
  /** In lower case. */
  readonly keyword: string;
  readonly values: readonly string[];
  /** The lines of each file that an Include names. */
  readonly included: readonly (readonly Line[])[];
}

/** As OpenSSH has it. */
const MOST_LEVELS = 16;

/**
 * Reads an ssh_config file and those it includes. One that is missing is empty, unless it was asked for by name.
 * @param folder where relative names of Include count from
 * @param home the home folder, for `~`
 * @throws PlimsollError CONFIG_INVALID for what cannot be read, FILE_UNREADABLE for a missing file that is `required`.
 */
export async function readConfigFile(
  file: string,
  folder: string,
  home: string,
  required: boolean,
  level = 0,
): Promise<readonly Line[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => error as NodeJS.ErrnoException);
  if (typeof text !== 'string') {
    if (!required && text.code === 'ENOENT') return [];
    throw unreadable(`the ssh_config ${file}`, text);
  }
  if (level > MOST_LEVELS) throw invalid(`${file}:1`, 'too many levels of Include');
  const lines: Line[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const at = `${file}:${index + 1}`;
    const words = splitLine(raw);
    if (words === undefined) throw invalid(at, 'expected a closing quote');
    const [keyword, ...values] = words;
    if (keyword === undefined) continue;
    const include = keyword.toLowerCase() === 'include' ? await filesOf(values, folder, home) : [];
    const included = await Promise.all(
      include.map((name) => readConfigFile(name, folder, home, false, level + 1)),
    );
    lines.push({ at, keyword: keyword.toLowerCase(), values, included });
  }
  return lines;
}

function invalid(at: string, problem: string): PlimsollError {
  return new PlimsollError('CONFIG_INVALID', `${at}: ${problem}`);
}

/** `Keyword value "other value"`, `Keyword=value`; `#` begins a comment where a word would. */
function splitLine(raw: string): readonly string[] | undefined {
  const line = raw.trim();
  if (line === '' || line.startsWith('#')) return [];
  const [, keyword = '', rest = ''] = /^([^\s=]+)(?:\s*=\s*|\s+|$)(.*)$/s.exec(line) ?? [];
  const words = [keyword];
  for (const match of rest.matchAll(/"((?:[^"\\]|\\.)*)"|(#.*)|([^\s"]+)|(")/gs)) {
    if (match[4] !== undefined) return undefined;
    if (match[2] !== undefined) break;
    words.push(match[1]?.replace(/\\(["\\])/g, '$1') ?? match[3] ?? '');
  }
  return words;
}

async function filesOf(
  patterns: readonly string[],
  folder: string,
  home: string,
): Promise<readonly string[]> {
  const found = await Promise.all(
    patterns.map((pattern) => {
      const name = pattern.startsWith('~/') ? join(home, pattern.slice(2)) : pattern;
      return expandGlob(isAbsolute(name) ? name : join(folder, name));
    }),
  );
  return found.flat();
}

/** Wildcards in the last part of the name; a folder above it has none. */
async function expandGlob(path: string): Promise<readonly string[]> {
  if (!/[*?]/.test(path)) return [path];
  const entries = await readdir(dirname(path)).catch(() => []);
  const pattern = basename(path);
  const names = entries.filter((name) => matchesGlob(pattern, name) && !name.startsWith('.'));
  return names.toSorted().map((name) => join(dirname(path), name));
}
