import { PlimsollError } from '../lib/errors.ts';
import { visible } from '../lib/text.ts';
import { ABSOLUTE_PATH, isUser } from './words.ts';

/** What the command line says about every target. */
export interface Overrides {
  readonly user?: string;
  /** Also for the jump host; relative names count from the working folder. */
  readonly identityFiles?: readonly string[];
  /** Also for the jump host. */
  readonly knownHostsFiles?: readonly string[];
  /** `[user@]host[:port]`, or the name of an inventory host. */
  readonly jump?: string;
  readonly sudo?: boolean;
  readonly dockerSocket?: string;
}

/** @throws PlimsollError USAGE naming the flag that cannot be used. */
export function checkOverrides({ user, dockerSocket }: Overrides): void {
  if (user !== undefined && !isUser(user)) throw usage('user', user, 'a user name');
  if (dockerSocket !== undefined && !new RegExp(ABSOLUTE_PATH, 'u').test(dockerSocket)) {
    throw usage('docker socket', dockerSocket, 'an absolute path on the host');
  }
}

function usage(what: string, found: string, expected: string): PlimsollError {
  return new PlimsollError(
    'USAGE',
    `the ${what} "${visible(found, 60)}" cannot be used: expected ${expected}`,
  );
}
