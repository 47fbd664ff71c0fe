import { join } from 'node:path';
import { writeWhole } from '../lib/files.ts';

/**
 * Writes the text of a host's bundle as `DIR/<name>.json`, readable by the owner alone, and returns the path.
 * @throws PlimsollError FILE_UNWRITABLE.
 */
export async function saveBundle(
  directory: string,
  fileName: string,
  text: string | Uint8Array,
): Promise<string> {
  const path = join(directory, `${fileName}.json`);
  await writeWhole(path, text);
  return path;
}
