import { countedAs } from '../../result/tally.ts';
import type { CheckResult, FixSummary, HostResult } from '../../result/types.ts';

const kinds: Readonly<Record<FixSummary['kind'], string>> = {
  automatic: 'Automatic',
  guarded: 'Guarded',
  advice: 'By hand',
};

/** How the fix script is told to do it. */
const flags: Readonly<Record<Exclude<FixSummary['kind'], 'advice'>, string>> = {
  automatic: '--apply',
  guarded: '--apply --allow-disruptive',
};

const disruptions: Readonly<Record<FixSummary['disruption'], string>> = {
  none: 'no disruption',
  low: 'low disruption',
  high: 'high disruption',
};

/** The ways of a fix in a few words, as in "Guarded, high disruption, restarts Docker". */
export function fixWords(fix: FixSummary): string {
  return [kinds[fix.kind], disruptions[fix.disruption], ...(fix.restart ? ['restarts Docker'] : [])].join(
    ', ',
  );
}

/** How a result is put right: in a few words, and the flags for the host's fix script where that can do it. */
export function fixView(result: CheckResult) {
  const { kind } = result.fix;
  const isScripted = kind !== 'advice' && countedAs(result) === 'fail';
  return {
    fixWords: fixWords(result.fix),
    fixFlags: isScripted ? `${flags[kind]} --only ${result.check}` : '',
  };
}

const ways: readonly (readonly [FixSummary['kind'], string])[] = [
  ['automatic', 'automatic'],
  ['guarded', 'guarded'],
  ['advice', 'by hand'],
];

/** The fix script of a host, and how what failed there is put right: `9 automatic, 4 guarded, 12 by hand`. */
export function scriptView({ results }: HostResult, slug: string) {
  const failed = results.filter((result) => countedAs(result) === 'fail');
  const counts = ways.flatMap(([kind, word]) => {
    const count = failed.filter((result) => result.fix.kind === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  if (counts.length === 0) return null;
  return { command: `sh fix/${slug}.sh`, counts: counts.join(', ') };
}
