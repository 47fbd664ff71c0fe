import { describe, expect, it } from 'vitest';
import { applyWaivers } from '../../../src/evaluate/waivers/apply.ts';
import type { Waiver } from '../../../src/evaluate/waivers/types.ts';
import type { CheckResult } from '../../../src/result/types.ts';
import { makeCheck } from '../make.ts';
import { resultOf, waiverOf } from './sample.ts';

const host = { name: 'web-01', groups: ['web', 'eu'] };
const failed = resultOf('fail', 'container:a', 'container:b');

function applied(waivers: readonly Waiver[], { result = failed, day = '2026-11-23' } = {}): CheckResult {
  const [first] = applyWaivers([result], host, {
    waivers,
    checks: [{ ...makeCheck(), numbers: ['2.2'] }],
    day,
  });
  return first ?? result;
}

describe('applyWaivers', () => {
  it('sets the waiver beside a failure, whose outcome and findings stay', () => {
    const result = applied([waiverOf()]);
    expect(result.waiver).toEqual({
      id: 'W-1',
      reason: 'Accepted for the time being.',
      expires: '2026-12-31',
      state: 'active',
    });
    expect({ ...result, waiver: null }).toEqual(failed);
  });

  it.each(['pass', 'error', 'manual', 'notApplicable'] as const)('leaves %s alone', (outcome) => {
    expect(applied([waiverOf()], { result: resultOf(outcome) }).waiver).toBeNull();
  });

  it.each([
    ['slug', { checks: ['docker-example'] }, true],
    ['number', { checks: ['2.2'] }, true],
    ['section', { checks: ['2'] }, true],
    ['tag', { checks: ['daemon'] }, true],
    ['a longer number', { checks: ['2.20'] }, false],
    ['host name', { hosts: ['web-01'] }, true],
    ['glob', { hosts: ['web-*'] }, true],
    ['group', { hosts: ['group:eu'] }, true],
    ['another group', { hosts: ['group:us'] }, false],
    ['a group name without group:', { hosts: ['web'] }, false],
  ] as const)('selects by %s', (_name, changes, covered) => {
    expect(applied([waiverOf(changes)]).waiver !== null).toBe(covered);
  });

  it.each([
    ['the last day', '2026-12-31', 'active'],
    ['the day after', '2027-01-01', 'expired'],
  ] as const)('holds until the end of its last day: %s', (_name, day, state) => {
    expect(applied([waiverOf()], { day }).waiver?.state).toBe(state);
  });

  it('does not hold before its first day, and for good when it never expires', () => {
    expect(applied([waiverOf({ from: '2026-11-24' })]).waiver).toBeNull();
    expect(applied([waiverOf({ from: '2026-11-23' })]).waiver?.state).toBe('active');
    expect(applied([waiverOf({ expires: 'never' })], { day: '2099-01-01' }).waiver?.state).toBe('active');
  });
});

describe('a waiver of subjects', () => {
  it('covers a failure only when it covers every finding', () => {
    expect(applied([waiverOf({ subjects: ['container:*'] })]).waiver?.state).toBe('active');
    expect(applied([waiverOf({ subjects: ['container:a'] })]).waiver).toBeNull();
  });

  it('else lets the failure stand, and says what is waived', () => {
    const result = applied([waiverOf({ subjects: ['container:a'] })]);
    expect(result.outcome).toBe('fail');
    expect(result.findings.map(({ waiver }) => waiver)).toEqual(['W-1', undefined]);
    expect(result.reason).toBe('So it is. 1 of 2 findings is waived by W-1; the rest stands.');
    expect(result.findings.map(({ message }) => message)).toEqual([
      'value is true [waived by W-1 until 2026-12-31]',
      'value is true',
    ]);
  });

  it('covers together with another, until the first of them ends', () => {
    const both = [
      waiverOf({ subjects: ['container:a'] }),
      waiverOf({ id: 'W-2', subjects: ['container:b'], expires: '2026-11-30' }),
    ];
    expect(applied(both).waiver).toMatchObject({ id: 'W-1, W-2', expires: '2026-11-30', state: 'active' });
    const later = applied(both, { day: '2026-12-01' });
    expect(later.waiver).toMatchObject({ id: 'W-2', expires: '2026-11-30', state: 'expired' });
    expect(later.findings[1]?.message).toBe('value is true [waiver W-2 expired after 2026-11-30]');
  });

  it('does not hide rows that could not be judged', () => {
    const result = applied([waiverOf({ subjects: ['container:*'] })], {
      result: { ...failed, undecided: 2 },
    });
    expect(result.waiver).toBeNull();
    expect(result.reason).toBe('So it is. All findings are waived by W-1, but 2 more could not be judged.');
  });

  it('does so when it is of the whole check', () => {
    expect(applied([waiverOf()], { result: { ...failed, undecided: 2 } }).waiver?.state).toBe('active');
  });

  it('covers no failure without findings', () => {
    expect(
      applied([waiverOf({ subjects: ['container:*'] })], { result: resultOf('fail') }).waiver,
    ).toBeNull();
  });
});
