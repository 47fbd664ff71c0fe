import { fragmentsOf } from '../../advice/fragments.ts';
import type { HostResult } from '../../result/types.ts';
import type { Book } from './book.ts';
import { changesId } from './links.ts';

/** A page with thousands of texts to copy helps nobody. */
const mostChanges = 100;

export type Changes = NonNullable<ReturnType<typeof changesView>>;

/** What a person is to change about the containers and images of a host, as texts to copy, one fold each. */
export function changesView(host: HostResult, book: Book) {
  const fragments = fragmentsOf(book.report.checks, host);
  if (fragments.length === 0) return null;
  const shown = fragments.slice(0, mostChanges);
  return {
    id: changesId(book.slug(host)),
    /** The checks that ask for what is shown. */
    askedBy: new Set(shown.flatMap(({ checks }) => checks.map((check) => check.id))),
    more: fragments.length - shown.length,
    shown: shown.map(({ subject, about, checks, snippets }) => ({
      subject,
      about,
      checks: checks.map((check) => book.catalogue.number(check) || check.id).join(', '),
      snippets,
    })),
  };
}
