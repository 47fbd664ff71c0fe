import { PlimsollError } from '../lib/errors.ts';
import { givenSecret } from './given-secret.ts';
import { askHidden, hasTerminal } from './prompt.ts';
import type { Secrets } from './types.ts';

export interface SecretsOptions {
  /** Ask for the login password when a host wants one. */
  readonly askPassword: boolean;
  /** Ask for the sudo password when sudo wants one. */
  readonly askSudoPassword: boolean;
}

/**
 * Passwords and passphrases from PLIMSOLL_PASSWORD, PLIMSOLL_SUDO_PASSWORD and PLIMSOLL_KEY_PASSPHRASE, or the files
 * and commands that those with _FILE and _COMMAND name, else from the terminal: passwords only when asked for,
 * passphrases whenever there is one. Each is asked for once, one after the other, however many hosts want it; to ask
 * before the first connection, call the function there.
 * @param ask how to ask; undefined is no answer
 * @throws PlimsollError FILE_UNREADABLE or CONFIG_INVALID when a file or a command gives no secret, or USAGE when
 *   something is to be asked for and there is no terminal.
 */
export function createSecrets(options: SecretsOptions, ask: typeof askHidden = askHidden): Secrets {
  const password = givenSecret('PLIMSOLL_PASSWORD');
  const sudoPassword = givenSecret('PLIMSOLL_SUDO_PASSWORD');
  const keyPassphrase = givenSecret('PLIMSOLL_KEY_PASSPHRASE');
  const mustAsk = (options.askPassword && !password) || (options.askSudoPassword && !sudoPassword);
  if (mustAsk && ask === askHidden && !hasTerminal()) {
    throw new PlimsollError('USAGE', 'there is no terminal to ask for a password on', [
      'set PLIMSOLL_PASSWORD or PLIMSOLL_SUDO_PASSWORD instead, or the same with _FILE to the name of a file or with _COMMAND to a command',
    ]);
  }
  const answers = new Map<string, Promise<string | undefined>>();
  let turn: Promise<unknown> = Promise.resolve();
  const once = (question: string): Promise<string | undefined> => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = turn.then(() => ask(question));
    turn = answer.catch(() => undefined);
    answers.set(question, answer);
    return answer;
  };
  const none = Promise.resolve(undefined);
  return {
    async password() {
      return password || (options.askPassword ? once('SSH password: ') : none);
    },
    async sudoPassword() {
      return sudoPassword || (options.askSudoPassword ? once('sudo password: ') : none);
    },
    async passphrase(keyFile) {
      return keyPassphrase || once(`Passphrase for ${keyFile}: `);
    },
  };
}
