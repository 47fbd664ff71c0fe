import { spawn } from 'node:child_process';
import type { Failable } from '../lib/failure.ts';
import { failure, refuse } from './codes.ts';
import type { RunningProcess } from './converse.ts';

/**
 * Runs a command line with this machine's `sh`.
 * @param detached in a process group of its own, that can be ended as a whole. sudo must not be: it would not find
 *   the terminal for which it remembers a password.
 */
export function startLocal(command: string, detached: boolean): Promise<Failable<RunningProcess>> {
  return new Promise((resolve) => {
    let isClosed = false;
    const child = spawn('sh', ['-c', command], { stdio: 'pipe', detached, cwd: '/' });
    child.once('error', (error) =>
      resolve(
        refuse(
          failure('NO_SHELL', `this machine's sh cannot be started: ${error.message}`, 'Is sh in PATH?'),
        ),
      ),
    );
    child.once('spawn', () => {
      child.on('error', () => undefined);
      child.once('close', () => (isClosed = true));
      resolve({
        ok: true,
        value: {
          stdin: child.stdin,
          stdout: child.stdout,
          stderr: child.stderr,
          onExit: (listener) =>
            child.once('close', (code, signal) =>
              listener(code === null ? { reason: `ended by signal ${signal}` } : { code }),
            ),
          kill() {
            if (isClosed) return;
            for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
            end(child.pid, detached);
            child.unref();
          },
        },
      });
    });
  });
}

function end(pid: number | undefined, group: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(group ? -pid : pid, 'SIGKILL');
  } catch {
    // It is gone already, or is root's: then it ends when it writes to the closed pipe.
  }
}
