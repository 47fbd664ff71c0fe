import type { Failable } from '../lib/failure.ts';
import { startChild } from './child.ts';
import { failure, refuse } from './codes.ts';
import type { RunningProcess } from './converse.ts';

/**
 * Runs a command line with this machine's `sh`.
 * @param detached in a process group of its own, that can be ended as a whole. sudo must not be: it would not find
 *   the terminal for which it remembers a password.
 */
export async function startLocal(command: string, detached: boolean): Promise<Failable<RunningProcess>> {
  const child = await startChild('sh', ['-c', command], { detached });
  if (!(child instanceof Error)) return { ok: true, value: child };
  return refuse(
    failure('NO_SHELL', `this machine's sh cannot be started: ${child.message}`, 'Is sh in PATH?'),
  );
}
