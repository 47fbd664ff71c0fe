import type { CheckInfo, Edition } from '../result/types.ts';
import type { Check } from './types.ts';

/** Editions of the CIS Docker Benchmark, the latest first. */
export const editions: readonly Edition[] = ['1.8.0', '1.7.0', '1.6.0'];

/** Orders CIS numbers by their parts: 2.2 before 2.10. */
export function compareNumbers(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? -1) - (right[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The status that an edition gives a check. */
export function assessmentOf(check: Check, edition: Edition): CheckInfo['assessment'] {
  return check.assessmentIn?.[edition] ?? check.assessment;
}

/** First part of the number in the latest edition that has the check; "extra" for checks beyond CIS. */
export function sectionOf(cis: Readonly<Partial<Record<Edition, string>>>): string {
  const edition = editions.find((candidate) => cis[candidate] !== undefined);
  return (edition && cis[edition]?.split('.')[0]) ?? 'extra';
}
