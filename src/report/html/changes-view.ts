import { fragmentsOf } from '../../advice/fragments.ts';
import type { HostResult } from '../../result/types.ts';
import type { Book } from './book.ts';

/** What a person is to change about the containers and images of a host, as texts to copy, one fold each. */
export function changesView(host: HostResult, book: Book) {
  return fragmentsOf(book.report.checks, host).map(({ subject, about, checks, snippets }) => ({
    subject,
    about,
    checks: checks.map((check) => book.catalogue.number(check) || check.id).join(', '),
    snippets,
  }));
}
