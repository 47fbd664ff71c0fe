import type { CheckInfo } from '../../result/types.ts';
import { lines, paragraphs, webAddresses } from './text.ts';

/** What a check has to say that is the same on every host. */
export function checkTexts(check: CheckInfo) {
  return {
    id: check.id,
    fix: paragraphs(check.fix.text),
    steps: check.fix.steps ?? [],
    rationale: paragraphs(check.rationale),
    verify: lines(check.verify),
    references: webAddresses(check.references),
    editions: Object.entries(check.cis).map(([edition, number]) => ({ edition, number })),
    level: check.level,
    assessment: check.assessment,
    tags: check.tags.join(', '),
  };
}
