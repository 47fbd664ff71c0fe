import { isObject, sameJson, type Json } from '../lib/json.ts';
import type { Section } from './bundle.ts';
import { withholdPasswords, withholdPasswordWords } from './redact-command.ts';
import { withheldStep } from './redact-step.ts';
import { isProxyName, isSecretName, mark, redactText } from './redact-text.ts';

/** How a section's output is read when secrets are looked for. */
type Format = 'json-lines' | 'steps' | 'arguments' | 'files' | 'text' | 'plain';

const jsonLines = ['info', 'version', 'containers', 'images', 'networks', 'volumes'].map(
  (name) => `docker.${name}`,
);

/** Sections of paths, names and numbers: nothing in them is a secret, and a "token:" in them is a name. */
const plain = [
  'host',
  'files',
  'accounts',
  'lsm',
  'container.processes',
  'container.members',
  'container.stopped',
  'container.contents',
  'containerd.processes',
  'registry.certs',
  'hardening',
  'content.trust',
  'systemd',
  'zfs.quotas',
  'swarm.state',
  'audit.kernel',
  'audit.status',
  'audit.files',
];

const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ...jsonLines.map((name): [string, Format] => [name, 'json-lines']),
  ['swarm.services', 'json-lines'],
  ['processes', 'arguments'],
  ['daemon.config', 'files'],
  ['docker.history', 'steps'],
  ...plain.map((name): [string, Format] => [name, 'plain']),
]);

/**
 * Replaces what looks like a secret by a short keyed digest, before a section is stored or judged.
 * Names stay. The key is the run's own, so equal secrets show as equal within one run only.
 */
export function redactSection(name: string, section: Section, key: Uint8Array): Section {
  const format = formats.get(name) ?? 'text';
  return { ...section, text: redactAs(format, section.text, key), stderr: redactText(section.stderr, key) };
}

function redactAs(format: Format, text: string, key: Uint8Array): string {
  switch (format) {
    case 'plain':
      return text;
    case 'text':
      return redactText(text, key);
    case 'arguments':
      return redactArguments(text, key);
    case 'files':
      return redactFiles(text, key);
    default:
      return redactJsonLines(text, key, format);
  }
}

function redactJsonLines(text: string, key: Uint8Array, format: Format): string {
  // Build steps stand one a line as JSON strings, among lines that say which image they are of.
  const isJson = (line: string): boolean => (format === 'steps' ? line.startsWith('"') : line.trim() !== '');
  return text
    .split('\n')
    .map((line) => (isJson(line) ? redactJsonLine(line, key, format) : line))
    .join('\n');
}

function redactJsonLine(line: string, key: Uint8Array, format: Format): string {
  try {
    const value = JSON.parse(line) as Json;
    const kept = format === 'steps' && typeof value === 'string' ? withheldStep(value, marked(key)) : value;
    return JSON.stringify(redactJson(kept, key));
  } catch {
    // What cannot be parsed cannot be redacted, so it is not kept; as a string it is no object to any reader.
    return JSON.stringify(`unparsable line of ${line.length} characters`);
  }
}

/** A JSON value with secrets replaced: by the name of their key, or by their form. */
export function redactJson(value: Json, key: Uint8Array): Json {
  if (typeof value === 'string') return redactText(withholdPasswords(value, marked(key)), key);
  if (Array.isArray(value)) return redactWords(value, key).map((item: Json) => redactJson(item, key));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, item]): [string, Json] => [
    name,
    isSecretName(name) && name !== NAMES_OF_SECRETS
      ? withheld(item, key)
      : redactJson(redactProxy(name, item, key), key),
  ]);
  return Object.fromEntries(entries);
}

const marked =
  (key: Uint8Array) =>
  (secret: string): string =>
    mark(secret, key);

/** A list of texts may be a command, word by word. */
function redactWords(items: readonly Json[], key: Uint8Array): readonly Json[] {
  const words = items.filter((item) => typeof item === 'string');
  if (words.length < items.length) return items;
  return withholdPasswordWords(words, (word) => /^--?[\w-]+$/.test(word) && isSecretName(word), marked(key));
}

/** Docker lists the names of a service's secrets under this key. */
const NAMES_OF_SECRETS = 'Secrets';

/** Under the name of a secret: every text and number, but the keys of objects and what else they hold. */
function withheld(item: Json, key: Uint8Array): Json {
  if (item === '' || item === null || typeof item === 'boolean') return item;
  if (Array.isArray(item)) return item.map((part: Json) => withheld(part, key));
  return typeof item === 'object' ? redactJson(item, key) : mark(String(item), key);
}

function redactProxy(name: string, item: Json, key: Uint8Array): Json {
  if (typeof item !== 'string' || !isProxyName(name) || item.includes('://')) return item;
  const at = item.lastIndexOf('@');
  return at === -1 ? item : `${mark(item.slice(0, at), key)}${item.slice(at)}`;
}

/** Lines `arg …` and `env …`: what follows the name of a secret is one up to the end, blanks and commas included. */
function redactArguments(text: string, key: Uint8Array): string {
  let awaitsSecret = false;
  return text
    .split('\n')
    .map((line) => {
      const [, word, value = ''] = /^(arg|env) ([\s\S]*)$/.exec(line) ?? [];
      if (word === undefined) return line;
      const isValue = awaitsSecret && !value.startsWith('-');
      awaitsSecret = /^--?[\w-]+$/.test(value) && isSecretName(value);
      if (isValue) return `${word} ${mark(value, key)}`;
      const [, name, secret] = namedValue.exec(value) ?? [];
      return name !== undefined && secret !== undefined && isSecretName(name)
        ? `${word} ${name}${mark(secret, key)}`
        : `${word} ${redactText(value, key)}`;
    })
    .join('\n');
}

/** `name=value`, `--name=value`, and `--log-opt=name=value`. */
const namedValue = /^((?:-[\w-]{1,100}[= ])?[\w.-]{1,200}[=:])([\s\S]+)$/;

/** Files of JSON whose lines stand behind bars. One that holds a secret is written anew without it. */
function redactFiles(text: string, key: Uint8Array): string {
  const written: string[] = [];
  let file: string[] = [];
  const flush = (): void => {
    if (file.length === 0) return;
    for (const line of redactFile(file.join('\n'), key).split('\n')) written.push(`| ${line}`);
    file = [];
  };
  // A line ends at \n alone: within one may stand whatever else ends lines elsewhere, such as \r.
  for (const line of text.split('\n')) {
    if (line.startsWith('| ')) {
      file.push(line.slice(2));
      continue;
    }
    flush();
    written.push(line);
  }
  flush();
  return written.join('\n');
}

function redactFile(text: string, key: Uint8Array): string {
  const bare = text.replace(/^\uFEFF/, '');
  if (bare.trim() === '') return text;
  try {
    const value = JSON.parse(bare) as Json;
    const redacted = redactJson(value, key);
    return sameJson(value, redacted) && redactText(text, key) === text
      ? text
      : JSON.stringify(redacted, null, 2);
  } catch {
    // What cannot be parsed cannot be redacted, so it is not kept; it is no JSON to any reader either.
    return `unparsable text of ${text.length} characters`;
  }
}
