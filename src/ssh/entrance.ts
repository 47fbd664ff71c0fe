import { randomUUID } from 'node:crypto';
import type { Sudo } from '../inventory/types.ts';

/** How a shell is started so that it can be told when it listens. The mark and the prompt are new for each host. */
export interface Entrance {
  /** For the login shell, whichever it is: only words and single quotes, no variables. */
  readonly command: string;
  /** The shell prints it, and a newline, when it is ready for the script. */
  readonly mark: string;
  /** Found once for each time that sudo or doas wants the password; null without them. */
  readonly prompt: RegExp | null;
  /** Whether there is a terminal: then everything comes on stdout. */
  readonly pty: boolean;
  /** What is written to the shell that is ready. */
  readonly pack: (script: string) => string;
}

/** Has no name of this run in it, and needs none: doas asks on the terminal, and once. */
const doasPrompt = /doas \([^)\n]{0,300}\) password: ?/g;

/**
 * Starts `sh -s`, as root through sudo or doas where asked for. Nothing is to be written to it before it asks: a
 * password that sudo does not want would be run as a command, a script that sudo takes for passwords would lock the
 * account. The nonce comes in two halves, so that a login shell that echoes its command does not look like the answer.
 * On a terminal `sh -s` would be interactive: there the script is read to its length, and nothing is echoed or changed.
 */
export function createEntrance(sudo: Sudo, pty = false): Entrance {
  const nonce = randomUUID();
  const [first, second] = [nonce.slice(0, 18), nonce.slice(18)];
  const listen = pty ? 'IFS= read -r n; eval \\"\\$(head -c \\$n)\\"' : 'exec sh -s';
  const ready = `sh -c "echo plimsoll-ready-$1$2; ${listen}"`;
  const quiet = pty ? 'stty raw -echo; ' : '';
  const command = `exec env LC_ALL=C sh -c '${quiet}exec ${elevate(sudo)}${ready}' sh ${first} ${second}`;
  return {
    command,
    mark: `plimsoll-ready-${nonce}`,
    prompt: sudo === false ? null : sudo === 'doas' ? doasPrompt : new RegExp(`\\[plimsoll ${nonce}\\]`, 'g'),
    pty,
    pack: (script) => (pty ? `${Buffer.byteLength(script)}\n${script}` : script),
  };
}

function elevate(sudo: Sudo): string {
  if (sudo === false) return '';
  return sudo === 'doas' ? 'doas -- ' : 'sudo -S -p "[plimsoll $1$2] " -- ';
}
