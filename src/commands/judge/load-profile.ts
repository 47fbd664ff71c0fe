import { dirname, resolve } from 'node:path';
import { readText } from '../../checks/load.ts';
import { readProfile, type ProfileFile } from '../../checks/profile.ts';
import { PlimsollError } from '../../lib/errors.ts';

/** Profiles that may extend one another. */
const MOST = 10;

/**
 * A profile with all that it extends, from the base up.
 * @throws PlimsollError FILE_UNREADABLE, or PROFILE_INVALID with what is wrong, `file:line: …` each.
 */
export async function loadProfile(path: string): Promise<readonly ProfileFile[]> {
  const chain = [await profileOf(path)];
  const seen = new Set([resolve(path)]);
  for (let top = chain[0]; top?.extends; top = chain[0]) {
    const { file, at } = top.yaml;
    const base = resolve(dirname(file), top.extends);
    const about = (message: string) => profileInvalid([`${at(['extends'])}: ${message}`]);
    if (seen.has(base)) throw about(`extends itself, by way of ${[...seen].join(', ')}`);
    if (seen.size === MOST) throw about(`more than ${MOST} profiles extend one another`);
    seen.add(base);
    chain.unshift(await profileOf(base, about));
  }
  return chain;
}

/** @param about makes an error of why the file cannot be read: that it is named is what is wrong */
async function profileOf(file: string, about?: (message: string) => PlimsollError): Promise<ProfileFile> {
  const text = await readText(file).catch((error: unknown) => {
    throw about !== undefined && error instanceof PlimsollError ? about(error.message) : error;
  });
  const read = readProfile(file, text);
  if (!('profile' in read)) throw profileInvalid(read);
  return read;
}

export function profileInvalid(problems: readonly string[]): PlimsollError {
  return new PlimsollError('PROFILE_INVALID', 'The profile cannot be used.', problems);
}
