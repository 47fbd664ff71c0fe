import { PlimsollError } from '../lib/errors.ts';
import { didYouMean } from '../lib/nearest.ts';
import { isInside } from '../result/benchmarks.ts';
import type { Level } from '../result/types.ts';
import type { Benchmarks, Numbers } from './naming.ts';
import type { Check } from './types.ts';

/** What a selector sees of a check. */
export type Selectable = Pick<Check, 'id' | 'tags'> & Numbers;

export interface Selection extends Benchmarks {
  /** Of items that have a level. */
  readonly levels: readonly Level[];
  /** Selectors: id, number of an item or section, or tag. Empty means all. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
}

/**
 * The checks of the benchmarks given and of levels, narrowed by selectors, in the order given. A check that is in no
 * known benchmark belongs to every run. Throws PlimsollError USAGE on a selector that fits no check, on one in `only`
 * that the benchmarks or the levels leave out, and when nothing is left to audit.
 */
export function selectChecks<T extends Selectable>(checks: readonly T[], selection: Selection): readonly T[] {
  const { only, skip } = selection;
  const problems = [
    ...only.flatMap((selector) => choiceProblem(checks, selector, selection) ?? []),
    ...skip.flatMap((selector) => selectorProblem(checks, selector) ?? []),
  ];
  if (problems.length > 0) {
    const message = 'Some checks cannot be selected; plimsoll checks list shows what there is.';
    throw new PlimsollError('USAGE', message, problems);
  }
  const matches = (check: Selectable, selectors: readonly string[]) =>
    selectors.some((selector) => selectorFits(check, selector));
  const belongs = membership(selection);
  const selected = checks.filter(
    (check) => belongs(check) && (only.length === 0 || matches(check, only)) && !matches(check, skip),
  );
  if (selected.length === 0) throw new PlimsollError('USAGE', 'The selection leaves no check to run.');
  return selected;
}

/** Whether a check is in one of the benchmarks given, by an item of one of the levels, or in no benchmark at all. */
export function membership(
  selection: Benchmarks & Pick<Selection, 'levels'>,
): (check: Selectable) => boolean {
  const { given, known, levels } = selection;
  const everywhere = new Set(known.flatMap(({ items }) => items.flatMap(({ checks }) => checks)));
  const wanted = new Set(
    given.flatMap(({ items }) =>
      items.flatMap(({ level, checks }) => (level === null || levels.includes(level) ? checks : [])),
    ),
  );
  return ({ id }) => wanted.has(id) || !everywhere.has(id);
}

/** Whether a selector is the id of a check, the number of its item or of a section around it, or a tag. */
export function selectorFits({ id, tags, numbers }: Selectable, selector: string): boolean {
  const qualified = selector.includes(':');
  return (
    id === selector ||
    tags.includes(selector) ||
    numbers.some(
      (number) => number.includes(':') === qualified && (number === selector || isInside(number, selector)),
    )
  );
}

/** What is wrong with a selector that fits no check; null when it fits one, of whatever benchmark. */
export function selectorProblem(checks: readonly Selectable[], selector: string): string | null {
  if (checks.some((check) => selectorFits(check, selector))) return null;
  const known = new Set(checks.flatMap(({ id, tags, numbers }) => [id, ...tags, ...numbers]));
  return `no check has the id, number or tag "${selector}"${didYouMean(selector, known)}`;
}

/** What is wrong with a selector of checks to run, also when the benchmarks or the levels leave them all out. */
export function choiceProblem(
  checks: readonly Selectable[],
  selector: string,
  selection: Benchmarks & Pick<Selection, 'levels'>,
): string | null {
  const unknown = selectorProblem(checks, selector);
  if (unknown !== null) return unknown;
  const chosen = checks.filter((check) => selectorFits(check, selector));
  const { given, known, levels } = selection;
  if (!chosen.some(membership({ given, known, levels: [1, 2] })))
    return `"${selector}" is not part of ${given.map(({ title }) => title).join(' or ')}`;
  if (chosen.some(membership(selection))) return null;
  return `"${selector}" selects no check of level ${levels.join(' or ')}`;
}
