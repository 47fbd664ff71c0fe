import { tally } from '../../result/tally.ts';
import type { CheckResult, HostResult, Tally } from '../../result/types.ts';
import type { Book } from './book.ts';
import { changesView, type Changes } from './changes-view.ts';
import type { Section } from '../catalogue.ts';
import { scriptView } from './fix-view.ts';
import { utc } from '../format.ts';
import { hostId, type Links } from './links.ts';
import { resultView } from './result-view.ts';
import { scoreView } from './score-view.ts';
import { shortened } from './text.ts';

export const stateWords: Readonly<Record<HostResult['state'], string>> = {
  audited: 'Audited',
  partial: 'Partly audited',
  unreachable: 'Not reached',
  noEngine: 'No engine',
};

/** One host: who it is, its counts, and its results by section of the benchmark. */
export function hostView(host: HostResult, book: Book, links: Links) {
  const slug = book.slug(host);
  const changes = changesView(host, book);
  return {
    id: hostId(slug),
    name: host.name,
    state: host.state,
    stateWord: stateWords[host.state],
    failure: host.error,
    facts: factsOf(host),
    summary: scoreView(host.summary),
    script: scriptView(host, slug),
    sections: sectionsOf(host, book, links, changes),
    changes,
  };
}

function factsOf(host: HostResult) {
  const labels = Object.entries(host.labels).map(([name, value]) => `${name}=${value}`);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Address', host.address],
    ['Operating system', host.platform.os],
    ['Kernel', host.platform.kernel],
    ['Docker Engine', host.platform.engine],
    ['Facts gathered', host.collectedAt === null ? null : utc(host.collectedAt)],
    ['Not judged', host.notes?.join(' ') ?? null],
    ['Groups', host.groups.join(', ') || null],
    ['Labels', labels.join(', ') || null],
  ];
  return facts.flatMap(([term, value]) => (value === null ? [] : [{ term, value: shortened(value) }]));
}

function sectionsOf(host: HostResult, book: Book, links: Links, changes: Changes | null) {
  const entries = host.results
    .map((result) => ({ check: book.catalogue.of(result), result }))
    .sort((a, b) => book.catalogue.compare(a.check, b.check));
  const { section: sectionOf, sections } = book.catalogue;
  return sections(entries.map(({ check }) => check)).map((section) => {
    const inside = entries.filter(({ check }) => sectionOf(check) === section.id);
    const results = inside.map(({ result }) => result);
    return {
      ...sectionRow(section, tally(results)),
      results: resultViews(host, results, book, links, changes),
    };
  });
}

/** Made one by one as the page is written: together they would take more memory than the page itself. */
function* resultViews(
  host: HostResult,
  results: readonly CheckResult[],
  book: Book,
  links: Links,
  changes: Changes | null,
) {
  for (const result of results) yield resultView(host, result, book, links, changes);
}

/** A section of the benchmark with its counts. */
export function sectionRow({ number, title }: Section, sums: Tally) {
  return { number, title, summary: scoreView(sums) };
}
