import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
