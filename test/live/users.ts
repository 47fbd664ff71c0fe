import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';

export interface TestUser {
  readonly name: string;
  readonly password: string;
  readonly remove: () => void;
}

/**
 * Makes a system user with a password and, where given, a rule in /etc/sudoers.d. Needs root.
 * @param sudoers the rule, with USER for the user's name
 */
export function createUser(sudoers: string | null, shell = '/bin/sh'): TestUser {
  const id = randomBytes(4).toString('hex');
  const name = `plimsoll-test-${id}`;
  const password = `pw ${randomBytes(8).toString('hex')}`;
  const rule = `/etc/sudoers.d/plimsoll-test-${id}`;
  execFileSync('useradd', ['--no-create-home', '--home-dir', '/', '--shell', shell, name]);
  execFileSync('chpasswd', { input: `${name}:${password}\n` });
  if (sudoers !== null) writeFileSync(rule, `${sudoers.replaceAll('USER', name)}\n`, { mode: 0o440 });
  return {
    name,
    password,
    remove() {
      rmSync(rule, { force: true });
      // Forced: a session that was just refused may still be on its way out.
      execFileSync('userdel', ['--force', name], { stdio: 'ignore' });
    },
  };
}
