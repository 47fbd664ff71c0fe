import { PlimsollError } from '../lib/errors.ts';
import { visible } from '../lib/text.ts';
import type { Sudo } from './types.ts';
import { ABSOLUTE_PATH, isUser } from './words.ts';

/** What the command line says about every target. */
export interface Overrides {
  readonly user?: string | undefined;
  /** Also for jump hosts; relative names count from the working folder. */
  readonly identityFiles?: readonly string[];
  /** Also for jump hosts. */
  readonly knownHostsFiles?: readonly string[];
  /** `[user@]host[:port]`, several with commas between them, or the name of an inventory host. */
  readonly jump?: string;
  /** For all hosts but those that are this machine. */
  readonly transport?: 'ssh' | 'openssh';
  readonly sudo?: Sudo;
  readonly pty?: boolean;
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
