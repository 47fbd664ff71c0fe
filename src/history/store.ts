import { constants } from 'node:fs';
import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, refuseLink, removeQuietly, unwritable } from '../lib/files.ts';
import { linePieces } from '../lib/json-pieces.ts';
import type { Report } from '../result/types.ts';
import { entryOf, runId, type Entry } from './entry.ts';
import { isThere, type History } from './read.ts';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;

/**
 * Where the reports lie that a run can be compared with, the latest first: those of its scope or, where none was kept,
 * those of the same checks on mostly the same hosts, as in a fleet that got one more; `--limit` leaves most of them out.
 */
export async function comparableReports(history: History, run: Entry): Promise<readonly string[]> {
  const earlier = history.entries.filter((entry) => entry.id !== run.id).toReversed();
  const keptOf = async (entries: readonly Entry[]): Promise<readonly string[]> =>
    (await Promise.all(entries.map((entry) => keptReport(history, entry.id)))).filter(
      (path) => path !== null,
    );
  const same = await keptOf(earlier.filter((entry) => entry.scope === run.scope));
  return same.length > 0 ? same : keptOf(earlier.filter((entry) => isAlike(entry, run)));
}

function isAlike(one: Entry, other: Entry): boolean {
  const names = new Set(one.hostNames);
  const shared = other.hostNames.filter((name) => names.has(name)).length;
  return one.checks === other.checks && shared * 2 >= Math.max(names.size, other.hostNames.length);
}

/** Where the report of a run lies; null when it was not kept. */
export async function keptReport({ folder }: History, id: string): Promise<string | null> {
  const path = join(folder, 'runs', id, 'report.json');
  return (await isThere(path)) ? path : null;
}

/**
 * Keeps a run, and of its scope the last `keep` reports; the index keeps all.
 * @returns false when the history has a run of this id already
 * @throws PlimsollError FILE_UNWRITABLE; of this run nothing is left behind.
 */
export async function recordRun(history: History, report: Report, keep: number): Promise<boolean> {
  const { id } = report.run;
  if (!runId.test(id)) throw new Error(`"${id}" cannot be a folder`);
  if (history.entries.some((entry) => entry.id === id)) return false;
  const entry = entryOf(report);
  const runs = join(history.folder, 'runs');
  const [fresh, place] = [join(runs, '.new'), join(runs, id)];
  await refuseLink(runs);
  try {
    await writeRun(fresh, place, linePieces(report));
    await appendLine(join(history.folder, 'history.jsonl'), JSON.stringify(entry));
  } catch (cause) {
    for (const path of [fresh, place]) await removeQuietly(path);
    throw unwritable(`cannot keep this run in ${history.folder}`, cause);
  }
  await removeOld(history, entry, keep);
  return true;
}

async function writeRun(fresh: string, place: string, content: Iterable<string>): Promise<void> {
  // What runs that were killed have left: one in the middle of this, and one of this id between here and the index.
  for (const path of [fresh, place]) await removeQuietly(path);
  await makeFolder(fresh);
  await writeFile(join(fresh, 'report.json'), content, { mode: 0o600, flush: true });
  await rename(fresh, place);
}

/** Begins a line of its own even when the last one was cut short. */
async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const torn = size > 0 && last.toString() !== '\n';
    await writeThrough(file, `${torn ? '\n' : ''}${line}\n`, size);
  } finally {
    await file.close();
  }
}

async function writeThrough(file: FileHandle, text: string, size: number): Promise<void> {
  try {
    await file.appendFile(text);
    await file.sync();
  } catch (error) {
    // A disk that is full may have taken half of it.
    await file.truncate(size);
    throw error;
  }
}

async function removeOld(history: History, entry: Entry, keep: number): Promise<void> {
  const runs = [...history.entries.filter(({ scope }) => scope === entry.scope), entry];
  for (const { id } of runs.slice(0, -keep)) {
    const place = join(history.folder, 'runs', id);
    await rm(place, { recursive: true, force: true }).catch((cause: unknown) => {
      throw unwritable(`cannot remove the old run ${place}`, cause);
    });
  }
}
