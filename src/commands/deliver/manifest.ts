import { createHash } from 'node:crypto';
import { lstat, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from '../../lib/files.ts';

/** Path below the folder -> SHA-256 of the file in hex. */
type Digests = ReadonlyMap<string, string>;

/** In the folder of a report: the files that plimsoll wrote there, as `sha256sum -c` reads them. */
export const manifestName = 'MANIFEST.sha256';

/** What plimsoll calls its files: at most one folder down, so no line of a manifest leads out of its folder. */
const line = /^([0-9a-f]{64}) {2}((?:[a-z0-9][a-z0-9-]*\/)?[a-z0-9][a-z0-9.-]*)$/;

export function manifestText(digests: Digests): string {
  return [...digests].map(([path, digest]) => `${digest}  ${path}\n`).join('');
}

/** What an earlier run wrote to a folder; nothing where there was none. */
export async function readManifest(folder: string): Promise<Digests> {
  const text = await readIfThere(join(folder, manifestName));
  const entries = (text?.toString() ?? '').split('\n').flatMap((written) => {
    const [, digest, path] = line.exec(written) ?? [];
    return digest === undefined || path === undefined ? [] : [[path, digest] as const];
  });
  return new Map(entries);
}

/** Removes what an earlier run wrote and this one did not, but for files that were changed since. */
export async function removeStale(folder: string, earlier: Digests, now: Digests): Promise<void> {
  for (const [path, digest] of earlier) {
    if (now.has(path)) continue;
    const file = join(folder, path);
    if (await isBehindLink(folder, path)) continue;
    const content = await readIfThere(file);
    if (content === null || createHash('sha256').update(content).digest('hex') !== digest) continue;
    await rm(file);
    if (dirname(path) !== '.') await rmdir(dirname(file)).catch(ignore('ENOTEMPTY', 'EEXIST'));
  }
}

/** Whether a file is a link, or in a folder that is one: then it is not what was written there. */
async function isBehindLink(folder: string, path: string): Promise<boolean> {
  const places = [join(folder, path), ...(dirname(path) === '.' ? [] : [join(folder, dirname(path))])];
  const found = await Promise.all(places.map((place) => lstat(place).catch(() => null)));
  return found.some((place) => place?.isSymbolicLink() === true);
}

/** The pieces of a file as they are, and at their end its digest. */
export function* summed(pieces: Iterable<string>, use: (digest: string) => void): Iterable<string> {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  use(hash.digest('hex'));
}

async function readIfThere(path: string): Promise<Buffer | null> {
  return readFile(path).catch(ignore('ENOENT', 'ENOTDIR', 'EISDIR'));
}

function ignore(...codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    if (codes.some((code) => hasCode(error, code))) return null;
    throw error;
  };
}
