import { afterEach, describe, expect, it } from 'vitest';
import { createPool, type PoolOptions } from '../../../src/commands/work/pool.ts';
import type { Kind, Work, Workers } from '../../../src/commands/work/tasks.ts';

/** Real processes, whose tasks are to hang, to eat memory, or to leave. */
let workers: Workers | null = null;
afterEach(() => workers?.close());

function pool(options: Partial<PoolOptions> = {}) {
  const made = createPool({
    entry: new URL('stub-worker.mjs', import.meta.url),
    ...{ size: 2, memoryMib: 64, seconds: 60, graceSeconds: 0, signal: new AbortController().signal },
    ...options,
  });
  workers = made;
  return (task: string, body = 'x') =>
    made.run(task as Kind, task, {} as Work[Kind]['given'], [Buffer.from(body)]);
}

const told = (pid: unknown) => ({ ok: true, value: { told: { setup: null, pid } } });

describe('a pool of workers', () => {
  it('gives back what a worker makes of bytes, however many', async () => {
    const run = pool({ size: 1 });
    const long = 'abc'.repeat(1_000_000);
    const answers = await Promise.all([run('echo', long), run('echo', '')]);
    expect(answers.map((one) => one.ok && Buffer.from(one.value.bytes).toString())).toEqual([long, '']);
  });

  it('tells every worker what it is to know', async () => {
    const run = pool();
    workers?.prepare({ checks: [], waiving: null });
    const setup = { checks: [], waiving: null };
    const answers = await Promise.all([run('echo'), run('echo')]);
    expect(answers).toMatchObject([{ value: { told: { setup } } }, { value: { told: { setup } } }]);
  });

  it('lets one that takes too much memory cost its host and no other', async () => {
    const run = pool();
    const [eaten, ...others] = await Promise.all(['eat', 'echo', 'echo', 'echo'].map((task) => run(task)));
    expect(eaten).toMatchObject({
      failure: { code: 'COST_LIMIT', message: expect.stringMatching(/^eat: .* 64 MiB/) },
    });
    expect(others).toMatchObject(others.map(() => told(expect.any(Number))));
    expect(await run('echo')).toMatchObject(told(expect.any(Number)));
  });

  it('lets one that takes too long cost its host, even where nothing can interrupt it', async () => {
    const run = pool({ size: 1, seconds: 1 });
    const [late, next] = await Promise.all([run('hang'), run('echo')]);
    expect(late).toMatchObject({
      failure: { code: 'COST_LIMIT', message: expect.stringContaining(' 1 s ') },
    });
    expect(next).toMatchObject(told(expect.any(Number)));
  });

  it('does not blame a host for a worker that ends by itself', async () => {
    expect(await pool()('leave')).toMatchObject({ failure: { code: 'INTERNAL' } });
  });

  it('ends what is under way, and begins nothing, once the run is interrupted', async () => {
    const interruption = new AbortController();
    const run = pool({ size: 1, signal: interruption.signal });
    const answers = Promise.all([run('hang'), run('echo')]);
    interruption.abort();
    expect(await answers).toMatchObject([
      { failure: { code: 'INTERRUPTED' } },
      { failure: { code: 'INTERRUPTED' } },
    ]);
  });
});
