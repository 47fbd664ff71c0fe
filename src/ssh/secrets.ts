import { PlimsollError } from '../lib/errors.ts';
import { askHidden, hasTerminal } from './prompt.ts';
import type { Secrets } from './types.ts';

export interface SecretsOptions {
  /** Ask for the login password when a host wants one. */
  readonly askPassword: boolean;
  /** Ask for the sudo password when sudo wants one. */
  readonly askSudoPassword: boolean;
}

/**
 * Passwords and passphrases from PLIMSOLL_PASSWORD, PLIMSOLL_SUDO_PASSWORD and PLIMSOLL_KEY_PASSPHRASE, else from
 * the terminal: passwords only when asked for, passphrases whenever there is one. Each is asked for once, one after
 * the other, however many hosts want it; to ask before the first connection, call the function there.
 * @param ask how to ask; undefined is no answer
 * @throws PlimsollError USAGE when something is to be asked for and there is no terminal.
 */
export function createSecrets(options: SecretsOptions, ask: typeof askHidden = askHidden): Secrets {
  const { PLIMSOLL_PASSWORD, PLIMSOLL_SUDO_PASSWORD, PLIMSOLL_KEY_PASSPHRASE } = process.env;
  const mustAsk =
    (options.askPassword && !PLIMSOLL_PASSWORD) || (options.askSudoPassword && !PLIMSOLL_SUDO_PASSWORD);
  if (mustAsk && ask === askHidden && !hasTerminal()) {
    throw new PlimsollError('USAGE', 'there is no terminal to ask for a password on', [
      'set PLIMSOLL_PASSWORD or PLIMSOLL_SUDO_PASSWORD instead',
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
      return PLIMSOLL_PASSWORD || (options.askPassword ? once('SSH password: ') : none);
    },
    async sudoPassword() {
      return PLIMSOLL_SUDO_PASSWORD || (options.askSudoPassword ? once('sudo password: ') : none);
    },
    async passphrase(keyFile) {
      return PLIMSOLL_KEY_PASSPHRASE || once(`Passphrase for ${keyFile}: `);
    },
  };
}
