import { randomUUID } from 'node:crypto';

/** How a shell is started so that it can be told when it listens. The mark and the prompt are new for each host. */
export interface Entrance {
  /** For the login shell, whichever it is: only words and single quotes, no variables. */
  readonly command: string;
  /** The shell prints it, and a newline, when it is ready for the script. */
  readonly mark: string;
  /** sudo prints it when it wants the password; null without sudo. */
  readonly prompt: string | null;
}

/**
 * Starts `sh -s`, as root through sudo where asked for. Nothing is to be written to it before it asks: a password
 * that sudo does not want would be run as a command, a script that sudo takes for passwords would lock the account.
 * The nonce comes in two halves, so that a login shell that echoes its command does not look like the answer.
 */
export function createEntrance(sudo: boolean): Entrance {
  const nonce = randomUUID();
  const [first, second] = [nonce.slice(0, 18), nonce.slice(18)];
  const mark = `plimsoll-ready-${nonce}`;
  if (!sudo) {
    return {
      command: `exec sh -c 'echo "plimsoll-ready-$1$2"; exec sh -s' sh ${first} ${second}`,
      mark,
      prompt: null,
    };
  }
  const ready = `sh -c "echo plimsoll-ready-$1$2; exec sh -s"`;
  const command = `exec env LC_ALL=C sh -c 'exec sudo -S -p "[plimsoll $1$2] " -- ${ready}' sh ${first} ${second}`;
  return { command, mark, prompt: `[plimsoll ${nonce}]` };
}
