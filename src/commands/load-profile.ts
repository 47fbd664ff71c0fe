import { dirname, resolve } from 'node:path';
import { readText } from '../checks/load.ts';
import { readProfile, type ProfileFile } from '../checks/profile.ts';
import { PlimsollError } from '../lib/errors.ts';

/** Profiles that may extend one another. */
const MOST = 10;

/**
 * A profile with all that it extends, from the base up.
 * @throws PlimsollError FILE_UNREADABLE, or PROFILE_INVALID with what is wrong, `file:line: …` each.
 */
export async function loadProfile(path: string): Promise<readonly ProfileFile[]> {
  const chain: ProfileFile[] = [];
  const seen = new Set<string>();
  for (let file: string | null = path; file !== null;) {
    const where = resolve(file);
    if (seen.has(where))
      throw profileInvalid([`${file}:1: extends itself, by way of ${[...seen].join(', ')}`]);
    if (seen.size === MOST)
      throw profileInvalid([`${file}:1: more than ${MOST} profiles extend one another`]);
    seen.add(where);
    const read = readProfile(file, await readText(file));
    if (!('profile' in read)) throw profileInvalid(read);
    chain.unshift(read);
    file = read.extends === null ? null : resolve(dirname(where), read.extends);
  }
  return chain;
}

export function profileInvalid(problems: readonly string[]): PlimsollError {
  return new PlimsollError('PROFILE_INVALID', 'The profile cannot be used.', problems);
}
