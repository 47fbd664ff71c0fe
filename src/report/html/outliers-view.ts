import { bySeverity, countedAs } from '../../result/tally.ts';
import type { CheckInfo } from '../../result/types.ts';
import type { Book } from './book.ts';
import { failureTitle } from './headline.ts';
import { hostLinks } from './host-links.ts';
import type { Links } from './links.ts';
import { severityWords } from './status.ts';

/** With fewer hosts that were decided, "most of them" says little. */
const fewestHosts = 4;
/** The largest share of the hosts that is called an exception. */
const largestShare = 0.1;
const mostOpen = 10;
const mostNamed = 6;

/** Checks that nearly all hosts pass, with the few hosts that do not: where a fleet that is built alike has drifted. */
export function outliersView(book: Book, links: Links) {
  const rows = book.checks
    .flatMap((check) => outlierView(check, book, links))
    .sort((a, b) => bySeverity(a, b) || b.passing - a.passing);
  return { first: rows.slice(0, mostOpen), rest: rows.slice(mostOpen) };
}

function outlierView(check: CheckInfo, book: Book, links: Links) {
  const seen = book.occurrences(check);
  const passing = seen.filter(({ result }) => countedAs(result) === 'pass').length;
  const failed = seen.filter(({ result }) => countedAs(result) === 'fail');
  const decided = passing + failed.length;
  const exceptions = Math.max(1, Math.floor(decided * largestShare));
  if (decided < fewestHosts || failed.length === 0 || failed.length > exceptions) return [];
  return [
    {
      severity: check.severity,
      severityWord: severityWords[check.severity],
      number: book.catalogue.number(check),
      title: failureTitle(check),
      href: links.check(check.id) ?? '',
      passing,
      decided,
      hosts: hostLinks(failed, check, book, links, mostNamed),
    },
  ];
}
