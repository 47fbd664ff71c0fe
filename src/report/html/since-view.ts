import type { Since, TrendPoint } from '../../result/types.ts';
import type { Book } from './book.ts';
import { changeRows, demanded, type Change, type Titled } from './change-rows.ts';
import { counted, percent, utc } from '../format.ts';
import { sinceCounts, sinceWhen } from '../since.ts';
import { failureTitle } from './headline.ts';
import type { Links } from './links.ts';

/** Rows of a list that stand open; the others follow folded. */
const mostOpen = 10;
/** Hosts that are named at once; more of them stand in a fold. */
const mostNamed = 5;

/** What changed since an earlier run, and how the score went; null where the report knows of no earlier run. */
export function sinceView(book: Book, links: Links) {
  const { since } = book.report;
  const heading = since === undefined ? null : sinceWhen(since);
  if (since === undefined || heading === null) return null;
  const { counts } = since;
  const rowsOf = changeRows(book, links);
  const foldOf = (title: string, changes: readonly Change[], titled: Titled, count: number) => ({
    title,
    rows: rowsOf(changes, titled, count),
    ...countOf(changes, count),
  });
  const rows = rowsOf(since.newlyFailing, failureTitle, counts.newlyFailing);
  return {
    heading,
    scopeNote: since.sameScope
      ? ''
      : 'Hosts, checks or benchmarks differ from that run: only what both runs have is compared.',
    counts: sinceCounts(since),
    hosts: hostChanges(since),
    newly: { first: rows.slice(0, mostOpen), rest: rows.slice(mostOpen) },
    ...countOf(since.newlyFailing, counts.newlyFailing),
    folded: [
      foldOf('Fixed', since.fixed, demanded, counts.fixed),
      foldOf('Newly waived', since.newlyWaived, failureTitle, counts.newlyWaived),
      foldOf('No longer determined', since.newlyUndetermined, demanded, counts.newlyUndetermined),
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
    names.length === 0
      ? []
      : [{ term, count: counted(names.length, 'host'), names, folded: names.length > mostNamed }],
  );
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
