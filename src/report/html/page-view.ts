import { fleetTally, severities } from '../../result/tally.ts';
import type { FleetTally, HostResult, Report } from '../../result/types.ts';
import type { Book } from './book.ts';
import { occurrencesOn } from './book.ts';
import { checkSections } from './checks-view.ts';
import { hostRows } from './fleet-view.ts';
import { checksHeading, fleetHeading, frameView, matrixHeading, neighboursOf } from './frame-view.ts';
import { groupNames, groupRows } from './groups-view.ts';
import { hostView, sectionRow } from './host-view.ts';
import { incompleteView } from './incomplete-view.ts';
import { hasMatrixPage } from './layout.ts';
import { linksFrom, type Place } from './links.ts';
import { matrixView } from './matrix-view.ts';
import { outliersView } from './outliers-view.ts';
import { prioritiesView } from './priorities-view.ts';
import { isBrief } from './result-view.ts';
import { scoreView } from './score-view.ts';
import { sinceView } from './since-view.ts';
import { severityWords, statuses } from './status.ts';
import { waiversView } from './waivers-view.ts';

const linksOf = (book: Book, place: Place, own?: HostResult) =>
  linksFrom(place, book.layout, book.report.hosts.length, own && book.slug(own));

/** The page of a fleet: the whole report where that is one file, else what leads to the other pages. */
export function fleetPage(book: Book) {
  const { report, layout } = book;
  const links = linksOf(book, 'root');
  const single = layout === 'single';
  return {
    ...frameView(book, links, 'root', fleetHeading(report)),
    ...summaries(report.summary, book),
    judged: report.hosts.some((host) => host.results.length > 0),
    single,
    brief: isBrief(book),
    hostCounts: hostCounts(report),
    since: sinceView(book, links),
    incomplete: incompleteView(book, links),
    priorities: prioritiesView(book, links, true),
    outliers: outliersView(book, links),
    groups: groupRows(book),
    groupNames: groupNames(report.hosts),
    hostRows: hostRows(book, links),
    matrix: hasMatrixPage(layout, report.hosts.length) ? null : matrixView(book, links),
    waivers: waiversView(report),
    hosts: single ? report.hosts.map((host) => hostView(host, book, links)) : [],
    checkSections: single ? checkSections(book, links) : [],
  };
}

/** The page of one host: the only one of its report, or one of many. */
export function hostPage(host: HostResult, book: Book) {
  const alone = book.layout === 'host';
  const links = linksOf(book, alone ? 'root' : 'hosts', host);
  const view = hostView(host, book, links);
  const own = { ...book, occurrences: occurrencesOn([host]) };
  return {
    ...frameView(book, links, alone ? 'root' : 'hosts', host.name),
    ...summaries(fleetTally(book.report, [host]), book),
    alone,
    judged: host.results.length > 0,
    facts: view.facts,
    neighbours: alone ? [] : neighboursOf(host, book, links),
    host: view,
    since: alone ? sinceView(book, links) : null,
    priorities: prioritiesView(own, links, false),
    waivers: alone ? waiversView(book.report) : null,
  };
}

export function checksPage(book: Book) {
  const links = linksOf(book, 'root');
  return {
    ...frameView(book, links, 'root', checksHeading),
    ...severityRows(book.report.summary),
    checkSections: checkSections(book, links),
  };
}

export function matrixPage(book: Book) {
  const links = linksOf(book, 'root');
  return { ...frameView(book, links, 'root', matrixHeading), statuses, matrix: matrixView(book, links) };
}

function summaries(summary: FleetTally, { checks, catalogue }: Book) {
  return {
    summary: scoreView(summary),
    ...severityRows(summary),
    sections: catalogue.sections(checks).flatMap((section) => {
      const sums = summary.bySection[section.id];
      return sums === undefined ? [] : [sectionRow(section, sums)];
    }),
    statuses,
  };
}

function severityRows(summary: FleetTally) {
  return {
    severities: severities.map((severity) => ({
      severity,
      word: severityWords[severity],
      failed: summary.bySeverity[severity].fail,
      summary: scoreView(summary.bySeverity[severity]),
    })),
  };
}

function hostCounts(report: Report) {
  const { audited, partial, unreachable, noEngine } = report.summary.hosts;
  return {
    all: report.hosts.length,
    audited,
    partial,
    unreachable,
    noEngine,
    whole: partial + unreachable + noEngine === 0,
  };
}
