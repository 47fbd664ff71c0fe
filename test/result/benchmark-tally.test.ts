import { describe, expect, it } from 'vitest';
import { countedByBenchmark, itemOutcome, reportedBenchmark } from '../../src/result/benchmark-tally.ts';
import type { CheckResult, Outcome } from '../../src/result/types.ts';
import { benchmarkOf } from '../evaluate/benchmark.ts';
import { waived } from '../diff/make.ts';
import { resultOf } from '../evaluate/waivers/sample.ts';

function results(...outcomes: readonly (Outcome | 'waived')[]): ReadonlyMap<string, CheckResult> {
  return new Map(
    outcomes.map((outcome, index) => [
      String(index),
      outcome === 'waived' ? { ...resultOf('fail'), ...waived } : resultOf(outcome),
    ]),
  );
}

describe('an item over its checks', () => {
  it.each<[string, readonly (Outcome | 'waived')[]]>([
    ['fail', ['pass', 'error', 'fail', 'manual']],
    ['error', ['manual', 'error', 'waived', 'pass']],
    ['manual', ['pass', 'manual', 'notApplicable', 'waived']],
    ['waived', ['pass', 'waived']],
    ['pass', ['notApplicable', 'pass']],
    ['notApplicable', ['notApplicable', 'notApplicable']],
  ])('is %s', (outcome, of) => {
    const checks = of.map((_one, index) => String(index));
    expect(itemOutcome({ checks }, results(...of))).toBe(outcome);
    expect(itemOutcome({ checks: checks.toReversed() }, results(...of))).toBe(outcome);
  });

  it('is not covered where there is none, and does not count where none ran', () => {
    expect(itemOutcome({ checks: [] }, results('fail'))).toBe('notCovered');
    expect(itemOutcome({ checks: ['left-out'] }, results('fail'))).toBeNull();
  });
});

it('a benchmark counts its items on each host, and their sum over the fleet', () => {
  const benchmark = benchmarkOf('own', { '1.1': 'docker-example', '1.2': 'x' }, { '1.2': { checks: [] } });
  const host = { results: [resultOf('pass')] } as unknown as Parameters<typeof countedByBenchmark>[0];
  const empty = { ...host, results: [] };
  const [judged, unreached] = [host, empty].map((one) => countedByBenchmark(one, [benchmark]));
  expect(judged?.benchmarks['own']).toMatchObject({ pass: 1, notCovered: 1, fail: 0, score: 1 });
  expect(unreached?.benchmarks['own']).toMatchObject({ pass: 0, notCovered: 0, score: null });
  expect(
    reportedBenchmark(
      benchmark,
      [judged, judged, unreached].flatMap((one) => one ?? []),
    ).summary,
  ).toEqual({
    ...{ pass: 2, fail: 0, error: 0, manual: 0, notApplicable: 0, waived: 0, attested: 0 },
    ...{ notCovered: 2, score: 1 },
  });
});
