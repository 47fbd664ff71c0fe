import { sameJson, type Json } from '../lib/json.ts';
import type { Bundle, Section } from './bundle.ts';
import { redactArguments } from './redact-arguments.ts';
import { redactJson } from './redact-json.ts';
import { createMark, type Mark } from './redact-mark.ts';
import { withheldStep } from './redact-step.ts';
import { redactText, withoutForms } from './redact-text.ts';

/** How a section's output is read when secrets are looked for. */
type Format = 'json-lines' | 'steps' | 'arguments' | 'files' | 'text' | 'plain';

const jsonLines = ['info', 'version', 'containers', 'images', 'networks', 'volumes'].map(
  (name) => `docker.${name}`,
);

/** Sections of paths, names and numbers: a "token:" in them is a name, and only what has the form of a secret is one. */
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
 * Replaces what looks like a secret by a short keyed digest, and of commands also what no check asks for, before a
 * section is stored or judged. Names stay. The key is the run's own, so equal secrets show as equal within one run only.
 * What went through it once goes through it again unchanged.
 */
export function redactSection(name: string, section: Section, key: Uint8Array): Section {
  const mark = createMark(key);
  const text = redactAs(formats.get(name) ?? 'text', section.text, mark);
  return { ...section, text, stderr: redactText(section.stderr, mark) };
}

/** A bundle as this version would have stored it: one of an earlier version may hold what that left. */
export function redactBundle(bundle: Bundle, key: Uint8Array): Bundle {
  const sections = Object.entries(bundle.sections).map(([name, section]): [string, Section] => [
    name,
    redactSection(name, section, key),
  ]);
  return { ...bundle, sections: Object.fromEntries(sections) };
}

function redactAs(format: Format, text: string, mark: Mark): string {
  switch (format) {
    case 'plain':
      return withoutForms(text, mark);
    case 'text':
      return redactText(text, mark);
    case 'arguments':
      return redactArguments(text, mark);
    case 'files':
      return redactFiles(text, mark);
    case 'steps':
      return eachLine(text, (line) =>
        line.startsWith('"') ? redactLine(line, (step) => redactStep(step, mark), LONGEST_STEP) : line,
      );
    case 'json-lines':
      return eachLine(text, (line) =>
        line.trim() === '' ? line : redactLine(line, (value) => redactJson(value, mark)),
      );
  }
}

function eachLine(text: string, redact: (line: string) => string): string {
  return text.split('\n').map(redact).join('\n');
}

/** Characters of a step that are looked at: each word of it takes many times its memory. */
const LONGEST_STEP = 256 * 1024;

function redactLine(line: string, redact: (value: Json) => Json, longest = Infinity): string {
  try {
    if (line.length > longest) return unread(line);
    return JSON.stringify(redact(JSON.parse(line) as Json));
  } catch {
    // What cannot be parsed cannot be redacted, so it is not kept; as a string it is no object to any reader.
    return unread(line);
  }
}

function unread(line: string): string {
  return JSON.stringify(`unparsable line of ${line.length} characters`);
}

/** Whether a text stands for a line of which nothing was kept. */
export function isUnread(text: string): boolean {
  return /^unparsable line of \d+ characters$/.test(text);
}

function redactStep(step: Json, mark: Mark): Json {
  return typeof step === 'string' ? withheldStep(step, mark) : redactJson(step, mark);
}

/** Files of JSON whose lines stand behind bars. One that holds a secret is written anew without it. */
function redactFiles(text: string, mark: Mark): string {
  const written: string[] = [];
  let file: string[] = [];
  const flush = (): void => {
    if (file.length === 0) return;
    for (const line of redactFile(file.join('\n'), mark).split('\n')) written.push(`| ${line}`);
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

function redactFile(text: string, mark: Mark): string {
  const bare = text.replace(/^\uFEFF/, '');
  if (bare.trim() === '') return text;
  try {
    const value = JSON.parse(bare) as Json;
    const redacted = redactJson(value, mark);
    // Of a key that is given twice the parser drops a value.
    const isAll = countStrings(bare) === countStrings(JSON.stringify(value));
    return isAll && sameJson(value, redacted) ? text : JSON.stringify(redacted, null, 2);
  } catch {
    // What cannot be parsed cannot be redacted, so it is not kept; it is no JSON to any reader either.
    return `unparsable text of ${text.length} characters`;
  }
}

function countStrings(json: string): number {
  let count = 0;
  for (let at = json.indexOf('"'); at !== -1; at = json.indexOf('"', at + 1)) {
    count += 1;
    at += 1;
    while (at < json.length && json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
  }
  return count;
}
