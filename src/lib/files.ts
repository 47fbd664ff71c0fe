import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createByteStore } from './byte-store.ts';
import { PlimsollError } from './errors.ts';

/**
 * Makes a folder and those above it, for the owner alone. Unlike `recursive` of Node.js it ends where the file system
 * makes no folders, as under /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isMade(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}

/**
 * Makes sure that a folder below one that others may have prepared is a folder, or is not there: what is written
 * through a link in its place would go, and be removed, somewhere else.
 * @throws PlimsollError FILE_UNWRITABLE.
 */
export async function refuseLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink() !== true) return;
  throw new PlimsollError('FILE_UNWRITABLE', `${path} is a link, and links are not followed there`, [
    'remove it, or choose another folder',
  ]);
}

/** Makes one folder; false when there is nothing to make it in. */
async function isMade(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST') && (await stat(path)).isDirectory()) return true;
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** More than the smallest report has. */
const probe = Buffer.alloc(64 * 1024);

/**
 * Makes sure that a folder is there and takes files, before anything is done for the sake of what goes there.
 * @throws PlimsollError FILE_UNWRITABLE.
 */
export async function checkFolder(folder: string): Promise<void> {
  const file = beside(join(folder, 'probe'));
  try {
    await makeFolder(folder);
    // What is not written through is promised rather than written by some file systems.
    await writeFile(file, probe, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    throw unwritable(`cannot write to ${folder}`, error);
  } finally {
    await removeQuietly(file);
  }
}

/**
 * Writes a file beside its place and renames it, so that it is seen whole or not at all, and neither the mode of an
 * older file nor a link in its place matters. The content may come in pieces.
 * @throws PlimsollError FILE_UNWRITABLE; nothing is left behind.
 */
export async function writeWhole(
  path: string,
  content: Iterable<string> | Uint8Array,
  mode = 0o600,
): Promise<void> {
  const fresh = beside(path);
  try {
    await makeFolder(dirname(path));
    await writeFile(fresh, content, { mode, flag: 'wx' });
    await rename(fresh, path);
  } catch (error) {
    await removeQuietly(fresh);
    throw unwritable(`cannot write ${path}`, error);
  }
}

function beside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
}

/** Where even this fails, the first error is the one to tell. */
export async function removeQuietly(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

/**
 * FILE_UNWRITABLE with what the system says, and what to do when it is for lack of room; what the system did not say
 * is a bug, and stays as it is.
 */
export function unwritable(message: string, cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error(String(cause));
  if (cause instanceof PlimsollError || !('code' in cause)) return cause;
  const full = hasCode(cause, 'ENOSPC') || hasCode(cause, 'EDQUOT');
  const taken = hasCode(cause, 'EEXIST') || hasCode(cause, 'ENOTDIR');
  const hint = [
    ...(full ? ['make room there, or choose another place'] : []),
    ...(taken ? ['a file is in the way of a folder: choose another place'] : []),
  ];
  return new PlimsollError('FILE_UNWRITABLE', message, [cause.message, ...hint], { cause });
}

/** The bytes of a file, a pipe or a device; null, as soon as that is known, when there are more than `most`. */
export function readAtMost(path: string, most: number): Promise<Buffer | null> {
  return takeAtMost(createReadStream(path) as AsyncIterable<Buffer>, most);
}

/** The same of a stream. */
export async function takeAtMost(stream: AsyncIterable<Buffer>, most: number): Promise<Buffer | null> {
  const store = createByteStore();
  for await (const piece of stream) {
    if (store.size() + piece.length > most) return null;
    store.append(piece);
  }
  return store.bytes();
}

/** FILE_UNREADABLE with what the system says. */
export function unreadable(what: string, cause: unknown): PlimsollError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PlimsollError('FILE_UNREADABLE', `cannot read ${what}`, [reason], { cause });
}

/** Whether the system gave this reason, as in `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
