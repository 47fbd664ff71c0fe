import { groupBy } from '../lib/group-by.ts';
import type { Benchmark } from '../result/types.ts';

/** The benchmarks of a run, and all that are known, those of the run among them. */
export interface Benchmarks {
  /** At least one; a bare number is of the first. */
  readonly given: readonly Benchmark[];
  readonly known: readonly Benchmark[];
}

/** By what names a selector knows a check besides its id and tags. */
export interface Numbers {
  /** As in `5.5` of the first benchmark, and `cis-docker-1.6.0:5.5` of each that is known. */
  readonly numbers: readonly string[];
}

/** Checks with the numbers that benchmarks give them. */
export function numbered<T extends { readonly id: string }>(
  checks: readonly T[],
  { given: [first], known }: Benchmarks,
): readonly (T & Numbers)[] {
  const bare = first === undefined ? [] : namesOf(first, '');
  const names = groupBy(
    [...bare, ...known.flatMap((one) => namesOf(one, `${one.id}:`))],
    ({ check }) => check,
  );
  return checks.map((check) => ({ ...check, numbers: (names.get(check.id) ?? []).map(({ name }) => name) }));
}

function namesOf({ items }: Benchmark, before: string): readonly { check: string; name: string }[] {
  return items.flatMap(({ number, checks }) =>
    checks.map((check) => ({ check, name: `${before}${number}` })),
  );
}
