import { countedAs, tally } from '../../result/tally.ts';
import type { CheckInfo } from '../../result/types.ts';
import type { Book, Occurrence } from './book.ts';
import { checkTexts } from './check-texts.ts';
import { fixWords } from './fix-view.ts';
import { counted } from '../format.ts';
import { hostLinks } from './host-links.ts';
import { checkId, type Links } from './links.ts';
import { scoreView } from './score-view.ts';
import { severityWords, statusText, type Status } from './status.ts';

/** Each check once: its texts, how it went on the fleet, and on which hosts it did not pass. By section. */
export function checkSections(book: Book, links: Links) {
  const { section: sectionOf, sections } = book.catalogue;
  return sections(book.checks).map(({ id, number, title }) => ({
    number,
    title,
    checks: book.checks
      .filter((check) => sectionOf(check) === id)
      .map((check) => checkView(check, book, links)),
  }));
}

/** Hosts that are links for each status of a check; on a big fleet links to all of them would be most of the page. */
const mostLinks = 25;

/** Statuses whose hosts are named, each with how the list is headed. */
const named: readonly (readonly [Status, string])[] = [
  ['fail', 'Fails on'],
  ['error', 'Could not be determined on'],
  ['waived', 'Waived on'],
];

function checkView(check: CheckInfo, book: Book, links: Links) {
  const seen = book.occurrences(check);
  const sums = tally(seen.map(({ result }) => result));
  const status = overall(seen);
  return {
    id: checkId(check.id),
    severity: check.severity,
    severityWord: severityWords[check.severity],
    number: book.catalogue.number(check),
    title: check.title,
    status,
    ...glyphAndWord(status),
    went: wentOf(sums.fail, seen.length),
    summary: scoreView(sums),
    fixWords: fixWords(check.fix),
    texts: checkTexts(check, book.catalogue),
    hosts: named.flatMap(([wanted, heading]) => {
      const occurrences = seen.filter(({ result }) => countedAs(result) === wanted);
      const count = occurrences.length;
      return count === 0
        ? []
        : [
            {
              heading,
              count: counted(count, 'host'),
              ...hostLinks(occurrences, check, book, links, mostLinks),
            },
          ];
    }),
  };
}

/** The most pressing status of a check on any host. */
function overall(seen: readonly Occurrence[]): Status {
  const order: readonly Status[] = ['fail', 'error', 'waived', 'manual', 'pass'];
  const statuses = new Set(seen.map(({ result }) => countedAs(result)));
  return order.find((status) => statuses.has(status)) ?? 'notApplicable';
}

function glyphAndWord(status: Status) {
  const { glyph, word } = statusText(status);
  return { glyph, word };
}

function wentOf(failing: number, all: number): string {
  if (all === 0) return 'on no host';
  return failing === 0 ? counted(all, 'host') : `${failing} of ${counted(all, 'host')}`;
}
