import { fragmentsOf } from '../../advice/fragments.ts';
import type { HostResult } from '../../result/types.ts';
import type { Book } from './book.ts';

/** A page with thousands of texts to copy helps nobody. */
const mostChanges = 100;

/** What a person is to change about the containers and images of a host, as texts to copy, one fold each. */
export function changesView(host: HostResult, book: Book) {
  const fragments = fragmentsOf(book.report.checks, host);
  if (fragments.length === 0) return null;
  return {
    more: Math.max(0, fragments.length - mostChanges),
    shown: fragments.slice(0, mostChanges).map(({ subject, about, checks, snippets }) => ({
      subject,
      about,
      checks: checks.map((check) => book.catalogue.number(check) || check.id).join(', '),
      snippets,
    })),
  };
}
