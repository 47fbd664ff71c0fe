import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PlimsollError } from '../../src/lib/errors.ts';
import { givenSecret } from '../../src/ssh/given-secret.ts';
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

  it('come from a command, which is run once and whose first line counts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-secret-'));
    vi.stubEnv('PLIMSOLL_SUDO_PASSWORD_COMMAND', `echo >>${folder}/runs; printf ' se cret\\r\\nuser: me\\n'`);
    const secrets = createSecrets({ askPassword: false, askSudoPassword: true });
    expect(await secrets.sudoPassword()).toBe(' se cret');
    expect(await secrets.sudoPassword()).toBe(' se cret');
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('\n');
    rmSync(folder, { recursive: true });
  });

  it('are not shown to the command for another one', () => {
    vi.stubEnv('PLIMSOLL_SUDO_PASSWORD', 'other');
    vi.stubEnv('PLIMSOLL_PASSWORD_COMMAND', 'echo "<$PLIMSOLL_SUDO_PASSWORD>"');
    expect(givenSecret('PLIMSOLL_PASSWORD')).toBe('<>');
  });

  it.each([
    ['echo hush; echo locked >&2; exit 3', /status 3/, 'locked'],
    ['echo hush; sleep 5', /longer than 0\.5 s/],
    ['yes hush', /more than 65536 bytes/],
    ['echo; echo hush', /no secret/],
    ['cat', /no secret/],
    ['no-such-program', /status 127/, 'not found'],
  ])('of a command that fails are never shown: %s', (command, reason, said = '') => {
    vi.stubEnv('PLIMSOLL_PASSWORD_COMMAND', command);
    const error = thrownBy(() => givenSecret('PLIMSOLL_PASSWORD', 500));
    expect(error.message).toMatch(reason);
    expect(error.message).toContain('PLIMSOLL_PASSWORD_COMMAND');
    expect(error.details.join('\n')).toContain(said);
    expect(`${error.message} ${error.details.join(' ')}`).not.toContain('hush');
  });
});

function thrownBy(work: () => unknown): PlimsollError {
  try {
    work();
  } catch (error) {
    if (error instanceof PlimsollError) return error;
  }
  throw new Error('it should have failed');
}
