import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, unreadable } from '../lib/files.ts';
import { parseEntry, type Entry } from './entry.ts';
import { LAST } from './past.ts';

/** A run as the index has it; of all but the last runs of a scope, `failing` is let go: there are many, of many hosts. */
export interface Indexed extends Entry {
  /** How many `failing` has in the index. */
  readonly failures: number;
}

/**
 * A folder of runs: `runs/<id>/report.json`, and the index `history.jsonl`, to which each run adds a line. Whoever
 * writes holds the lock. A run is written beside its place, renamed, and then added to the index: whatever a crash
 * leaves is either not seen or whole.
 */
export interface History {
  readonly folder: string;
  /** The oldest first. */
  readonly entries: readonly Indexed[];
  /** Lines of the index that cannot be read. */
  readonly unreadable: number;
}

/** @throws PlimsollError FILE_UNREADABLE; a folder without runs is one, no folder is none. */
export async function readHistory(folder: string): Promise<History> {
  const file = join(folder, 'history.jsonl');
  const entries: Indexed[] = [];
  const lastOf = new Map<string, readonly number[]>();
  let lost = 0;
  try {
    for await (const line of linesOf(createReadStream(file, 'utf8'))) {
      const entry = parseEntry(line);
      if (entry === null) lost += 1;
      else keepLast(entries, lastOf, entry);
    }
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT') || !(await isThere(folder))) throw unreadable(`the history ${file}`, cause);
  }
  return { folder, entries, unreadable: lost };
}

/** @param lastOf by scope, where in `entries` its last runs are */
function keepLast(entries: Indexed[], lastOf: Map<string, readonly number[]>, entry: Entry): void {
  const last = lastOf.get(entry.scope) ?? [];
  const place = entries.push({ ...entry, failures: entry.failing.length }) - 1;
  lastOf.set(entry.scope, [...last, place].slice(-LAST));
  const [oldest = place] = last;
  const old = entries[oldest];
  if (last.length === LAST && old !== undefined) entries[oldest] = { ...old, failing: [] };
}

/** Lines that are not empty. The index of years may be longer than a text can be. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const piece of pieces) {
    // Only what is new is looked at: a line of a large fleet comes in hundreds of pieces.
    const [end = '', ...lines] = piece.split('\n');
    lines.unshift(rest + end);
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
  if (rest !== '') yield rest;
}

/** Whether there is anything at a path. */
export function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
