import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PlimsollError } from '../lib/errors.ts';
import { unreadable } from '../lib/files.ts';
import { visible } from '../lib/text.ts';

/** Environment variables with a secret each. */
export const secretVariables = [
  'PLIMSOLL_PASSWORD',
  'PLIMSOLL_SUDO_PASSWORD',
  'PLIMSOLL_KEY_PASSPHRASE',
] as const;

export type SecretVariable = (typeof secretVariables)[number];

/** What may stand behind the name of such a variable: then it names a file, or a command for `sh -c`. */
export const secretSources = ['_FILE', '_COMMAND'] as const;

/** Time for a password manager to be unlocked, milliseconds. */
const COMMAND_LIMIT = 60_000;
const MOST_BYTES = 64 * 1024;

/**
 * A secret from the environment, from the first line of the file that `…_FILE` names (services get theirs as files),
 * or from the first line that the command in `…_COMMAND` prints. Undefined where none of them is set.
 * @param limit longest run of the command, milliseconds
 * @throws PlimsollError FILE_UNREADABLE, or CONFIG_INVALID when the command gives no secret.
 */
export function givenSecret(name: SecretVariable, limit = COMMAND_LIMIT): string | undefined {
  const [value, file, command] = ['', ...secretSources].map((source) => process.env[`${name}${source}`]);
  if (value) return value;
  if (file) return firstLine(readSecret(`${name}_FILE`, file));
  if (command) return firstLine(runCommand(`${name}_COMMAND`, command, limit));
  return undefined;
}

/** The environment for other programs, without our own variables: several hold a secret, and nobody else needs one. */
export function environmentWithoutSecrets(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PLIMSOLL_')));
}

function firstLine(text: string): string | undefined {
  return text.split(/\r?\n/)[0];
}

function readSecret(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(`${variable} ${file}`, cause);
  }
}

/** Its standard output is the secret, and never shown; no other secret and no inventory on standard input is for it. */
function runCommand(variable: string, command: string, timeout: number): string {
  const ran = spawnSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: environmentWithoutSecrets(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
    maxBuffer: MOST_BYTES,
  });
  if (ran.error === undefined && ran.status === 0 && firstLine(ran.stdout)) return ran.stdout;
  const said = visible(ran.stderr.trim(), 500, { keepNewlines: true }).split('\n').filter(Boolean);
  throw new PlimsollError('CONFIG_INVALID', `the command in ${variable} ${explain(ran, timeout)}`, [
    ...said,
    `try it by hand: sh -c "$${variable}"`,
  ]);
}

function explain({ error, status, signal }: SpawnSyncReturns<string>, timeout: number): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ETIMEDOUT') return `took longer than ${timeout / 1000} s`;
  if (code === 'ENOBUFS') return `printed more than ${MOST_BYTES} bytes`;
  if (error !== undefined) return `could not be run: ${error.message}`;
  if (status === 0) return 'printed no secret on its first line';
  return status === null ? `was ended by ${signal}` : `ended with status ${status}`;
}
