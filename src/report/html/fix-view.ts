import type { CheckInfo, CheckResult, FixSummary } from '../../result/types.ts';
import { countedAs } from '../../result/tally.ts';
import { paragraphs } from './text.ts';

const kinds: Readonly<Record<FixSummary['kind'], string>> = {
  automatic: 'Automatic',
  guarded: 'Guarded',
  advice: 'By hand',
};

const scriptNotes: Readonly<Record<FixSummary['kind'], string>> = {
  automatic: 'is able to do it.',
  guarded: 'is able to do it, but only when it is asked for by name.',
  advice: 'lists it, and leaves it to you.',
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

export function fixView(check: CheckInfo, result: CheckResult, slug: string) {
  return {
    words: fixWords(result.fix),
    text: paragraphs(check.fix.text),
    /** The host's fix script, where it has something to put right here. */
    script: countedAs(result) === 'fail' ? `fix/${slug}.sh` : null,
    scriptNote: scriptNotes[result.fix.kind],
  };
}
