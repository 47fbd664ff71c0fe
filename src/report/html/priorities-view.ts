import { bySeverity, countedAs } from '../../result/tally.ts';
import type { CheckInfo } from '../../result/types.ts';
import type { Book } from './book.ts';
import { failureTitle } from './headline.ts';
import { fixWords } from './fix-view.ts';
import { hostLinks } from './host-links.ts';
import type { Links } from './links.ts';
import { severityWords } from './status.ts';

/** Rows that stand open; the others follow folded, or are left to the results further down the page of a host. */
const mostOpen = 10;
/** Hosts that a row names; with more, it says how many, and the page of the check names them. */
const mostNamed = 3;

/** What to fix first: failed checks by severity, then by the number of hosts that fail them. */
export function prioritiesView(book: Book, links: Links, fleet: boolean) {
  const rows = book.checks
    .map((check) => priorityView(check, book, links, fleet))
    .filter((row) => row.failing > 0)
    // Sorting is stable: checks that are alike stay in the order of the benchmark.
    .sort((a, b) => bySeverity(a, b) || b.failing - a.failing);
  const rest = rows.slice(mostOpen);
  return { first: rows.slice(0, mostOpen), rest: fleet ? rest : [], below: fleet ? 0 : rest.length };
}

function priorityView(check: CheckInfo, book: Book, links: Links, fleet: boolean) {
  const seen = book.occurrences(check);
  const failed = seen.filter(({ result }) => countedAs(result) === 'fail');
  const [first] = failed;
  const own = first === undefined ? '' : links.result(book.slug(first.host), check.id);
  return {
    severity: check.severity,
    severityWord: severityWords[check.severity],
    number: book.catalogue.number(check),
    title: failureTitle(check),
    failing: failed.length,
    of: seen.length,
    fix: fixWords(first?.result.fix ?? check.fix),
    href: fleet ? (links.check(check.id) ?? own) : own,
    fleet,
    named: fleet && failed.length <= mostNamed ? hostLinks(failed, check, book, links, mostNamed).named : [],
  };
}
