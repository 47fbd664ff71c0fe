import { countedAs } from '../../result/tally.ts';
import type { CheckResult, FixSummary } from '../../result/types.ts';

const kinds: Readonly<Record<FixSummary['kind'], string>> = {
  automatic: 'Automatic',
  guarded: 'Guarded',
  advice: 'By hand',
};

/** What is left to people has none. */
const scriptNotes: Readonly<Record<FixSummary['kind'], string>> = {
  automatic: 'is able to do it.',
  guarded: 'is able to do it, but only when it is asked for by name.',
  advice: '',
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

/** How a result is put right: the words of its fix, and the host's fix script where that has something to do here. */
export function fixView(result: CheckResult, slug: string) {
  const scriptNote = scriptNotes[result.fix.kind];
  return {
    words: fixWords(result.fix),
    script: countedAs(result) === 'fail' && scriptNote !== '' ? `fix/${slug}.sh` : null,
    scriptNote,
  };
}
