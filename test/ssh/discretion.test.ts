import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import { createDiscretion } from '../../src/ssh/discretion.ts';
import { secretSources, secretVariables } from '../../src/ssh/given-secret.ts';
import { createRunner } from '../../src/ssh/runner.ts';
import { createSecrets } from '../../src/ssh/secrets.ts';

afterEach(() => vi.unstubAllEnvs());

const here: Host = {
  ...{ name: 'here', address: 'localhost', port: 22, user: 'u', groups: [], labels: {}, parameters: {} },
  ...{ identityFiles: [], identitiesOnly: false, agent: null, knownHostsFiles: [], hostKeyAlias: null },
  ...{ jump: null, transport: 'local', sudo: false, pty: false, dockerSocket: null },
};

describe('a secret', () => {
  it('is in no message, also where a host repeats it', async () => {
    const { watch, mask } = createDiscretion();
    vi.stubEnv('PLIMSOLL_PASSWORD', 'pass\tword');
    vi.stubEnv('PLIMSOLL_SUDO_PASSWORD', 'other');
    const secrets = watch(createSecrets({ askPassword: false, askSudoPassword: false }));
    expect([await secrets.password(), await secrets.sudoPassword()]).toEqual(['pass\tword', 'other']);
    const told = { code: 'X', message: 'not pass\\u{9}word, other', hint: 'try other' };
    const hushed = { code: 'X', message: 'not (secret), (secret)', hint: 'try (secret)' };
    expect(mask({ ok: false, failure: told })).toEqual({ ok: false, failure: hushed });
    const bytes = Buffer.from('other');
    expect(mask({ ok: true, value: { bytes, cut: told } })).toEqual({
      ok: true,
      value: { bytes, cut: hushed },
    });
  });

  it('is not in the environment of what plimsoll runs', async () => {
    for (const name of secretVariables)
      for (const end of ['', ...secretSources]) vi.stubEnv(name + end, '/nonexistent');
    vi.stubEnv('OF_NO_MATTER', 'there');
    const none = (): Promise<undefined> => Promise.resolve(undefined);
    const secrets = { password: none, sudoPassword: none, passphrase: none };
    const limits = { connectTimeout: 9000, idleTimeout: 9000, totalTimeout: 9000, maxBytes: 1e6 };
    const runner = createRunner();
    const result = await runner.run(here, 'env', { secrets, ...limits });
    runner.close();
    const text = result.ok ? Buffer.from(result.value.bytes).toString() : '';
    expect(text).toContain('OF_NO_MATTER=there');
    expect(text).not.toContain('PLIMSOLL');
  });
});
