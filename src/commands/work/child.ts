import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createFrameReader, framePieces, type Frame } from './frame.ts';

/** A process that answers one frame with one, while it lives. */
export interface Child {
  /** Needs no answer. */
  readonly tell: (head: unknown) => void;
  /** Rejects with a Death when the process ends before it has answered. */
  readonly ask: (head: unknown, body: readonly Uint8Array[]) => Promise<Frame>;
  readonly kill: () => void;
}

/** How a process ended that should not have. */
export class Death extends Error {
  /** The engine aborts where the heap reaches its limit, and the kernel kills where the machine's memory ends. */
  readonly isForMemory: boolean;

  constructor(said: string, isForMemory: boolean) {
    super(said);
    this.isForMemory = isForMemory;
  }
}

/**
 * Starts a process of Node.js. A process and not a thread: a thread whose heap is full may end the whole program, and
 * while it parses or collects garbage nothing stops it.
 */
export function startChild(entry: URL, memoryMib: number): Child {
  const child = spawn(process.execPath, [`--max-old-space-size=${memoryMib}`, fileURLToPath(entry)], {
    // Nothing of ours is for it: neither secrets, nor the signals of the terminal.
    env: {},
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  letPass(child.pid);
  let settle: { readonly resolve: (frame: Frame) => void; readonly reject: (death: Death) => void } | null =
    null;
  let death: Death | null = null;
  const die = (said: string, isForMemory = false): void => {
    death ??= new Death(said, isForMemory);
    settle?.reject(death);
  };
  const send = (head: unknown, body: readonly Uint8Array[]): void => {
    for (const piece of framePieces(head, body)) child.stdin.write(piece);
  };
  child.stdin.on('error', () => undefined);
  child.stdout.on(
    'data',
    createFrameReader((frame) => settle?.resolve(frame)),
  );
  child.on('error', (error) => die(error.message));
  child.on('exit', (code, signal) => {
    die(
      `it ended with ${signal ?? `status ${code ?? 'unknown'}`}`,
      signal === 'SIGABRT' || signal === 'SIGKILL',
    );
  });
  return {
    tell: (head) => send(head, []),
    ask: (head, body) =>
      new Promise((resolve, reject) => {
        if (death !== null) return reject(death);
        settle = { resolve, reject };
        send(head, body);
      }),
    kill: () => child.kill('SIGKILL'),
  };
}

/** Whoever talks to the hosts goes first. */
function letPass(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended, or the system does not let us: then they take turns.
  }
}
