import { describe, expect, it } from 'vitest';
import { compareReports } from '../../src/diff/compare.ts';
import { earlierReport } from '../../src/history/earlier.ts';
import type { Report } from '../../src/result/types.ts';
import { found, reportOf, resultOf } from '../diff/make.ts';

const failing = (...names: readonly string[]) =>
  resultOf(
    'fail',
    names.map((name) => found(name)),
  );
const monday = reportOf({ web: failing('old'), db: resultOf('pass') }, { id: 'monday' });
const tuesday = reportOf({ web: null, db: resultOf('pass') }, { id: 'tuesday' });

/** @param kept the latest first; null for one that cannot be read */
function since(now: Report, ...kept: readonly (Report | null)[]) {
  const asked: number[] = [];
  const paths = kept.map((_, index) => `${index}`);
  const read = (path: string) => {
    asked.push(Number(path));
    return Promise.resolve(kept[Number(path)] ?? null);
  };
  return earlierReport(paths, now, read).then((earlier) => ({ earlier, asked }));
}

describe('the report that a run is compared with', () => {
  it('is the latest, and the others are not read', async () => {
    const { earlier, asked } = await since(reportOf({ web: failing('old') }), monday, tuesday);
    expect(earlier).toEqual(monday);
    expect(asked).toEqual([0]);
  });

  it('is an older one where the latest cannot be read, or none', async () => {
    expect((await since(tuesday, null, monday)).earlier?.run.id).toBe('monday');
    expect((await since(tuesday, null, null)).earlier).toBeNull();
  });

  it('knows of a host that was away for a night what was known before', async () => {
    const wednesday = reportOf({ web: failing('old', 'new'), db: resultOf('pass') });
    const { earlier } = await since(wednesday, tuesday, tuesday, monday);
    const comparison = compareReports(earlier ?? monday, wednesday);
    expect(comparison.old.id).toBe('tuesday');
    expect(comparison.hosts.reachableAgain).toEqual(['web']);
    expect(comparison.newlyFailing.map((item) => item.subject)).toEqual(['container:new']);
    expect(comparison.stillFailing.map((item) => item.subject)).toEqual(['container:old']);
    expect(comparison.newlyUndetermined).toEqual([]);
  });

  it('is not searched for a host that is still away', async () => {
    const { earlier, asked } = await since(tuesday, tuesday, monday);
    expect(compareReports(earlier ?? monday, tuesday).hosts.nowUnreachable).toEqual([]);
    expect(asked).toEqual([0]);
  });
});
