import { PlimsollError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Edition } from '../result/types.ts';
import type { Check } from './types.ts';

export interface Selection {
  readonly edition: Edition;
  readonly levels: readonly (1 | 2)[];
  /** Selectors: slug, CIS number or section of the edition, or tag. Empty means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/**
 * The checks of an edition and of levels, narrowed by selectors, in the order given. Checks beyond CIS belong to
 * every edition. Throws PlimsollError USAGE on a selector that fits no check, on one in `only` that the edition
 * or the levels leave out, and when nothing is left to audit.
 */
export function selectChecks(checks: readonly Check[], selection: Selection): readonly Check[] {
  const { edition, levels, only, skip } = selection;
  const problems = [
    ...only.flatMap((selector) => choiceProblem(checks, selector, selection) ?? []),
    ...skip.flatMap((selector) => selectorProblem(checks, selector, edition) ?? []),
  ];
  if (problems.length > 0) {
    const message = 'Some checks cannot be selected; plimsoll checks list shows what there is.';
    throw new PlimsollError('USAGE', message, problems);
  }
  const matches = (check: Check, selectors: readonly string[]) =>
    selectors.some((selector) => selectorFits(check, selector, edition));
  const candidates = checks.filter((check) => belongsTo(check, edition) && levels.includes(check.level));
  const selected = candidates.filter(
    (check) => (only.length === 0 || matches(check, only)) && !matches(check, skip),
  );
  if (selected.length === 0) throw new PlimsollError('USAGE', 'The selection leaves no check to run.');
  return selected;
}

/** What a selector sees of a check. */
export type Selectable = Pick<Check, 'id' | 'cis' | 'tags'>;

function belongsTo(check: Selectable, edition: Edition): boolean {
  return check.cis[edition] !== undefined || Object.keys(check.cis).length === 0;
}

/** Whether a selector is the slug, the CIS number or section in the edition, or a tag of a check. */
export function selectorFits(check: Selectable, selector: string, edition: Edition): boolean {
  const number = check.cis[edition];
  const byNumber = number !== undefined && (number === selector || number.startsWith(`${selector}.`));
  return check.id === selector || byNumber || check.tags.includes(selector);
}

/** What is wrong with a selector that fits no check; null when it fits one, of whatever edition. */
export function selectorProblem(
  checks: readonly Selectable[],
  selector: string,
  edition: Edition,
): string | null {
  if (checks.some((check) => selectorFits(check, selector, edition))) return null;
  const inEdition = checks.filter((check) => belongsTo(check, edition));
  const known = new Set(inEdition.flatMap((check) => [check.id, ...check.tags, check.cis[edition] ?? '']));
  return `no check has the id, CIS ${edition} number or tag "${selector}"${didYouMean(selector, known)}`;
}

/** What is wrong with a selector of checks to run, also when the edition or the levels leave them all out. */
export function choiceProblem(
  checks: readonly Check[],
  selector: string,
  { edition, levels }: Pick<Selection, 'edition' | 'levels'>,
): string | null {
  const unknown = selectorProblem(checks, selector, edition);
  if (unknown !== null) return unknown;
  const chosen = checks.filter(
    (check) => belongsTo(check, edition) && selectorFits(check, selector, edition),
  );
  if (chosen.length === 0) return `"${selector}" is not part of CIS Docker Benchmark ${edition}`;
  if (chosen.some((check) => levels.includes(check.level))) return null;
  return `"${selector}" selects no check of level ${levels.join(' or ')}`;
}
