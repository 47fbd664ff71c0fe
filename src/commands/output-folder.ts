import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlimsollError } from '../lib/errors.ts';
import type { OutputFile } from '../report/types.ts';

/**
 * Makes sure that a report can be written to a folder, before any host is contacted.
 * @throws PlimsollError FILE_UNWRITABLE.
 */
export async function checkFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/**
 * Writes a report beside its place and renames file by file and folder by folder, so that a reader never sees half
 * of one. What else lies in the folder stays.
 */
export async function writeFolder(folder: string, files: Iterable<OutputFile>): Promise<void> {
  const work = join(folder, `.plimsoll-${randomBytes(4).toString('hex')}`);
  const [fresh, old] = [join(work, 'new'), join(work, 'old')];
  try {
    await mkdir(old, { recursive: true, mode: 0o700 });
    for (const file of files) await writeOne(join(fresh, file.path), file.content);
    for (const name of await readdir(fresh)) {
      await rename(join(folder, name), join(old, name)).catch(ignoreMissing);
      await rename(join(fresh, name), join(folder, name));
    }
  } catch (error) {
    throw unwritable(folder, error);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Writes one file beside its place and renames it. */
export async function writeOne(path: string, content: string): Promise<void> {
  const fresh = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(fresh, content, { mode: modeOf(path) });
    await rename(fresh, path);
  } catch (error) {
    // Where even this fails, the first error is the one to tell.
    await rm(fresh, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
  }
}

/** For the owner alone; but node_exporter reads metrics as a user of its own, and scripts are to be run. */
function modeOf(path: string): number {
  if (path.endsWith('.prom')) return 0o644;
  return path.endsWith('.sh') ? 0o700 : 0o600;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}

function unwritable(path: string, cause: unknown): PlimsollError {
  if (cause instanceof PlimsollError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PlimsollError('FILE_UNWRITABLE', `cannot write ${path}`, [why], { cause });
}
