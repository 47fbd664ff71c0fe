import { createHmac } from 'node:crypto';
import { isObject, type Json } from '../lib/json.ts';
import type { Section } from './bundle.ts';

/** How a section's output is read when secrets are looked for. */
type Format = 'json-lines' | 'text' | 'plain';

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
  'audit.kernel',
  'audit.status',
  'audit.files',
];

const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ...jsonLines.map((name): [string, Format] => [name, 'json-lines']),
  ...plain.map((name): [string, Format] => [name, 'plain']),
]);

const SECRET_WORD =
  '(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)';
const secretName = new RegExp(SECRET_WORD, 'i');
const secretAssignment = new RegExp(
  `(${SECRET_WORD}[\\w.-]{0,64}["']?\\s{0,8}[=:]\\s{0,8}["']?)([^\\s"',;]{1,4096})`,
  'gi',
);
const urlCredentials = /([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s/@"']{1,1024})@/gi;

/**
 * Replaces what looks like a secret by a short keyed digest, before a section is stored or judged.
 * Names stay. The key is the run's own, so equal secrets show as equal within one run only.
 */
export function redactSection(name: string, section: Section, key: Uint8Array): Section {
  const redact = textRedactor(key);
  const format = formats.get(name) ?? 'text';
  const stderr = redact(section.stderr);
  if (format === 'plain') return { ...section, stderr };
  const text = format === 'text' ? redact(section.text) : redactJsonLines(section.text, key);
  return { ...section, text, stderr };
}

function textRedactor(key: Uint8Array): (text: string) => string {
  return (text) =>
    text
      .replace(urlCredentials, (_match, scheme: string, secret: string) => `${scheme}${mark(secret, key)}@`)
      .replace(secretAssignment, (_match, name: string, secret: string) => `${name}${mark(secret, key)}`);
}

function redactJsonLines(text: string, key: Uint8Array): string {
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? line : redactJsonLine(line, key)))
    .join('\n');
}

function redactJsonLine(line: string, key: Uint8Array): string {
  try {
    return JSON.stringify(redactJson(JSON.parse(line) as Json, key));
  } catch {
    // What cannot be parsed cannot be redacted, so it is not kept; as a string it is no object to any reader.
    return JSON.stringify(`unparsable line of ${line.length} characters`);
  }
}

/** A JSON value with secrets replaced: by the name of their key, or by their form. */
export function redactJson(value: Json, key: Uint8Array): Json {
  if (typeof value === 'string') return textRedactor(key)(value);
  if (Array.isArray(value)) return value.map((item: Json) => redactJson(item, key));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, item]): [string, Json] => [
    name,
    typeof item === 'string' && item !== '' && secretName.test(name)
      ? mark(item, key)
      : redactJson(item, key),
  ]);
  return Object.fromEntries(entries);
}

const REDACTED = '[redacted ';

function mark(secret: string, key: Uint8Array): string {
  return `${REDACTED}${createHmac('sha256', key).update(secret).digest('hex').slice(0, 8)}]`;
}

/** Whether a text went through redaction and lost something. */
export function isRedacted(text: string): boolean {
  return text.includes(REDACTED);
}
