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
export async function writeFolder(folder: string, files: readonly OutputFile[]): Promise<void> {
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

/** Writes one file beside its place and renames it; scripts may be executed by their owner. */
export async function writeOne(path: string, content: string): Promise<void> {
  const fresh = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(fresh, content, { mode: path.endsWith('.sh') ? 0o700 : 0o600 });
    await rename(fresh, path);
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    await rm(fresh, { force: true });
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}

function unwritable(path: string, cause: unknown): PlimsollError {
  if (cause instanceof PlimsollError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PlimsollError('FILE_UNWRITABLE', `cannot write ${path}`, [why], { cause });
}
