import { compareSections, countedAs, tally } from '../../result/tally.ts';
import type { CheckResult, FixSummary, HostResult, Tally } from '../../result/types.ts';
import type { Book } from './book.ts';
import { changesView } from './changes-view.ts';
import { sectionTitle } from '../catalogue.ts';
import { utc } from '../format.ts';
import { hostId, type Links } from './links.ts';
import { resultView } from './result-view.ts';
import { scoreView } from './score-view.ts';

export const stateWords: Readonly<Record<HostResult['state'], string>> = {
  audited: 'Audited',
  partial: 'Partly audited',
  unreachable: 'Not reached',
};

/** One host: who it is, its counts, and its results by section of the benchmark. */
export function hostView(host: HostResult, book: Book, links: Links) {
  return {
    id: hostId(book.slug(host)),
    name: host.name,
    state: host.state,
    stateWord: stateWords[host.state],
    failure: host.error,
    facts: factsOf(host, book.slug(host)),
    summary: scoreView(host.summary),
    sections: sectionsOf(host, book, links),
    changes: changesView(host, book),
  };
}

function factsOf(host: HostResult, slug: string) {
  const labels = Object.entries(host.labels).map(([name, value]) => `${name}=${value}`);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Address', host.address],
    ['Operating system', host.platform.os],
    ['Kernel', host.platform.kernel],
    ['Docker Engine', host.platform.engine],
    ['Facts gathered', host.collectedAt === null ? null : utc(host.collectedAt)],
    ['Groups', host.groups.join(', ') || null],
    ['Labels', labels.join(', ') || null],
    ['Fix script', fixScriptOf(host.results, slug)],
  ];
  return facts.flatMap(([term, value]) => (value === null ? [] : [{ term, value }]));
}

const fixWays: readonly (readonly [FixSummary['kind'], string])[] = [
  ['automatic', 'automatic'],
  ['guarded', 'guarded'],
  ['advice', 'by hand'],
];

/** As in `fix/web-01.sh: 9 automatic, 4 guarded, 12 by hand`. */
function fixScriptOf(results: readonly CheckResult[], slug: string): string | null {
  const failed = results.filter((result) => countedAs(result) === 'fail');
  const ways = fixWays.flatMap(([kind, word]) => {
    const count = failed.filter((result) => result.fix.kind === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return ways.length === 0 ? null : `fix/${slug}.sh: ${ways.join(', ')}`;
}

function sectionsOf(host: HostResult, book: Book, links: Links) {
  const entries = host.results
    .map((result) => ({ check: book.catalogue.of(result), result }))
    .sort((a, b) => book.catalogue.compare(a.check, b.check));
  const sections = [...new Set(entries.map(({ check }) => check.section))].sort(compareSections);
  return sections.map((section) => {
    const results = entries.filter(({ check }) => check.section === section).map(({ result }) => result);
    return {
      ...sectionRow(section, tally(results)),
      results: results.map((result) => resultView(host, result, book, links)),
    };
  });
}

/** A section of the benchmark with its counts. */
export function sectionRow(section: string, sums: Tally) {
  return {
    number: section === 'extra' ? '' : section,
    title: sectionTitle(section),
    summary: scoreView(sums),
  };
}
