import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../src/diff/compare.ts';
import { sinceOf } from '../../../src/diff/since.ts';
import type { Context } from '../../../src/commands/context.ts';
import { settle } from '../../../src/commands/deliver/deliver.ts';
import type { Threshold } from '../../../src/commands/deliver/exit-status.ts';
import { createLog } from '../../../src/lib/log.ts';
import type { CheckResult, Report, Severity } from '../../../src/result/types.ts';
import { checkInfo, found, reportOf, resultOf, waived } from '../../diff/make.ts';

const thresholds: readonly Threshold[] = ['critical', 'high', 'medium', 'low', 'none', 'new'];

/** The status with every threshold, in their order. */
function statuses(report: Report, { zero = false, signal = '' } = {}): readonly number[] {
  const log = createLog({ stderr: { write: () => undefined } });
  const context = { log, signal: signal === '' ? new AbortController().signal : AbortSignal.abort(signal) };
  return thresholds.map((threshold) =>
    settle(report, { 'fail-on': threshold, 'exit-zero': zero } as never, context as Context),
  );
}

/** A report on two hosts, of which one is well. */
function reportWith(result: CheckResult | null, severity: Severity = 'low'): Report {
  const report = reportOf({ well: resultOf('pass'), web: result });
  return { ...report, checks: [{ ...checkInfo, severity }] };
}

const fail = resultOf('fail', [found('x')]);
const undecided = resultOf('error');

/** The report with what changed since another. */
const since = (old: Report, now: Report): Report => ({
  ...now,
  since: sinceOf('baseline', compareReports(old, now), { trend: [], isFlapping: () => false }),
});
const before = reportWith(resultOf('pass'), 'high');
const alike = since(reportWith(fail, 'high'), reportWith(fail, 'high'));
const worse = since(before, reportWith(fail, 'high'));
const ended = since(reportWith({ ...fail, ...waived }, 'high'), reportWith(fail, 'high'));

describe('the exit status with --fail-on critical, high, medium, low, none and new', () => {
  it.each<[string, Report, readonly number[]]>([
    ['all passed', reportWith(resultOf('pass')), [0, 0, 0, 0, 0, 0]],
    ['a person must judge', reportWith(resultOf('manual')), [0, 0, 0, 0, 0, 0]],
    ['nothing applies', reportWith(resultOf('notApplicable')), [0, 0, 0, 0, 0, 0]],
    ['a low check failed', reportWith(fail, 'low'), [0, 0, 0, 1, 0, 1]],
    ['a medium check failed', reportWith(fail, 'medium'), [0, 0, 1, 1, 0, 1]],
    ['a high check failed', reportWith(fail, 'high'), [0, 1, 1, 1, 0, 1]],
    ['a critical check failed', reportWith(fail, 'critical'), [1, 1, 1, 1, 0, 1]],
    ['what failed is waived', reportWith({ ...fail, ...waived }, 'critical'), [0, 0, 0, 0, 0, 0]],
    ['what failed, failed before', alike, [0, 1, 1, 1, 0, 0]],
    ['what failed, passed before', worse, [0, 1, 1, 1, 0, 1]],
    ['what failed, was waived before', ended, [0, 1, 1, 1, 0, 1]],
    ['a check could not be decided', reportWith(undecided), [3, 3, 3, 3, 3, 3]],
    ['a host was not reached', reportWith(null), [3, 3, 3, 3, 3, 3]],
    ['a host is gone, and nothing is new', since(before, reportWith(null)), [3, 3, 3, 3, 3, 3]],
    [
      'a host was not reached, another failed',
      { ...reportOf({ gone: null, web: fail }), checks: [{ ...checkInfo, severity: 'critical' }] },
      [3, 3, 3, 3, 3, 3],
    ],
  ])('when %s', (_what, report, expected) => {
    expect(statuses(report)).toEqual(expected);
    expect(statuses(report, { zero: true })).toEqual([0, 0, 0, 0, 0, 0]);
    for (const zero of [false, true]) {
      expect(statuses(report, { zero, signal: 'SIGINT' })).toEqual(expected.map(() => 130));
      expect(statuses(report, { zero, signal: 'SIGTERM' })).toEqual(expected.map(() => 143));
    }
  });
});
