import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSecrets } from '../../src/ssh/secrets.ts';

afterEach(() => vi.unstubAllEnvs());

describe('secrets', () => {
  it('are asked for once, one after the other, however many hosts want them', async () => {
    const asked: string[] = [];
    let open = 0;
    const ask = async (question: string): Promise<string> => {
      expect(open++).toBe(0);
      asked.push(question);
      await new Promise((resolve) => setTimeout(resolve, 10));
      open--;
      return question.toUpperCase();
    };
    const secrets = createSecrets({ askPassword: true, askSudoPassword: true }, ask);
    const answers = await Promise.all([
      secrets.password(),
      secrets.sudoPassword(),
      secrets.password(),
      secrets.passphrase('/k'),
      secrets.passphrase('/k'),
    ]);
    expect(asked).toEqual(['SSH password: ', 'sudo password: ', 'Passphrase for /k: ']);
    expect(answers[0]).toBe(answers[2]);
  });

  it('come from the environment first, and passwords are not asked for unasked', async () => {
    vi.stubEnv('PLIMSOLL_PASSWORD', 'one');
    const ask = (): Promise<string> => Promise.reject(new Error('asked'));
    const secrets = createSecrets({ askPassword: true, askSudoPassword: false }, ask);
    expect(await secrets.password()).toBe('one');
    expect(await secrets.sudoPassword()).toBeUndefined();
  });

  it('come from files too, without the newline at their end', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'plimsoll-secret-')), 'password');
    writeFileSync(file, 'from file \r\n');
    vi.stubEnv('PLIMSOLL_SUDO_PASSWORD_FILE', file);
    const secrets = createSecrets({ askPassword: false, askSudoPassword: true });
    expect(await secrets.sudoPassword()).toBe('from file ');
    vi.stubEnv('PLIMSOLL_PASSWORD_FILE', '/nonexistent');
    expect(() => createSecrets({ askPassword: false, askSudoPassword: false })).toThrow(
      /PLIMSOLL_PASSWORD_FILE/,
    );
    rmSync(dirname(file), { recursive: true });
  });
});
