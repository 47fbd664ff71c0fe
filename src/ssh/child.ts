import { spawn } from 'node:child_process';
import { environmentWithoutSecrets } from './given-secret.ts';
import type { Exit, RunningProcess } from './converse.ts';

export interface ChildOptions {
  /** In a process group of its own, that is ended as a whole. */
  readonly detached: boolean;
  /** Beside what this process has. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a command of this machine. @returns why it could not be started. */
export function startChild(
  command: string,
  args: readonly string[],
  { detached, env = {} }: ChildOptions,
): Promise<RunningProcess | Error> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'pipe',
      detached,
      cwd: '/',
      env: { ...environmentWithoutSecrets(), ...env },
    });
    let isOver = false;
    child.once('error', resolve);
    child.once('spawn', () => {
      child.on('error', () => undefined);
      resolve({
        stdin: child.stdin,
        stdout: child.stdout,
        stderr: child.stderr,
        onExit(listener) {
          whenOver(child, (exit) => {
            isOver = true;
            listener(exit);
          });
        },
        kill() {
          for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
          if (!isOver) end(child.pid, detached);
          child.unref();
        },
      });
    });
  });
}

/** Over is when it ended and its output is read. Its standard error may be held open by what it left behind, as by ssh's ControlPersist. */
function whenOver(child: ReturnType<typeof spawn>, listener: (exit: Exit) => void): void {
  let exit: Exit | undefined;
  let isRead = false;
  const tell = (): void => {
    // What it said last may still be on its way.
    if (exit !== undefined && isRead) setTimeout(listener, 20, exit);
  };
  child.once('exit', (code, signal) => {
    exit = code === null ? { reason: `ended by signal ${signal}` } : { code };
    tell();
  });
  child.stdout?.once('close', () => {
    isRead = true;
    tell();
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
