import { describe, expect, it } from 'vitest';
import { waiverRemarks } from '../../../src/evaluate/waivers/remarks.ts';
import { reviewByDay, reviewWaivers } from '../../../src/evaluate/waivers/review.ts';
import type { Waiver } from '../../../src/evaluate/waivers/types.ts';
import type { CheckResult, WaiverEntry } from '../../../src/result/types.ts';
import { makeCheck } from '../make.ts';
import { resultOf, waiverOf } from './sample.ts';

const failed = resultOf('fail', 'container:a');

function reviewed(
  changes: Partial<Waiver>,
  result: CheckResult | null = failed,
  day = '2026-11-23',
): WaiverEntry {
  const hosts = [
    {
      name: 'web-01',
      groups: ['web'],
      state: result === null ? ('unreachable' as const) : ('audited' as const),
      results: result === null ? [] : [result],
    },
  ];
  const [entry] = reviewWaivers([waiverOf(changes)], [{ ...makeCheck(), numbers: ['2.2'] }], hosts, day);
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

describe('reviewWaivers', () => {
  it.each([
    ['in force', {}, failed, 'active', 1],
    ['its last 30 days', { expires: '2026-12-23' }, failed, 'expiring', 1],
    ['31 days before its end', { expires: '2026-12-24' }, failed, 'active', 1],
    ['its last day', { expires: '2026-11-23' }, failed, 'expiring', 1],
    ['past its end', { expires: '2026-11-22' }, failed, 'expired', 1],
    ['before its start', { from: '2026-12-01' }, failed, 'pending', 1],
    ['a check that passes', {}, resultOf('pass'), 'notNeeded', 0],
    ['a subject that does not fail', { subjects: ['container:b'] }, failed, 'notNeeded', 0],
    ['a subject that fails', { subjects: ['container:a'] }, failed, 'active', 1],
    ['a host there is not', { hosts: ['db-*'] }, failed, 'unused', 0],
    ['a check that was not run', { checks: ['docker-other'] }, failed, 'unused', 0],
    ['an error, which may hide a failure', {}, resultOf('error'), 'active', 0],
    ['a host that was not reached', {}, null, 'active', 0],
  ] as const)('%s', (_name, changes, result, state, covers) => {
    expect(reviewed(changes, result)).toMatchObject({ state, covers, tooBroad: false });
  });

  it('calls a waiver of every check on every host too broad, unless it is of some subjects', () => {
    expect(reviewed({ checks: ['*'] }).tooBroad).toBe(true);
    expect(reviewed({ checks: ['2', '*'], hosts: ['web', '**'] }).tooBroad).toBe(true);
    expect(reviewed({ checks: ['*'], hosts: ['web-*'] }).tooBroad).toBe(false);
    expect(reviewed({ checks: ['*'], subjects: ['container:a'] }).tooBroad).toBe(false);
  });
});

describe('waiverRemarks', () => {
  const remarks = (changes: Partial<Waiver>, result: CheckResult | null = failed) =>
    waiverRemarks(reviewed(changes, result), '2026-11-23');

  it.each([
    [{}, []],
    [
      { expires: '2026-12-01' },
      ['W-1: expires in 8 days (last valid day 2026-12-01); it covers 1 failed check'],
    ],
    [{ expires: '2026-11-23' }, ['W-1: expires today (last valid day 2026-11-23); it covers 1 failed check']],
    [
      { expires: '2026-11-20' },
      ['W-1: expired 3 days ago (last valid day 2026-11-20); it no longer protects 1 failed check'],
    ],
    [{ expires: 'never' }, ['W-1: never expires']],
    [{ from: '2026-12-01' }, ['W-1: holds from 2026-12-01 on, not yet']],
  ])('of %j', (changes, expected) => {
    expect(remarks(changes)).toEqual(expected);
  });

  it('says nothing of use when only the file is known', () => {
    const [entry] = reviewByDay([waiverOf({ expires: '2026-11-20' })], '2026-11-23');
    expect(entry && waiverRemarks(entry, '2026-11-23', false)).toEqual([
      'W-1: expired 3 days ago (last valid day 2026-11-20)',
    ]);
  });
});
