import type { Host } from '../inventory/types.ts';
import { failure, type SshCode, type SshFailure } from './codes.ts';
import { remoteText } from './words.ts';

/** The words of sudo, sudo-rs and doas (LC_ALL=C) and what they mean; the first that matches counts. */
const meanings: readonly (readonly [RegExp, SshCode])[] = [
  [/(?:sudo|doas)['"‘’]?: (?:command )?not found|(?:sudo|doas)['"‘’]?: No such file/i, 'SUDO_MISSING'],
  [/must have a tty|tty is required|terminal is required/i, 'SUDO_REQUIRES_TTY'],
  [
    /incorrect password|Sorry, try again|incorrect authentication|Authentication failed/i,
    'SUDO_PASSWORD_WRONG',
  ],
  [
    /password is required|no password was provided|authentication (?:is )?required/i,
    'SUDO_PASSWORD_REQUIRED',
  ],
  [
    /not in the sudoers|not allowed to|may not run sudo|not permitted|^(?:sudo|sudo-rs|doas): /im,
    'SUDO_NOT_PERMITTED',
  ],
];

/**
 * What a refusal of sudo or doas means, or undefined when they did not speak.
 * @param wasSent whether a password was sent: without a terminal doas calls it wrong though it could not ask for it
 */
export function judgeSudo(host: Host, stderr: string, wasSent: boolean): SshFailure | undefined {
  const code = meanings.find(([words]) => words.test(stderr))?.[1];
  if (code === undefined) return undefined;
  const isUnasked = code === 'SUDO_PASSWORD_WRONG' && !wasSent;
  const unasked = host.sudo === 'doas' ? 'SUDO_REQUIRES_TTY' : 'SUDO_PASSWORD_REQUIRED';
  return sudoFailure(host, isUnasked ? unasked : code, stderr);
}

/** @param stderr what sudo said, from the host and not trusted */
export function sudoFailure(host: Host, code: SshCode, stderr: string): SshFailure {
  const said = remoteText(stderr);
  return failure(
    code,
    `${host.name}: ${tool(host)} for ${host.user} failed: ${reason(code, host)}${said && ` (${said})`}`,
    hint(code, host),
  );
}

function tool({ sudo }: Host): 'sudo' | 'doas' {
  return sudo === 'doas' ? 'doas' : 'sudo';
}

function reason(code: SshCode, host: Host): string {
  switch (code) {
    case 'SUDO_PASSWORD_REQUIRED':
      return 'it asks for a password and none is at hand';
    case 'SUDO_PASSWORD_WRONG':
      return 'the password is wrong; it was sent once';
    case 'SUDO_REQUIRES_TTY':
      return 'it wants a terminal';
    case 'SUDO_MISSING':
      return `there is no ${tool(host)} on the host`;
    default:
      return 'it does not allow this';
  }
}

function hint(code: SshCode, host: Host): string {
  const { user } = host;
  if (host.sudo === 'doas') return doasHint(code, host);
  const line = `${user} ALL=(root) NOPASSWD: /bin/sh`;
  switch (code) {
    case 'SUDO_PASSWORD_REQUIRED':
      return `Ask for the sudo password (--ask-sudo-password), set PLIMSOLL_SUDO_PASSWORD, or allow it without one in /etc/sudoers.d/plimsoll: ${line}`;
    case 'SUDO_PASSWORD_WRONG':
      return `Try it on the host as ${user}: sudo -k -v`;
    case 'SUDO_REQUIRES_TTY':
      return `In /etc/sudoers.d/plimsoll on the host: Defaults:${user} !requiretty; or run ${onTerminal(host)}`;
    case 'SUDO_MISSING':
      return 'Install sudo, or log in as root and leave sudo off.';
    default:
      return `In /etc/sudoers.d/plimsoll on the host (visudo -f): ${line}`;
  }
}

/** How to give sudo or doas the terminal that it wants. */
function onTerminal({ transport }: Host): string {
  return transport === 'local' ? 'plimsoll on a terminal' : 'it on a terminal of the host: --pty';
}

function doasHint(code: SshCode, host: Host): string {
  const { user } = host;
  const line = `permit nopass ${user} as root cmd sh`;
  switch (code) {
    case 'SUDO_PASSWORD_REQUIRED':
      return `Ask for the password (--ask-sudo-password), set PLIMSOLL_SUDO_PASSWORD, or allow it without one in /etc/doas.conf: ${line}`;
    case 'SUDO_PASSWORD_WRONG':
      return `Try it on the host as ${user}: doas true`;
    case 'SUDO_REQUIRES_TTY':
      return `doas asks for a password only on a terminal: run ${onTerminal(host)}; or allow it without one in /etc/doas.conf: ${line}`;
    case 'SUDO_MISSING':
      return 'Install doas, or log in as root and leave it off.';
    default:
      return `In /etc/doas.conf on the host: ${line}`;
  }
}
