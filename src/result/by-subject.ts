import { groupBy } from '../lib/group-by.ts';

/** Findings or rows of evidence by the subject that they are about, in the order in which the subjects come. */
export function bySubject<T extends { readonly subject: string }>(
  items: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  return groupBy(items, (item) => item.subject);
}
