import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlimsollError } from '../lib/errors.ts';
import { stableStringify } from '../lib/json.ts';
import type { Report } from '../result/types.ts';
import { entryOf, parseIndex, runId, type Entry } from './entry.ts';

/**
 * A folder of runs: `runs/<id>/report.json`, and the index `history.jsonl`, to which each run adds a line. Whoever
 * writes holds the lock. A run is written beside its place, renamed, and then added to the index: whatever a crash
 * leaves is either not seen or whole.
 */
export interface History {
  readonly folder: string;
  /** The oldest first. */
  readonly entries: readonly Entry[];
  /** Lines of the index that cannot be read. */
  readonly unreadable: number;
}

/** @throws PlimsollError FILE_UNREADABLE. */
export async function readHistory(folder: string): Promise<History> {
  const file = join(folder, 'history.jsonl');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw new PlimsollError('FILE_UNREADABLE', `cannot read the history ${file}`, [String(cause)], { cause });
  });
  return { folder, ...parseIndex(text) };
}

/** Where the report of the last run of a scope lies; null when there is none, or none that was kept. */
export async function lastReport(history: History, scope: string, except: string): Promise<string | null> {
  const runs = history.entries.filter((entry) => entry.scope === scope && entry.id !== except);
  for (const entry of runs.toReversed()) {
    const path = join(history.folder, 'runs', entry.id, 'report.json');
    const isThere = await stat(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return null;
}

/**
 * Keeps a run, and of its scope the last `keep` reports; the index keeps all.
 * @returns false when the history has a run of this id already
 * @throws PlimsollError FILE_UNWRITABLE.
 */
export async function recordRun(history: History, report: Report, keep: number): Promise<boolean> {
  const { id } = report.run;
  if (!runId.test(id)) throw new Error(`"${id}" cannot be a folder`);
  if (history.entries.some((entry) => entry.id === id)) return false;
  try {
    await writeRun(join(history.folder, 'runs'), id, stableStringify(report));
    const entry = entryOf(report);
    await appendLine(join(history.folder, 'history.jsonl'), JSON.stringify(entry));
    await removeOld(history, entry, keep);
    return true;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `cannot keep this run in ${history.folder}`;
    throw new PlimsollError('FILE_UNWRITABLE', message, [why], { cause });
  }
}

async function writeRun(runs: string, id: string, content: string): Promise<void> {
  await mkdir(runs, { recursive: true, mode: 0o700 });
  // What a run that was killed has left.
  const begun = (await readdir(runs)).filter((name) => name.startsWith('.new-'));
  for (const name of begun) await rm(join(runs, name), { recursive: true, force: true });
  const fresh = join(runs, `.new-${randomBytes(4).toString('hex')}`);
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(join(fresh, 'report.json'), content, { mode: 0o600, flush: true });
  // The run of a crash between here and the index has the same id only when it is the same.
  await rm(join(runs, id), { recursive: true, force: true });
  await rename(fresh, join(runs, id));
}

/** Begins a line of its own even when the last one was cut short. */
async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const torn = size > 0 && last.toString() !== '\n';
    await file.appendFile(`${torn ? '\n' : ''}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function removeOld(history: History, entry: Entry, keep: number): Promise<void> {
  const runs = [...history.entries.filter(({ scope }) => scope === entry.scope), entry];
  for (const { id } of runs.slice(0, -keep)) {
    await rm(join(history.folder, 'runs', id), { recursive: true, force: true });
  }
}
