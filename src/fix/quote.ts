import { createHash } from 'node:crypto';

const commentLimit = 80;
const lineLimit = 1000;
const pathLimit = 4095;

/** True for text of printable 7-bit ASCII only: what may stand in a script as a literal. */
export function isPlainText(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** True for an absolute path that a script may name: printable ASCII, not the root, no longer than Linux takes. */
export function isPlainPath(path: string): boolean {
  return path.length > 1 && path.length <= pathLimit && path.startsWith('/') && isPlainText(path);
}

/**
 * A shell word in single quotes, in which no character has a meaning.
 * Throws on anything but printable ASCII: the plan has to turn such values into advice before they get here.
 */
export function sh(value: unknown): string {
  const text = String(value);
  if (!isPlainText(text)) throw new Error(`not printable ASCII, so not for a script: ${comment(text)}`);
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Text for a comment or a list: one line, at most 80 characters, every byte outside printable ASCII as \xNN.
 * The backslash is written as a byte too, so a line can neither be continued nor misread.
 */
export function comment(value: unknown): string {
  return harmless(String(value), commentLimit);
}

/** The same for a line that is to be copied: at most 1000 characters, and a backslash stays one, but at the end. */
export function line(value: unknown): string {
  return harmless(String(value), lineLimit).replaceAll(/\\x5c(?!$)/g, '\\');
}

function harmless(text: string, limit: number): string {
  let line = '';
  for (const character of text.slice(0, limit + 1)) {
    const next = line + encoded(character);
    if (next.length > limit) return cut(line, limit);
    line = next;
  }
  return text.length > limit ? cut(line, limit) : line;
}

function encoded(character: string): string {
  if (character !== '\\' && isPlainText(character)) return character;
  return [...Buffer.from(character, 'utf8')]
    .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
    .join('');
}

function widthOf(text: string): number {
  return Array.from(text, encoded).join('').length;
}

function cut(line: string, limit: number): string {
  const short = line.slice(0, limit - 3).replace(/\\(x[0-9a-f]?)?$/, '');
  return `${short}...`;
}

/** Breaks prose into lines that are at most 76 characters as a `comment`; long texts end after 20 lines. */
export function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.slice(0, 4000).split(/\s+/).filter(Boolean)) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length === 0 || widthOf(longer) > 76) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.length > 20 ? [...lines.slice(0, 20), '...'] : lines;
}

/**
 * A quoted heredoc, from `<<` to its last line, in which the shell expands nothing.
 * `text` is lines of printable ASCII and tabs; the delimiter is made of its digest and proved absent.
 */
export function heredoc(text: unknown): string {
  const body = String(text);
  if (!/^([\t\x20-\x7e]*\n)*$/.test(body)) throw new Error('a heredoc holds whole lines of printable ASCII');
  const delimiter = `PLIMSOLL_${sha256(body).slice(0, 12)}_EOF`;
  if (body.includes(delimiter)) throw new Error('the text of a heredoc holds its own delimiter');
  return `<<'${delimiter}'\n${body}${delimiter}`;
}

/** Lower-case hex SHA-256 of the UTF-8 bytes. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
