import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import { judgeSudo } from '../../src/ssh/sudo.ts';

const host = { name: 'box', user: 'audit', sudo: true } as Host;

// The words of sudo 1.9, sudo-rs 0.2 and opendoas 6.8.
describe('a refusal', () => {
  it.each([
    ['sudo: a password is required', false, 'SUDO_PASSWORD_REQUIRED'],
    ['sudo: interactive authentication is required', false, 'SUDO_PASSWORD_REQUIRED'],
    ['Sorry, try again.\nsudo: no password was provided', true, 'SUDO_PASSWORD_WRONG'],
    ['sudo: Authentication failed, try again.', true, 'SUDO_PASSWORD_WRONG'],
    ['sudo: Maximum 3 incorrect authentication attempts', true, 'SUDO_PASSWORD_WRONG'],
    ["sudo-rs: I'm sorry audit. I'm afraid I can't do that", false, 'SUDO_NOT_PERMITTED'],
    ['audit is not in the sudoers file.', true, 'SUDO_NOT_PERMITTED'],
    ['sudo: sorry, you must have a tty to run sudo', false, 'SUDO_REQUIRES_TTY'],
    ['sh: 1: exec: sudo: not found', false, 'SUDO_MISSING'],
    ['doas: Operation not permitted', false, 'SUDO_NOT_PERMITTED'],
    ['doas: Authentication failed', true, 'SUDO_PASSWORD_WRONG'],
    ['doas: a tty is required', false, 'SUDO_REQUIRES_TTY'],
    ['sh: doas: not found', false, 'SUDO_MISSING'],
  ])('%j means what it says', (said, wasSent, code) => {
    expect(judgeSudo(host, said, wasSent)?.code).toBe(code);
  });

  it('of doas that could not ask is none of the password', () => {
    const doas: Host = { ...host, sudo: 'doas' };
    expect(judgeSudo(doas, 'doas: Authentication failed', false)?.code).toBe('SUDO_REQUIRES_TTY');
  });

  it('is none when something else speaks', () => {
    expect(judgeSudo(host, 'bash: warning: setlocale', false)).toBeUndefined();
  });
});
