import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlimsollError } from '../lib/errors.ts';
import { stableStringify } from '../lib/json.ts';
import type { Bundle } from './bundle.ts';

/** Writes `DIR/<name>.json` for one host, readable by the owner alone, and returns the path. */
export async function saveBundle(directory: string, fileName: string, bundle: Bundle): Promise<string> {
  const path = join(directory, `${fileName}.json`);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(path, stableStringify(bundle), { mode: 0o600 });
  } catch (cause) {
    throw new PlimsollError('FILE_UNWRITABLE', `cannot write the bundle ${path}`, [String(cause)], { cause });
  }
  return path;
}
