#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import type { Talk } from './commands/command-line/options.ts';
import { runCommandLine } from './commands/command-line/run.ts';
import { exit, interruptedBy, type Context } from './commands/context.ts';
import { terminalManners } from './commands/terminal/manners.ts';
import { PlimsollError } from './lib/errors.ts';
import { hasCode, unwritable } from './lib/files.ts';
import { createLog } from './lib/log.ts';

const interruption = new AbortController();
let begun = false;

/** The first signal lets a run that has begun end in order, the second one ends it at once. */
function interrupt(signal: NodeJS.Signals): void {
  const again = interruption.signal.aborted;
  if (!begun) interruption.abort(signal);
  if (!begun || again) process.exit(interruptedBy(interruption.signal));
  process.stderr.write('interrupted: no further host is begun; once more to stop at once\n');
  interruption.abort(signal);
}

function contextFor(talk: Talk): Context {
  const manners = terminalManners(talk, process.stderr.isTTY, process.env);
  return {
    log: createLog({ stderr: process.stderr, ...talk, ...manners }),
    stdout: print,
    now: () => new Date(),
    signal: interruption.signal,
    begin: () => {
      begun = true;
    },
    color: manners.color,
    startWorkers: async () => {
      const { createPool } = await import('./commands/work/pool.ts');
      const entry = new URL('commands/work/worker.js', import.meta.url);
      return createPool({ ...poolLimits, entry, signal: interruption.signal });
    },
  };
}

/** For each core a worker, up to a few: each may take as much memory as this. */
const poolLimits = {
  size: Math.min(4, availableParallelism()),
  memoryMib: 384,
  seconds: 30,
  graceSeconds: 2,
};

/** Rejects with FILE_UNWRITABLE; a reader that has had enough, such as head, is no error. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error || hasCode(error, 'EPIPE')) resolve();
      else reject(unwritable('cannot write to standard output', error));
    });
  });
}

function explain(error: unknown): void {
  const log = createLog({ stderr: process.stderr });
  if (error instanceof PlimsollError) return log.error(error.message, error.details);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error('this is a bug in plimsoll; please report it with these lines', text.split('\n'));
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);
// Whoever prints data is told of it, and talk that cannot be heard is no reason to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
try {
  process.exitCode = await runCommandLine(process.argv.slice(2), process.env, contextFor);
} catch (error) {
  explain(error);
  process.exitCode = exit.unusable;
}
