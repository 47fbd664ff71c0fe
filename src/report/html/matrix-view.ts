import { countedAs } from '../../result/tally.ts';
import type { HostResult } from '../../result/types.ts';
import type { Book } from './book.ts';
import { stateWords } from './host-view.ts';
import type { Links } from './links.ts';
import { statuses, type Status } from './status.ts';

/** What stands out; all else is quiet, and has no class: a big fleet has more than 50,000 cells. */
const loud: readonly Status[] = ['fail', 'error', 'manual', 'waived'];

const cells = new Map(
  statuses.map(({ status, glyph }) => [status, { glyph, loud: loud.includes(status) ? status : '' }]),
);
const nothing = { glyph: '', loud: '' };

/** Hosts by checks: a column per check, in the order of the benchmark; a row per host, by name. */
export function matrixView(book: Book, links: Links) {
  const { section: sectionOf, sections } = book.catalogue;
  return {
    sections: sections(book.checks).map(({ id, number, title }) => ({
      title,
      number,
      span: book.checks.filter((check) => sectionOf(check) === id).length,
    })),
    columns: book.checks.map((check) => ({
      number: book.catalogue.number(check),
      title: check.title,
      href: links.check(check.id) ?? '',
    })),
    rows: book.report.hosts.map((host) => rowOf(host, book, links)),
    width: book.checks.length,
  };
}

function rowOf(host: HostResult, book: Book, links: Links) {
  const results = new Map(host.results.map((result) => [result.check, result]));
  return {
    name: host.name,
    href: links.host(book.slug(host)),
    stateWord: stateWords[host.state],
    cells: host.results.length === 0 ? [] : book.checks.map((check) => cellOf(results.get(check.id))),
  };
}

/** One of a few objects that all cells share. */
function cellOf(result: HostResult['results'][number] | undefined) {
  return (result && cells.get(countedAs(result))) ?? nothing;
}
