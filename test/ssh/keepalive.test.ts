import { expect, it } from 'vitest';
import { keepalive } from '../../src/ssh/connect.ts';
import { clientOptions } from '../../src/ssh/openssh-options.ts';
import { hostAt } from '../live/ssh-host.ts';

it.each([500, 15_000, 120_000, 3_600_000])(
  'keepalive never cuts a silence of %i ms that is allowed',
  (silence) => {
    const { interval, count } = keepalive(silence);
    expect(interval * count).toBeGreaterThan(silence);
    const host = hostAt({ port: 22, clientKeyFile: '/k', knownHostsFile: '/kh' } as Parameters<
      typeof hostAt
    >[0]);
    const options = clientOptions(
      host,
      { connectTimeout: 1000, idleTimeout: silence },
      { acceptNewInto: null, sshConfig: 'none' },
    );
    expect(options).toContain(`ServerAliveInterval=${interval / 1000}`);
    expect(options).toContain(`ServerAliveCountMax=${count}`);
  },
);
