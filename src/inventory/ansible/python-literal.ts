import type { Json } from '../../lib/json.ts';

interface Reader {
  readonly text: string;
  at: number;
}

const MAX_DEPTH = 50;
const words: Readonly<Record<string, Json>> = { True: true, False: false, None: null };
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/**
 * Reads a Python literal as Ansible does for values in INI files: numbers, quoted text, True, False, None, lists,
 * tuples and dictionaries. What is none, is the text as it stands.
 */
export function parsePythonLiteral(text: string): Json {
  const reader = { text, at: 0 };
  const value = readValue(reader, 0);
  skipSpace(reader);
  const rest = text.slice(reader.at);
  return value === undefined || !/^(?:#.*)?$/.test(rest) ? text : value;
}

function readValue(reader: Reader, depth: number): Json | undefined {
  skipSpace(reader);
  const character = reader.text[reader.at];
  if (character === undefined || depth > MAX_DEPTH) return undefined;
  if (character === '{') return readDictionary(reader, depth);
  if (character === '[') return readList(reader, ']', depth);
  if (character === '(') return readList(reader, ')', depth);
  if (character === "'" || character === '"') return readText(reader, character);
  return readWord(reader);
}

function readWord(reader: Reader): Json | undefined {
  const word = take(reader, /(?:[+-]?\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|[A-Za-z]+)/y);
  if (word === undefined) return undefined;
  if (Object.hasOwn(words, word)) return words[word];
  // Python has no integers with a leading zero: 007 is text.
  return /^[+-]?(?:0|[1-9][\d_]*)(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(word)
    ? Number(word.replaceAll('_', ''))
    : undefined;
}

function readText(reader: Reader, quote: string): string | undefined {
  let value = '';
  for (reader.at++; reader.at < reader.text.length; reader.at++) {
    const character = reader.text[reader.at] ?? '';
    if (character === quote) {
      reader.at++;
      return value;
    }
    if (character !== '\\') value += character;
    else {
      const next = reader.text[++reader.at] ?? '';
      value += escapes[next] ?? `\\${next}`;
    }
  }
  return undefined;
}

function readList(reader: Reader, close: string, depth: number): Json | undefined {
  const items: Json[] = [];
  for (reader.at++; ;) {
    if (takeMark(reader, close)) return items;
    const item = readValue(reader, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
    if (!takeMark(reader, ',')) return takeMark(reader, close) ? items : undefined;
  }
}

function readDictionary(reader: Reader, depth: number): Json | undefined {
  const entries: [string, Json][] = [];
  for (reader.at++; ;) {
    if (takeMark(reader, '}')) return Object.fromEntries(entries);
    const key = readValue(reader, depth + 1);
    if (key === undefined || typeof key === 'object' || !takeMark(reader, ':')) return undefined;
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    entries.push([String(key), value]);
    if (!takeMark(reader, ',')) return takeMark(reader, '}') ? Object.fromEntries(entries) : undefined;
  }
}

function takeMark(reader: Reader, mark: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== mark) return false;
  reader.at++;
  return true;
}

function skipSpace(reader: Reader): void {
  take(reader, /\s*/y);
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}
