import pLimit from 'p-limit';
import { fail, internalFailure, succeed, type Failable } from '../../lib/failure.ts';
import { Death, startChild, type Child } from './child.ts';
import { costHint } from './cost-hint.ts';
import type { Frame } from './frame.ts';
import type { Answer, Kind, Setup, Work, Workers } from './tasks.ts';

export interface PoolOptions {
  /** The module that a worker runs. */
  readonly entry: URL;
  /** Workers at the same time. */
  readonly size: number;
  /** Of one worker's heap. */
  readonly memoryMib: number;
  /** For one task. */
  readonly seconds: number;
  /** Once aborted, what is under way may still be finished in `graceSeconds`. */
  readonly signal: AbortSignal;
  readonly graceSeconds: number;
}

/**
 * Workers in processes of their own, each with a task at a time. One that takes too much memory or time is ended, which
 * costs the host of its task and no other; the next task gets a new one. The first is started at once, so that it is
 * ready when there is something to do.
 */
export function createPool(options: PoolOptions): Workers {
  const limit = pLimit(options.size);
  const prepared = new WeakMap<Child, Setup>();
  const busy = new Set<Child>();
  const start = (): Child => startChild(options.entry, options.memoryMib);
  const idle = [start()];
  let setup: Setup | null = null;
  let isOver = false;
  const hasEnded = (): boolean => isOver;
  let grace: NodeJS.Timeout | undefined;

  function end(): void {
    isOver = true;
    for (const child of [...busy, ...idle.splice(0)]) child.kill();
  }
  function onAbort(): void {
    grace = setTimeout(end, options.graceSeconds * 1000);
  }
  async function attempt(name: string, head: unknown, body: readonly Uint8Array[]): Promise<Failable<Frame>> {
    if (hasEnded()) return interrupted(name);
    const child = idle.pop() ?? start();
    const late = new AbortController();
    const deadline = setTimeout(() => {
      late.abort();
      child.kill();
    }, options.seconds * 1000);
    busy.add(child);
    try {
      prepare(child);
      const answer = await child.ask(head, body);
      idle.push(child);
      return succeed(answer);
    } catch (error) {
      child.kill();
      if (hasEnded()) return interrupted(name);
      if (late.signal.aborted) return costly(name, `${options.seconds} s of time`);
      return died(name, error, options.memoryMib);
    } finally {
      clearTimeout(deadline);
      busy.delete(child);
    }
  }
  function prepare(child: Child): void {
    if (setup === null || prepared.get(child) === setup) return;
    prepared.set(child, setup);
    child.tell({ setup });
  }

  if (options.signal.aborted) onAbort();
  else options.signal.addEventListener('abort', onAbort, { once: true });
  return {
    prepare: (given) => {
      setup = given;
    },
    async run(kind, name, given, pieces) {
      const done = await limit(attempt, name, { kind, name, given }, pieces);
      return done.ok ? answerOf<typeof kind>(done.value) : done;
    },
    close() {
      options.signal.removeEventListener('abort', onAbort);
      clearTimeout(grace);
      end();
    },
  };
}

function answerOf<K extends Kind>({ head, body }: Frame): Failable<Answer<K>> {
  const answer = head as Failable<never> | { readonly ok: true; readonly told: Work[K]['told'] };
  return 'told' in answer ? succeed({ told: answer.told, bytes: body }) : answer;
}

function died(name: string, error: unknown, memoryMib: number): Failable<never> {
  if (error instanceof Death && error.isForMemory) return costly(name, `${memoryMib} MiB of memory`);
  return { ok: false, failure: internalFailure(name, error) };
}

function costly(name: string, limit: string): Failable<never> {
  return fail('COST_LIMIT', `${name}: handling what it sent took more than ${limit}`, costHint);
}

function interrupted(name: string): Failable<never> {
  return fail(
    'INTERRUPTED',
    `${name}: the run was interrupted`,
    'Start it again; --limit names single hosts.',
  );
}
