import type { CheckInfo } from '../../result/types.ts';
import type { Book, Occurrence } from './book.ts';
import type { Links } from './links.ts';

/** Links to the results of a check on some hosts, as many as `most`, and the names of the others. */
export function hostLinks(
  occurrences: readonly Occurrence[],
  check: CheckInfo,
  book: Book,
  links: Links,
  most: number,
) {
  return {
    named: occurrences
      .slice(0, most)
      .map(({ host }) => ({ name: host.name, href: links.result(book.slug(host), check.id) })),
    others: occurrences.slice(most).map(({ host }) => host.name),
  };
}
