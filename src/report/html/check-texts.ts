import type { CheckInfo } from '../../result/types.ts';
import { lines, paragraphs, webAddresses } from './text.ts';

/** What a check has to say that is the same on every host. */
export function checkTexts(check: CheckInfo) {
  return {
    id: check.id,
    ...fixTexts(check),
    rationale: paragraphs(check.rationale),
    verify: lines(check.verify),
    references: webAddresses(check.references),
    editions: Object.entries(check.cis).map(([edition, number]) => ({ edition, number })),
    level: check.level,
    assessment: check.assessment,
    tags: check.tags.join(', '),
  };
}

/** How a person puts it right. */
export function fixTexts({ fix }: CheckInfo) {
  return { fix: paragraphs(fix.text), steps: fix.steps ?? [] };
}
