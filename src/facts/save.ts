import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlimsollError } from '../lib/errors.ts';
import { stableStringify } from '../lib/json.ts';
import type { Bundle } from './bundle.ts';

/**
 * Writes `DIR/<name>.json` for one host, readable by the owner alone, and returns the path. It is written beside and
 * renamed, so that neither the mode of an older file nor a link in its place matters.
 * @throws PlimsollError when it cannot be written.
 */
export async function saveBundle(directory: string, fileName: string, bundle: Bundle): Promise<string> {
  const path = join(directory, `${fileName}.json`);
  const draft = join(directory, `.${fileName}.json.part`);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await rm(draft, { force: true });
    await writeFile(draft, stableStringify(bundle), { mode: 0o600, flag: 'wx' });
    await rename(draft, path);
  } catch (cause) {
    throw new PlimsollError('FILE_UNWRITABLE', `cannot write the bundle ${path}`, [String(cause)], { cause });
  }
  return path;
}
