import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, refuseLink, removeQuietly, unwritable, writeWhole } from '../../lib/files.ts';
import { inBlocks } from '../../lib/json-pieces.ts';
import { strangers } from '../../lib/trusted.ts';
import type { OutputFile } from '../../report/types.ts';
import { manifestName, manifestText, readManifest, removeStale, summed } from './manifest.ts';

/**
 * Writes a report beside its place and then renames file by file, so that a reader never sees half of one. What an
 * earlier report has left there goes; what is not from plimsoll, or was changed since, stays, and so does everything
 * where others may write: a manifest there may be anybody's.
 * @throws PlimsollError FILE_UNWRITABLE; nothing half written is left behind.
 */
export async function writeFolder(folder: string, files: Iterable<OutputFile>): Promise<void> {
  const work = join(folder, `.plimsoll-${randomBytes(4).toString('hex')}`);
  const digests = new Map<string, string>();
  try {
    for (const file of files) {
      const keepDigest = (digest: string) => digests.set(file.path, digest);
      await writeNew(join(work, file.path), summed(file.content, keepDigest));
    }
    await writeNew(join(work, manifestName), [manifestText(digests)]);
    const earlier =
      (await strangers(folder)) === null ? await readManifest(folder) : new Map<string, string>();
    // The first file leads to the others.
    for (const path of [...digests.keys()].reverse()) await moveInto(folder, work, path);
    await removeStale(folder, earlier, digests);
    await moveInto(folder, work, manifestName);
  } catch (error) {
    throw unwritable(`cannot write the report to ${folder}`, error);
  } finally {
    await removeQuietly(work);
  }
}

async function writeNew(path: string, content: Iterable<string>): Promise<void> {
  await makeFolder(dirname(path));
  await writeFile(path, inBlocks(content), { mode: modeOf(path) });
}

async function moveInto(folder: string, work: string, path: string): Promise<void> {
  if (dirname(path) !== '.') await refuseLink(dirname(join(folder, path)));
  await makeFolder(dirname(join(folder, path)));
  await rename(join(work, path), join(folder, path));
}

/** Writes one file of a report, as `writeWhole` does. */
export function writeOne(path: string, content: Iterable<string>): Promise<void> {
  return writeWhole(path, inBlocks(content), modeOf(path));
}

/** For the owner alone; but node_exporter reads metrics as a user of its own, and scripts are to be run. */
function modeOf(path: string): number {
  if (path.endsWith('.prom')) return 0o644;
  return path.endsWith('.sh') ? 0o700 : 0o600;
}
