import type { HostResult, Report } from '../../result/types.ts';
import type { Book } from './book.ts';
import { counted, duration, utc } from '../format.ts';
import type { Layout } from './layout.ts';
import type { Links, Place } from './links.ts';

/** What is around every page: its heading, where it stands among the others, and what run it is about. */
export function frameView(book: Book, links: Links, place: Place, heading: string) {
  return {
    heading,
    root: place === 'root' ? '' : '../',
    pages: pagesOf(book, links, heading),
    neighbours: [] as readonly { readonly href: string; readonly label: string; readonly name: string }[],
    run: runView(book.report),
    facts: [] as readonly { readonly term: string; readonly value: string }[],
  };
}

export function fleetHeading({ hosts }: Report): string {
  return `Fleet of ${counted(hosts.length, 'host')}`;
}

export const checksHeading = 'Checks';
export const matrixHeading = 'Hosts and checks';

/** The way to the other pages of the report, or to the parts of its only one. */
function pagesOf({ report, layout }: Book, links: Links, heading: string) {
  if (layout !== 'split') return parts[layout].map(([href, label]) => ({ href, label, current: false }));
  const pages: readonly (readonly [string | null, string, string])[] = [
    [links.fleet, 'Fleet', fleetHeading(report)],
    [links.checks, 'Checks', checksHeading],
    [links.matrix, 'Matrix', matrixHeading],
  ];
  return pages.flatMap(([href, label, itsHeading]) =>
    href === null ? [] : [{ href, label, current: itsHeading === heading }],
  );
}

const parts: Readonly<Record<Exclude<Layout, 'split'>, readonly (readonly [string, string])[]>> = {
  host: [
    ['#results', 'Results'],
    ['#about-heading', 'About'],
  ],
  single: [
    ['#hosts', 'Hosts'],
    ['#results', 'Results'],
    ['#checks', 'Checks'],
    ['#about-heading', 'About'],
  ],
};

/** The hosts before and after one, in the order of the report. */
export function neighboursOf(host: HostResult, book: Book, links: Links) {
  const { hosts } = book.report;
  const at = hosts.indexOf(host);
  const around: readonly (readonly [string, HostResult | undefined])[] = [
    ['Previous', hosts[at - 1]],
    ['Next', hosts[at + 1]],
  ];
  return around.flatMap(([label, other]) =>
    other === undefined ? [] : [{ label, name: other.name, href: links.host(book.slug(other)) }],
  );
}

function runView(report: Report) {
  const { id, startedAt, finishedAt, policy, scope } = report.run;
  return {
    id,
    started: utc(startedAt),
    startedAt,
    finished: utc(finishedAt),
    took: duration(startedAt, finishedAt),
    benchmark: report.benchmarks.map(({ title }) => title).join(', '),
    levels: `${policy.levels.length === 1 ? 'level' : 'levels'} ${policy.levels.join(' and ')}`,
    scope,
    version: report.tool.version,
    checks: counted(report.checks.length, 'check'),
  };
}
