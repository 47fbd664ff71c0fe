import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../src/commands/terminal/progress.ts';
import type { Context } from '../../../src/commands/context.ts';
import { terminalManners } from '../../../src/commands/terminal/manners.ts';
import type { Wholeness } from '../../../src/commands/work/tasks.ts';
import { createLog } from '../../../src/lib/log.ts';

function watch(terminal: object) {
  const written: string[] = [];
  let seconds = 0;
  const context: Context = {
    log: createLog({ stderr: { write: (text) => written.push(text), ...terminal } }),
    stdout: () => Promise.resolve(),
    now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)),
    signal: new AbortController().signal,
    begin: () => undefined,
    color: false,
    startWorkers: () => Promise.reject(new Error('there is no work')),
  };
  return { context, written, wait: (more: number) => (seconds += more) };
}

const whole: Wholeness = { failure: null, sections: 29 };
const failed = (code: string, message: string): Wholeness => ({
  failure: { code, message, hint: 'Is sshd running?' },
  sections: 0,
});
const refused = failed('REFUSED', 'db-01: refused the connection');

describe('progress', () => {
  it('is a line for each host that is done where there is no terminal', () => {
    const { context, written, wait } = watch({});
    const progress = createProgress(context, 2);
    progress.phase('web-01', 'connecting');
    wait(75);
    progress.done('web-01', whole);
    progress.done('db-01', refused);
    progress.end();
    expect(written).toEqual([
      'web-01: collected in 1:15 (1 of 2)\n',
      'warning: db-01: refused the connection (REFUSED). Is sshd running?\n',
    ]);
  });

  it('does not warn of each host that an interrupted run did not get to', () => {
    const { context, written } = watch({});
    const progress = createProgress(context, 1);
    progress.done('web-01', failed('INTERRUPTED', 'web-01: interrupted'));
    progress.end();
    expect(written).toEqual([]);
  });

  it('of 500 hosts shows how many there are of each kind, and only the slowest', () => {
    const { context, written, wait } = watch({ isTTY: true, columns: 100, rows: 40 });
    const progress = createProgress(context, 500);
    for (let host = 0; host < 50; host += 1) {
      progress.phase(`web-${host}`, 'collecting');
      wait(1);
    }
    progress.done('web-49', refused);
    const last = written.at(-1) ?? '';
    progress.end();
    expect(last).toContain('1 of 500 hosts done, 1 not read whole, 49 under way, 450 waiting  0:50');
    expect(last).toContain('  web-0  collecting     0:50');
    expect(last).toContain('  and 41 more');
    expect(last.split('\n')).toHaveLength(10);
  });
});

describe('terminalManners', () => {
  const asked = { color: true, progress: true };
  it.each([
    [true, {}, true, true],
    [false, {}, false, false],
    [true, { NO_COLOR: '1' }, false, true],
    [true, { NO_COLOR: '' }, true, true],
    [true, { TERM: 'dumb' }, false, false],
    [true, { CI: 'true' }, true, false],
    [false, { FORCE_COLOR: '1' }, true, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
  ])('terminal %s and %j give colour %s, progress %s', (isTerminal, environment, color, progress) => {
    expect(terminalManners(asked, isTerminal, environment)).toEqual({ color, progress });
  });
});
