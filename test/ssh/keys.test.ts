import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import ssh2 from 'ssh2';
import { afterAll, describe, expect, it } from 'vitest';
import { createKeyRing } from '../../src/ssh/keys.ts';
import type { Secrets } from '../../src/ssh/types.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const none = (): Promise<undefined> => Promise.resolve(undefined);

function secrets(passphrase: string): Secrets {
  return { password: none, sudoPassword: none, passphrase: () => Promise.resolve(passphrase) };
}

function generate(name: string, ...options: string[]): string {
  const file = join(folder, name);
  execFileSync('ssh-keygen', [
    '-q',
    '-N',
    'open sesame',
    '-C',
    'a comment',
    '-a',
    '2',
    '-f',
    file,
    ...options,
  ]);
  return file;
}

describe('a key with a passphrase', () => {
  it.each([
    ['ed25519', ['-t', 'ed25519']],
    ['ecdsa', ['-t', 'ecdsa', '-b', '521']],
    ['rsa', ['-t', 'rsa', '-b', '2048']],
    ['rsa-pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
  ])('signs for its public half: %s', async (name, options) => {
    const file = generate(name, ...options);
    const unlocked = await createKeyRing().unlock(file, readFileSync(file), secrets('open sesame'));
    if (!unlocked.ok) throw new Error(unlocked.failure.message);
    const half = ssh2.utils.parseKey(readFileSync(`${file}.pub`));
    if (half instanceof Error) throw half;
    const data = randomBytes(64);
    expect(half.verify(data, unlocked.value.sign(data))).toBe(true);
    expect(unlocked.value.getPublicSSH()).toEqual(half.getPublicSSH());
  });

  it('says that the passphrase is wrong', async () => {
    const file = generate('wrong', '-t', 'ed25519');
    const unlocked = await createKeyRing().unlock(file, readFileSync(file), secrets('other'));
    expect(unlocked).toMatchObject({
      failure: { code: 'KEY_UNREADABLE', message: expect.stringMatching(/the passphrase is wrong$/) },
    });
  });

  it('holds nobody up while it is unlocked, however slow its owner made that', async () => {
    const file = generate('slow', '-t', 'ed25519', '-a', '30');
    const start = performance.now();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const unlocked = await createKeyRing().unlock(file, readFileSync(file), secrets('open sesame'));
    delay.disable();
    expect(unlocked.ok).toBe(true);
    expect(delay.max / 1e6).toBeLessThan((performance.now() - start) / 2);
  });
});

describe('a hardware key', () => {
  it('is sent to the ssh of this machine', async () => {
    const file = join(folder, 'sk');
    const text = (...words: (string | Buffer)[]): Buffer =>
      Buffer.concat(
        words.flatMap((word) => [Buffer.from([0, 0, 0, word.length]), Buffer.from(word as string)]),
      );
    const type = 'sk-ssh-ed25519@openssh.com';
    const half = text(type, Buffer.alloc(32), 'ssh:');
    const whole = Buffer.concat([
      Buffer.from('openssh-key-v1\0'),
      text('none', 'none', ''),
      Buffer.from([0, 0, 0, 1]),
      text(half, Buffer.concat([Buffer.alloc(8), half, Buffer.from([1, 1, 2, 3, 4, 5, 6, 7])])),
    ]);
    const lines = ['BEGIN', 'END'].map((word) => `-----${word} OPENSSH PRIVATE KEY-----`);
    writeFileSync(file, lines.join(`\n${whole.toString('base64')}\n`), { mode: 0o600 });
    expect(await createKeyRing().read(file)).toMatchObject({
      failure: { code: 'KEY_UNREADABLE', hint: expect.stringContaining('--transport openssh') },
    });
  });
});

describe('a private key that others may read', () => {
  it('is refused, as ssh does', async () => {
    const file = join(folder, 'open');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
    expect(await createKeyRing().read(file)).toMatchObject({ state: 'usable' });
    chmodSync(file, 0o640);
    expect(await createKeyRing().read(file)).toMatchObject({
      state: 'unusable',
      failure: {
        code: 'KEY_UNREADABLE',
        message: `the identity file ${file} cannot be used: others may read it (mode 0640)`,
      },
    });
  });
});
