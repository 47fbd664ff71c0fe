import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import { exhausted } from '../../src/ssh/exhausted.ts';

const host = { name: 'box', user: 'audit' } as Host;

// The words of dash, bash, busybox, ksh and sudo.
describe('a host that has no process left', () => {
  it.each([
    'sh: 12: Cannot fork',
    'bash: fork: retry: Resource temporarily unavailable',
    'sh: fork: Cannot allocate memory',
    "sh: can't fork: Resource temporarily unavailable",
    'ksh: cannot fork - try again',
    'sudo: unable to fork: Resource temporarily unavailable',
  ])('is told by %j, among other lines', (said) => {
    const found = exhausted(host, `a warning\n${said}\nmore`);
    expect(found).toMatchObject({ code: 'HOST_EXHAUSTED' });
    expect(found?.message).toBe(`box: the host could not start another process for audit: ${said}`);
  });

  it('is not told by something else', () => {
    expect(exhausted(host, 'docker: permission denied\nforks are fine')).toBeUndefined();
  });
});
