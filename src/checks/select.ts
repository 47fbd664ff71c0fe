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
  const inEdition = checks.filter((check) => belongsTo(check, edition));
  const candidates = inEdition.filter((check) => levels.includes(check.level));
  const problems = [
    ...[...only, ...skip].flatMap((selector) => unknownSelector(checks, inEdition, selector, edition)),
    ...only.flatMap((selector) => leftOut(checks, inEdition, candidates, selector, selection)),
  ];
  if (problems.length > 0) throw new PlimsollError('USAGE', 'Some checks cannot be selected.', problems);
  const matches = (check: Check, selectors: readonly string[]) =>
    selectors.some((selector) => selectorFits(check, selector, edition));
  const selected = candidates.filter(
    (check) => (only.length === 0 || matches(check, only)) && !matches(check, skip),
  );
  if (selected.length === 0) throw new PlimsollError('USAGE', 'The selection leaves no check to run.');
  return selected;
}

function belongsTo(check: Check, edition: Edition): boolean {
  return check.cis[edition] !== undefined || Object.keys(check.cis).length === 0;
}

/** What a selector sees of a check. */
export type Selectable = Pick<Check, 'id' | 'cis' | 'tags'>;

/** Whether a selector is the slug, the CIS number or section in the edition, or a tag of a check. */
export function selectorFits(check: Selectable, selector: string, edition: Edition): boolean {
  const number = check.cis[edition];
  const byNumber = number !== undefined && (number === selector || number.startsWith(`${selector}.`));
  return check.id === selector || byNumber || check.tags.includes(selector);
}

function unknownSelector(
  checks: readonly Check[],
  inEdition: readonly Check[],
  selector: string,
  edition: Edition,
): readonly string[] {
  if (checks.some((check) => selectorFits(check, selector, edition))) return [];
  const known = new Set(inEdition.flatMap((check) => [check.id, ...check.tags, check.cis[edition] ?? '']));
  const hint = didYouMean(selector, known);
  return [`no check has the id, CIS ${edition} number or tag "${selector}"${hint}`];
}

function leftOut(
  checks: readonly Check[],
  inEdition: readonly Check[],
  candidates: readonly Check[],
  selector: string,
  { edition, levels }: Selection,
): readonly string[] {
  const selects = (list: readonly Check[]) => list.some((check) => selectorFits(check, selector, edition));
  if (!selects(checks) || selects(candidates)) return [];
  if (!selects(inEdition)) return [`"${selector}" is not part of CIS Docker Benchmark ${edition}`];
  return [`"${selector}" selects no check of level ${levels.join(' or ')}`];
}
