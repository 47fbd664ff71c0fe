import { describe, expect, it } from 'vitest';
import { compareReports } from '../../src/diff/compare.ts';
import { comparisonText } from '../../src/diff/text.ts';
import type { Comparison } from '../../src/diff/types.ts';
import type { CheckResult, FindingChange } from '../../src/result/types.ts';
import { found, reportOf, resultOf, waived } from './make.ts';

/** What changed on one host from one result to the next. */
function change(old: CheckResult | null, now: CheckResult | null): Comparison {
  return compareReports(reportOf({ web: old }), reportOf({ web: now }));
}

const subjects = (list: readonly FindingChange[]) => list.map((item) => item.subject);
const fail = (...names: readonly string[]) =>
  resultOf(
    'fail',
    names.map((name) => found(name)),
  );

describe('compareReports', () => {
  it('sorts findings, not checks, into new, fixed and still failing', () => {
    const { newlyFailing, fixed, stillFailing } = change(fail('a', 'b'), fail('b', 'c'));
    expect(subjects(newlyFailing)).toEqual(['container:c']);
    expect(newlyFailing[0]).toMatchObject({ from: 'pass', to: 'fail', severity: 'high', host: 'web' });
    expect(subjects(fixed)).toEqual(['container:a']);
    expect(subjects(stillFailing)).toEqual(['container:b']);
  });

  it.each(['pass', 'manual', 'notApplicable', 'error'] as const)(
    'takes a failure after %s for new',
    (outcome) => {
      expect(change(resultOf(outcome), fail('a')).newlyFailing).toMatchObject([{ from: outcome }]);
    },
  );

  it.each([
    ['pass', 1],
    ['notApplicable', 1],
    ['error', 0],
    ['manual', 0],
  ] as const)('takes what is %s now for fixed: %i', (outcome, count) => {
    expect(change(fail('a'), resultOf(outcome)).fixed).toHaveLength(count);
  });

  it('takes nothing for fixed that is no longer known', () => {
    const unknown = resultOf('fail', [found('b')], { undecided: 1 });
    const comparison = change(fail('a', 'b'), unknown);
    expect(comparison.fixed).toEqual([]);
    expect(comparison.newlyUndetermined).toMatchObject([
      { host: 'web', check: 'docker-example', from: 'fail' },
    ]);
    expect(change(fail('a'), null).fixed).toEqual([]);
    expect(compareReports(reportOf({ web: fail('a') }), reportOf({})).fixed).toEqual([]);
  });

  it('sees one more finding of the same kind about the same subject', () => {
    const two = resultOf('fail', [found('a'), found('a')]);
    expect(subjects(change(fail('a'), two).newlyFailing)).toEqual(['container:a']);
    expect(subjects(change(two, fail('a')).fixed)).toEqual(['container:a']);
  });

  it('tells another value from another finding', () => {
    const old = resultOf('fail', [found('a', { actual: 'host' })]);
    const now = resultOf('fail', [found('a', { actual: 'private' })]);
    const { newlyFailing, changedEvidence } = change(old, now);
    expect(newlyFailing).toEqual([]);
    expect(changedEvidence).toMatchObject([{ subject: 'container:a', before: 'host', after: 'private' }]);
  });

  it('knows a failed check without findings', () => {
    expect(change(resultOf('pass'), resultOf('fail')).newlyFailing).toMatchObject([{ message: 'So it is.' }]);
    expect(change(resultOf('fail'), resultOf('fail')).stillFailing).toHaveLength(1);
  });

  it('finds what is newly waived, and what has lost its waiver', () => {
    const accepted = resultOf('fail', [found('a')], waived);
    expect(subjects(change(fail('a'), accepted).newlyWaived)).toEqual(['container:a']);
    expect(change(fail('a'), accepted).fixed).toEqual([]);
    const ended = change(accepted, fail('a'));
    expect(ended.newlyFailing).toMatchObject([{ from: 'waived', to: 'fail' }]);
    expect(ended.waiverEnded).toEqual(ended.newlyFailing);
    expect(change(accepted, resultOf('pass')).fixed).toMatchObject([{ from: 'waived' }]);
    expect(change(accepted, accepted)).toMatchObject({ newlyFailing: [], stillFailing: [], newlyWaived: [] });
  });

  it('does not take a finding for new that keeps its waiver while the failure stands', () => {
    const accepted = resultOf('fail', [found('a')], waived);
    const now = resultOf('fail', [found('a', { waiver: 'W-1' }), found('b')]);
    expect(subjects(change(accepted, now).newlyFailing)).toEqual(['container:b']);
  });

  it('follows hosts', () => {
    const old = reportOf({ a: fail('x'), b: fail('x'), c: null });
    const now = reportOf({ b: null, c: fail('x'), d: fail('x') }, { scope: `sha256:${'b'.repeat(64)}` });
    const comparison = compareReports(old, now);
    expect(comparison.hosts).toEqual({
      new: ['d'],
      gone: ['a'],
      nowUnreachable: ['b'],
      reachableAgain: ['c'],
    });
    expect(comparison.sameScope).toBe(false);
    expect(comparison.newlyFailing.map(({ host, from }) => [host, from])).toEqual([
      ['c', 'absent'],
      ['d', 'absent'],
    ]);
  });

  it('finds nothing between a report and itself', () => {
    const report = reportOf({ a: fail('x', 'y'), b: resultOf('error'), c: null });
    const { stillFailing, ...rest } = compareReports(report, report);
    expect(stillFailing).toHaveLength(2);
    const lists = Object.values({ ...rest, ...rest.hosts, ...rest.checks }).filter((value) =>
      Array.isArray(value),
    );
    expect(lists.flat()).toEqual([]);
  });
});

describe('comparisonText', () => {
  it('says what changed, and counts what did not', () => {
    const old = reportOf({ web: fail('a', 'b') }, { id: 'one' });
    const now = reportOf({ web: fail('b', 'c') }, { id: 'two', startedAt: '2026-11-24T02:00:00Z' });
    expect(comparisonText(compareReports(old, now)))
      .toBe(`one (2026-11-23T02:00:00Z) -> two (2026-11-24T02:00:00Z)

Newly failing (1):
  HIGH     web  docker-example  container:c: privileged is true (was pass)

Fixed (1):
  HIGH     web  docker-example  container:a: privileged is true

1 newly failing, 1 fixed, 1 still failing
`);
  });

  it('says that the scopes differ', () => {
    const other = reportOf(
      { web: fail('a') },
      { scope: `sha256:${'b'.repeat(64)}`, benchmark: 'cis-docker-1.6.0' },
    );
    expect(comparisonText(compareReports(reportOf({ web: fail('a') }), other))).toContain(
      'differ in scope: their hosts, checks or benchmarks are not the same. cis-docker-1.8.0 became cis-docker-1.6.0.',
    );
  });

  it('lets no host steer the terminal', () => {
    const evil = resultOf('fail', [found('x\u001b[2J\n- forged', { message: 'a\u202eb' })]);
    const text = comparisonText(change(resultOf('pass'), evil));
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text.split('\n').filter((line) => line.includes('forged'))).toHaveLength(1);
  });
});
