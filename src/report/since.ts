import type { Since } from '../result/types.ts';
import { utc } from './format.ts';

/** What a report is compared with, in words; null where it knows of no earlier run. */
export function sinceWhen({ source, previous }: Since): string | null {
  if (previous === null) return null;
  return `Since ${source === 'baseline' ? 'the baseline of ' : ''}${utc(previous.startedAt)}`;
}

/** What changed in figures; the first three always, the others where there are any. */
export function sinceCounts({ counts }: Since): readonly {
  readonly count: number;
  readonly words: string;
}[] {
  const all: readonly (readonly [number, string])[] = [
    [counts.newlyFailing, 'newly failing'],
    [counts.fixed, 'fixed'],
    [counts.stillFailing, 'still failing'],
    [counts.changedEvidence, 'with changed evidence'],
    [counts.newlyWaived, 'newly waived'],
    [counts.waiverEnded, 'no longer waived'],
    [counts.newlyUndetermined, 'no longer determined'],
    [counts.flapping, 'coming and going'],
  ];
  return all.filter(([count], index) => index < 3 || count > 0).map(([count, words]) => ({ count, words }));
}
