import type { Host } from '../inventory/types.ts';
import { failure, type SshCode, type SshFailure } from './codes.ts';
import { remoteText } from './words.ts';

/** sudo's own words (LC_ALL=C) and what they mean; the first that matches counts. */
const meanings: readonly (readonly [RegExp, SshCode])[] = [
  [/sudo: not found|sudo: command not found|sudo: No such file/i, 'SUDO_MISSING'],
  [/must have a tty|tty is required/i, 'SUDO_REQUIRES_TTY'],
  [/incorrect password|Sorry, try again|incorrect authentication/i, 'SUDO_PASSWORD_WRONG'],
  [/password is required|no password was provided/i, 'SUDO_PASSWORD_REQUIRED'],
  [/not in the sudoers|not allowed to|may not run sudo|^sudo: /im, 'SUDO_NOT_PERMITTED'],
];

/** What sudo's refusal means, or undefined when sudo did not speak. */
export function judgeSudo(host: Host, stderr: string): SshFailure | undefined {
  const found = meanings.find(([words]) => words.test(stderr));
  return found && sudoFailure(host, found[1], stderr);
}

/** @param stderr what sudo said, from the host and not trusted */
export function sudoFailure(host: Host, code: SshCode, stderr: string): SshFailure {
  const said = remoteText(stderr);
  return failure(
    code,
    `${host.name}: sudo for ${host.user} failed: ${reason(code)}${said && ` (${said})`}`,
    hint(code, host),
  );
}

function reason(code: SshCode): string {
  switch (code) {
    case 'SUDO_PASSWORD_REQUIRED':
      return 'it asks for a password and none is at hand';
    case 'SUDO_PASSWORD_WRONG':
      return 'the password is wrong; it was sent once';
    case 'SUDO_REQUIRES_TTY':
      return 'it wants a terminal';
    case 'SUDO_MISSING':
      return 'there is no sudo on the host';
    default:
      return 'it does not allow this';
  }
}

function hint(code: SshCode, { user }: Host): string {
  const line = `${user} ALL=(root) NOPASSWD: /bin/sh`;
  switch (code) {
    case 'SUDO_PASSWORD_REQUIRED':
      return `Ask for the sudo password, set PLIMSOLL_SUDO_PASSWORD, or allow it without one in /etc/sudoers.d/plimsoll: ${line}`;
    case 'SUDO_PASSWORD_WRONG':
      return `Try it on the host as ${user}: sudo -k -v`;
    case 'SUDO_REQUIRES_TTY':
      return `In /etc/sudoers.d/plimsoll on the host: Defaults:${user} !requiretty`;
    case 'SUDO_MISSING':
      return 'Install sudo, or log in as root and leave sudo off.';
    default:
      return `In /etc/sudoers.d/plimsoll on the host (visudo -f): ${line}`;
  }
}
