import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import { createDiscretion } from '../../src/ssh/discretion.ts';
import { secretSources, secretVariables } from '../../src/ssh/given-secret.ts';
import { createRoom } from '../../src/ssh/room.ts';
import { createRunner } from '../../src/ssh/runner.ts';
import { createSecrets } from '../../src/ssh/secrets.ts';

afterEach(() => vi.unstubAllEnvs());

const here: Host = {
  ...{ name: 'here', address: 'localhost', port: 22, user: 'u', groups: [], labels: {}, parameters: {} },
  ...{ identityFiles: [], identitiesOnly: false, agent: null, knownHostsFiles: [], hostKeyAlias: null },
  ...{ jump: null, transport: 'local', sudo: false, pty: false, dockerSocket: null },
};

describe('a secret', () => {
  it('is in no message, also where a host repeats it, and takes no words out of ours', async () => {
    vi.stubEnv('PLIMSOLL_PASSWORD', 'pass\tword');
    vi.stubEnv('PLIMSOLL_SUDO_PASSWORD', 'wrong');
    const discreet = createDiscretion();
    const secrets = createSecrets({ askPassword: false, askSudoPassword: false });
    const [first, second] = [discreet(secrets), discreet(secrets)];
    expect([await first.password(), await first.sudoPassword()]).toEqual(['pass\tword', 'wrong']);
    const told = { code: 'X', message: 'wrong (pass\\u{9}word)', hint: '' };
    expect(second.hush(told, 'no pass\tword here').message).toBe('wrong ((secret))');
    expect(second.hush(told, 'no wrong pass').message).toBe('(secret) (pass\\u{9}word)');
    expect(second.hush(told, 'no').message).toBe(told.message);
    expect(second.given()).toEqual(['pass\tword', 'wrong']);
    const encoded = { ...told, message: `it says: ${Buffer.from('wrong').toString('base64')} pass%09word` };
    expect(second.hush(encoded, encoded.message).message).toBe('it says: (secret)c= (secret)');
  });

  it('is not in the environment of what plimsoll runs', async () => {
    for (const name of secretVariables)
      for (const end of ['', ...secretSources]) vi.stubEnv(name + end, '/nonexistent');
    vi.stubEnv('PLIMSOLL_NOTIFY_URL', 'https://hooks.example/secret');
    vi.stubEnv('OF_NO_MATTER', 'there');
    const none = (): Promise<undefined> => Promise.resolve(undefined);
    const secrets = { password: none, sudoPassword: none, passphrase: none };
    const share = createRoom(Infinity, 0).open();
    const limits = { connectTimeout: 9000, idleTimeout: 9000, totalTimeout: 9000, maxBytes: 1e6, share };
    const runner = createRunner();
    const result = await runner.run(here, 'env', { secrets, ...limits });
    runner.close();
    const text = result.ok ? Buffer.concat(result.value.pieces).toString() : '';
    expect(text).toContain('OF_NO_MATTER=there');
    expect(text).not.toContain('PLIMSOLL');
  });
});
