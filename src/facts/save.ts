import { join } from 'node:path';
import { writeWhole } from '../lib/files.ts';
import { stableStringify } from '../lib/json.ts';
import type { Bundle } from './bundle.ts';

/**
 * Writes `DIR/<name>.json` for one host, readable by the owner alone, and returns the path.
 * @throws PlimsollError FILE_UNWRITABLE.
 */
export async function saveBundle(directory: string, fileName: string, bundle: Bundle): Promise<string> {
  const path = join(directory, `${fileName}.json`);
  await writeWhole(path, stableStringify(bundle));
  return path;
}
