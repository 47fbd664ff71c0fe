import { isObject } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';

/** One top-level member of a JSON file, with its text as the file spells it. */
export interface Member {
  readonly key: string;
  readonly value: Json;
  /** `"key": value`, byte for byte. */
  readonly text: string;
}

export type JsonText =
  | { readonly members: readonly Member[]; readonly value: JsonObject; readonly indent: string }
  | { readonly reason: string };

const sizeLimit = 256 * 1024;
const depthLimit = 64;
const token = /[ \t\r\n]*("[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*|true|false|null|[{}[\],:])/y;

/**
 * Reads a JSON file that is going to be edited as text, or says why it cannot be edited without loss:
 * a byte order mark, a duplicate key, a number that JavaScript would round.
 */
export function readJsonText(text: string): JsonText {
  if (text.length > sizeLimit) return { reason: 'the file is larger than 256 KiB' };
  if (text.startsWith('\ufeff')) return { reason: 'the file starts with a byte order mark' };
  // From engine 24.0 on an empty file is as good as an empty object.
  const source = text.trim() === '' ? '{}' : text;
  const value = parsed(source);
  if (value === undefined) return { reason: 'the file is not valid JSON' };
  if (!isObject(value)) return { reason: 'the file holds no JSON object' };
  const spans = scan(source);
  if ('reason' in spans) return spans;
  const members = spans.map(({ key, text: member }) => ({ key, text: member, value: value[key] as Json }));
  return { members, value, indent: /^\s*\{[^"]*\n([ \t]*)"/.exec(source)?.[1] ?? '  ' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Level {
  /** Keys seen so far; null in an array. */
  readonly keys: Set<string> | null;
  keyNext: boolean;
}

interface Span {
  readonly key: string;
  readonly text: string;
}

/** Walks the tokens of valid JSON and cuts out the members of the outermost object. */
function scan(text: string): readonly Span[] | { readonly reason: string } {
  const spans: Span[] = [];
  const levels: Level[] = [];
  let open: { readonly key: string; readonly start: number } | null = null;
  let end = 0;
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const word = match[1] ?? '';
    const level = levels.at(-1);
    if (open !== null && levels.length === 1 && (word === ',' || word === '}')) {
      spans.push({ key: open.key, text: text.slice(open.start, end) });
      open = null;
    }
    if (word === '{' || word === '[') {
      if (levels.length === depthLimit) return { reason: 'the file is nested too deep' };
      levels.push({ keys: word === '{' ? new Set() : null, keyNext: word === '{' });
    } else if (word === '}' || word === ']') {
      levels.pop();
    } else if (word === ',') {
      if (level !== undefined) level.keyNext = level.keys !== null;
    } else if (level?.keyNext && level.keys !== null) {
      const key = JSON.parse(word) as string;
      if (level.keys.has(key)) return { reason: 'the file has a key twice' };
      level.keys.add(key);
      level.keyNext = false;
      if (levels.length === 1) open = { key, start: token.lastIndex - word.length };
    } else if (isRounded(word)) {
      return { reason: 'the file holds a number that is too large to be kept exactly' };
    }
    end = token.lastIndex;
  }
  return spans;
}

function isRounded(word: string): boolean {
  return /^[-0-9]/.test(word) && !(Math.abs(Number(word)) <= Number.MAX_SAFE_INTEGER);
}
