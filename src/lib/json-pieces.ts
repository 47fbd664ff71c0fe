import { compareText, stableStringify } from './json.ts';

/**
 * The JSON of an object with sorted keys: each member begins a line, and so does each item of a list right below it, which
 * is a piece. So a long text need not be in memory as a whole, and can be read line by line.
 */
export function* linePieces(value: object): Iterable<string> {
  const sorted = Object.entries(value).sort(([a], [b]) => compareText(a, b)) as [string, unknown][];
  let before = '{';
  for (const [key, member] of sorted) {
    if (member === undefined) continue;
    yield `${before}\n${JSON.stringify(key)}:`;
    if (Array.isArray(member) && member.length > 0) yield* listLines(member);
    else yield compact(member);
    before = ',';
  }
  yield before === '{' ? '{}\n' : '\n}\n';
}

function* listLines(list: readonly unknown[]): Iterable<string> {
  let before = '[';
  for (const item of list) {
    yield `${before}\n${compact(item)}`;
    before = ',';
  }
  yield '\n]';
}

function compact(value: unknown): string {
  return stableStringify(value, 0).trimEnd();
}

/**
 * Compact JSON in pieces: down to `depth` levels each member and each item is one. A list may be any iterable, which
 * is read as it is written.
 */
export function* jsonPieces(value: unknown, depth: number): Iterable<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) yield JSON.stringify(value);
  else if (Symbol.iterator in value) yield* compactList(value as Iterable<unknown>, depth - 1);
  else yield* compactObject(value, depth - 1);
}

function* compactList(items: Iterable<unknown>, depth: number): Iterable<string> {
  let before = '';
  yield '[';
  for (const item of items) {
    yield before;
    yield* jsonPieces(item, depth);
    before = ',';
  }
  yield ']';
}

function* compactObject(value: object, depth: number): Iterable<string> {
  let before = '';
  yield '{';
  for (const [key, member] of Object.entries(value)) {
    yield `${before}${JSON.stringify(key)}:`;
    yield* jsonPieces(member, depth);
    before = ',';
  }
  yield '}';
}

/** Whole texts of at least `size` characters, but for the last: writing many small ones takes longer. */
export function* inBlocks(pieces: Iterable<string>, size = 64 * 1024): Iterable<string> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < size) continue;
    yield block;
    block = '';
  }
  yield block;
}
