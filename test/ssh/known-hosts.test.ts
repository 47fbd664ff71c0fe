import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findKnownHosts, parseKnownHosts } from '../../src/ssh/known-hosts.ts';

let folder = '';
let keys: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-known-'));
  keys = ['ed25519', 'ecdsa', 'rsa'].map((type) => {
    const file = join(folder, type);
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', file]);
    return readFileSync(`${file}.pub`, 'utf8').trim();
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, lines: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.join('\n') + '\n');
  return file;
}

/** The lines OpenSSH finds, by number. */
function byKeygen(file: string, name: string): number[] {
  try {
    const found = execFileSync('ssh-keygen', ['-F', name, '-f', file], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return [...found.toString().matchAll(/found: line (\d+)/g)].map(([, line]) => Number(line));
  } catch {
    return [];
  }
}

function byUs(file: string, address: string, port: number): number[] {
  const { exact } = findKnownHosts(parseKnownHosts(readFileSync(file, 'utf8'), file), address, port);
  return exact.map(({ at }) => Number(at.split(':').at(-1)));
}

const queries = [
  ['web', 22],
  ['WEB', 22],
  ['web.example.com', 22],
  ['secret.example.com', 22],
  ['10.0.0.1', 22],
  ['web', 2222],
  ['web.example.com', 2222],
  ['::1', 22],
  ['::1', 2222],
  ['other', 22],
] as const;

describe('known_hosts', () => {
  it.each(['plain', 'hashed'])('finds the lines that ssh-keygen -F finds, %s', (kind) => {
    const [ed = '', ec = '', rsa = ''] = keys;
    const file = write(kind, [
      '# web is a comment here',
      '',
      `web,10.0.0.1 ${ed}`,
      `  web ${ec} with a comment`,
      `[web]:2222 ${rsa}`,
      `::1 ${ed}`,
      `[::1]:2222 ${ec}`,
      `Web.Example.COM ${rsa}`,
      `@revoked web ${rsa}`,
      `@cert-authority web ${ec}`,
    ]);
    if (kind === 'plain') {
      writeFileSync(
        file,
        `${readFileSync(file, 'utf8')}*.example.com,!secret.example.com ${ed}\n[*.example.com]:2222 ${ed}\n`,
      );
    } else {
      execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
      expect(readFileSync(file, 'utf8')).toContain('|1|');
    }
    for (const [address, port] of queries) {
      // ssh looks a name up in lower case; ssh-keygen hashes it as it is typed.
      if (kind === 'hashed' && address === 'WEB') continue;
      const name = port === 22 ? address : `[${address}]:${port}`;
      expect(byUs(file, address, port), name).toEqual(byKeygen(file, name));
    }
  });

  it('looks up a port as the plain host too, apart', () => {
    const lines = parseKnownHosts(`web ${keys[0]}\n`, 'f');
    const { exact, plain } = findKnownHosts(lines, 'web', 2222);
    expect([exact.length, plain.length]).toEqual([0, 1]);
  });

  it('ignores a line that is broken, or whose key is of another type than it says', () => {
    const [, blob] = (keys[0] ?? '').split(' ');
    const lines = [
      `web ecdsa-sha2-nistp256 ${blob}`,
      'web ssh-ed25519 not-base64!',
      'web',
      `@what web ${keys[0]}`,
      ...keys.flatMap((key) => {
        const [type = '', blob = ''] = key.split(' ');
        const whole = Buffer.from(blob, 'base64');
        const others = [whole.subarray(0, -3), Buffer.concat([whole, Buffer.alloc(6)])];
        return others.map((other) => `web ${type} ${other.toString('base64')}`);
      }),
    ];
    expect(parseKnownHosts(lines.join('\n'), 'f')).toEqual([]);
  });

  it('takes neither a byte order mark nor something behind a hash for a part of no name', () => {
    const file = write('odd', [`web ${keys[0]}`]);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
    const hashed = readFileSync(file, 'utf8').trim();
    for (const line of [`\uFEFFweb ${keys[0]}`, hashed.replace(' ', ',foo ')]) {
      expect(byUs(write('odd', [line]), 'web', 22)).toEqual([]);
      expect(byKeygen(file, 'web')).toEqual([]);
    }
  });

  it('does not hang on a pattern of many stars', () => {
    const lines = parseKnownHosts(`${'*a'.repeat(5000)}*b ${keys[0]}\n`, 'f');
    expect(findKnownHosts(lines, 'a'.repeat(250), 22).exact).toEqual([]);
  });
});
