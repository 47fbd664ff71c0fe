import { describe, expect, it } from 'vitest';
import { wasDropped } from '../../src/ssh/openssh-errors.ts';

const kex = 'kex_exchange_identification: Connection closed by remote host';

describe('a client that was hung up on before the handshake', () => {
  it.each([
    [`${kex}\nConnection closed by 10.0.0.1 port 22\n`],
    [
      'kex_exchange_identification: read: Connection reset by peer\r\nConnection reset by 10.0.0.1 port 22\r\n',
    ],
    [`${kex}\nConnection closed by 10.0.0.1 port 22\n${kex}\nConnection closed by UNKNOWN port 65535\n`],
    ['ssh_exchange_identification: Connection closed by remote host\n'],
  ])('says nothing else: %j', (stderr) => {
    expect(wasDropped(stderr)).toBe(true);
  });

  it.each([
    [''],
    ['Connection closed by 10.0.0.1 port 22\n'],
    [`me@gate: Permission denied (publickey).\n${kex}\nConnection closed by UNKNOWN port 65535\n`],
    [`channel 0: open failed: administratively prohibited: open failed\nstdio forwarding failed\n${kex}\n`],
  ])('is told from one that failed: %j', (stderr) => {
    expect(wasDropped(stderr)).toBe(false);
  });
});
