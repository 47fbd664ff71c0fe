import type { CheckInfo, FindingChange, HostResult, Since, TrendPoint } from '../../result/types.ts';
import type { Book } from './book.ts';
import { counted, percent, utc } from '../format.ts';
import { sinceCounts, sinceWhen } from '../since.ts';
import { failureTitle } from './headline.ts';
import type { Links } from './links.ts';
import { severityWords } from './status.ts';

/** Rows of a list that stand open; the others follow folded. */
const mostOpen = 10;

/** What changed since an earlier run, and how the score went; null where the report knows of no earlier run. */
export function sinceView(book: Book, links: Links) {
  const { since } = book.report;
  const heading = since === undefined ? null : sinceWhen(since);
  if (since === undefined || heading === null) return null;
  const { counts } = since;
  const rowsOf = changeRows(book, links);
  const comesAndGoes = new Set(since.flapping.map((change) => change.fingerprint));
  const rows = rowsOf(since.newlyFailing, failureTitle, (change) =>
    noteOf(change, comesAndGoes.has(change.fingerprint)),
  );
  return {
    heading,
    scopeNote: since.sameScope
      ? ''
      : 'The two runs differ in hosts, checks or benchmark; only what both have compares.',
    counts: sinceCounts(since),
    hosts: hostChanges(since),
    newly: { first: rows.slice(0, mostOpen), rest: rows.slice(mostOpen) },
    ...countOf(since.newlyFailing, counts.newlyFailing),
    folded: [
      { title: 'Fixed', rows: rowsOf(since.fixed, goodTitle), ...countOf(since.fixed, counts.fixed) },
      {
        title: 'Newly waived',
        rows: rowsOf(since.newlyWaived, failureTitle),
        ...countOf(since.newlyWaived, counts.newlyWaived),
      },
      {
        title: 'No longer determined',
        rows: rowsOf(since.newlyUndetermined, goodTitle),
        ...countOf(since.newlyUndetermined, counts.newlyUndetermined),
      },
    ].filter((list) => list.rows.length > 0),
    trend: since.trend.length > 1 ? trendView(since.trend) : null,
  };
}

/** How many changes there are of a kind, and how many of them the report does not list. */
function countOf(listed: readonly unknown[], count: number) {
  return { count, unlisted: Math.max(0, count - listed.length) };
}

function hostChanges({ hosts }: Since) {
  const all: readonly (readonly [string, readonly string[]])[] = [
    ['New', hosts.new],
    ['Gone', hosts.gone],
    ['No longer reached', hosts.nowUnreachable],
    ['Reached again', hosts.reachableAgain],
  ];
  return all.flatMap(([term, names]) =>
    names.length === 0 ? [] : [{ term, value: `${counted(names.length, 'host')}: ${names.join(', ')}` }],
  );
}

type Titled = (check: CheckInfo) => string;

const goodTitle: Titled = (check) => check.title;

/** How a finding stood before, where that is not just that all was well. */
function noteOf({ from }: FindingChange, comesAndGoes: boolean): string {
  if (from === 'waived') return 'its waiver has ended';
  if (from === 'absent') return 'not audited before';
  if (from === 'error') return 'not determined before';
  return comesAndGoes ? 'comes and goes' : '';
}

type Change = Pick<FindingChange, 'host' | 'check'> & Partial<FindingChange>;

/** Rows for changes of hosts and checks that the report still has; what is gone has nothing to lead to. */
function changeRows({ report, catalogue, slug }: Book, links: Links) {
  const hosts = new Map<string, HostResult>(report.hosts.map((host) => [host.name, host]));
  const checks = new Map<string, CheckInfo>(report.checks.map((check) => [check.id, check]));
  return <C extends Change>(
    changes: readonly C[],
    titled: Titled,
    note: (change: C) => string = () => '',
  ) => {
    const rows = changes.flatMap((change) => {
      const host = hosts.get(change.host);
      const check = checks.get(change.check);
      if (host === undefined || check === undefined) return [];
      return [
        {
          severity: check.severity,
          severityWord: severityWords[check.severity],
          number: catalogue.number(check),
          title: titled(check),
          href: links.result(slug(host), check.id),
          host: change.host,
          subject: change.subject ?? '',
          note: note(change),
        },
      ];
    });
    return merged(rows);
  };
}

/** Several findings of a check about one thing are one row. */
function merged<Row extends { readonly href: string; readonly subject: string }>(rows: readonly Row[]) {
  const groups = new Map<string, { readonly row: Row; count: number }>();
  for (const row of rows) {
    const key = JSON.stringify([row.href, row.subject]);
    const group = groups.get(key) ?? { row, count: 0 };
    group.count += 1;
    groups.set(key, group);
  }
  return [...groups.values()].map(({ row, count }) => ({
    ...row,
    findings: count > 1 ? counted(count, 'finding') : '',
  }));
}

/** The score of the last runs: a chart to see, a table to read. */
function trendView(points: readonly TrendPoint[]) {
  return {
    chart: chartView(points),
    caption: `The last ${counted(points.length, 'run')}`,
    rows: points.toReversed().map((point) => ({
      time: utc(point.startedAt),
      score: point.score === null ? 'n/a' : percent(point.score),
      pass: point.pass,
      fail: point.fail,
      error: point.error,
      manual: point.manual,
      waived: point.waived,
      hosts: point.hosts.audited + point.hosts.partial,
      unreachable: point.hosts.unreachable,
    })),
  };
}

const [width, height] = [240, 48];

/** A line from 0 to 100%; runs without a score leave no gap in it. Null when none has one. */
function chartView(points: readonly TrendPoint[]) {
  const scored = points.flatMap(({ score }, at) => (score === null ? [] : [{ score, at }]));
  const [first, last] = [scored.at(0), scored.at(-1)];
  if (first === undefined || last === undefined) return null;
  const x = (at: number) => Math.round((at / (points.length - 1)) * width);
  const y = (score: number) => Math.round((1 - score) * height);
  return {
    line: scored.map(({ score, at }) => `${x(at)},${y(score)}`).join(' '),
    end: { x: x(last.at), y: y(last.score) },
    legend: `Score over ${counted(points.length, 'run')}: from ${percent(first.score)} to ${percent(last.score)}`,
  };
}
