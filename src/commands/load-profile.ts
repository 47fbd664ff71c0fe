import { dirname, resolve } from 'node:path';
import { readText } from '../checks/load.ts';
import { mergeProfiles, readProfile, type Profile } from '../checks/profile.ts';
import { PlimsollError } from '../lib/errors.ts';

/** Profiles that may extend one another. */
const MOST = 10;

/**
 * A profile with all that it extends.
 * @throws PlimsollError FILE_UNREADABLE, or PROFILE_INVALID with what is wrong, `file:line: …` each.
 */
export async function loadProfile(path: string): Promise<Profile> {
  const chain: Profile[] = [];
  const seen = new Set<string>();
  for (let file: string | null = path; file !== null;) {
    const where = resolve(file);
    if (seen.has(where)) throw invalid([`${file}:1: extends itself, by way of ${[...seen].join(', ')}`]);
    if (seen.size === MOST) throw invalid([`${file}:1: more than ${MOST} profiles extend one another`]);
    seen.add(where);
    const read = readProfile(file, await readText(file));
    if (!('profile' in read)) throw invalid(read);
    chain.unshift(read.profile);
    file = read.extends === null ? null : resolve(dirname(where), read.extends);
  }
  return mergeProfiles(chain);
}

function invalid(problems: readonly string[]): PlimsollError {
  return new PlimsollError('PROFILE_INVALID', 'The profile cannot be used.', problems);
}
