import { inertLine } from '../../lib/inert.ts';
import type { CheckInfo } from '../../result/types.ts';
import type { Catalogue } from '../catalogue.ts';
import { lines, paragraphs, webAddresses } from './text.ts';

/** What a check has to say that is the same on every host. */
export function checkTexts(check: CheckInfo, catalogue: Catalogue) {
  return {
    id: check.id,
    ...fixTexts(check),
    rationale: paragraphs(check.rationale),
    verify: lines(check.verify),
    references: webAddresses(check.references),
    place: placeText(check, catalogue),
    tags: check.tags.join(', '),
  };
}

/** As in `5.4 of CIS Docker Benchmark 1.8.0, level 1, manual there`. */
function placeText(check: CheckInfo, catalogue: Catalogue): string {
  const place = catalogue.place(check);
  if (place === null) return 'beyond the benchmark';
  const { item, benchmark } = place;
  return [
    `${item.number} of ${benchmark.title}`,
    ...(item.level === null ? [] : [`level ${item.level}`]),
    ...(item.assessment === null ? [] : [`${item.assessment} there`]),
  ].join(', ');
}

/** How a person puts it right. */
export function fixTexts({ fix }: CheckInfo) {
  return { fix: paragraphs(fix.text), steps: (fix.steps ?? []).map(inertLine) };
}
