import type { FindingChange, Since, TrendPoint } from '../../result/types.ts';
import type { Book } from './book.ts';
import { counted, percent, utc } from '../format.ts';
import { failureTitle } from './headline.ts';
import type { Links } from './links.ts';
import { severityWords } from './status.ts';

/** Rows of a list that stand open; the others follow folded. */
const mostOpen = 10;

/** What changed since an earlier run, and how the score went; null where the report knows of no earlier run. */
export function sinceView(book: Book, links: Links) {
  const { since } = book.report;
  if (since === undefined || since.previous === null) return null;
  const rows = since.newlyFailing.flatMap((change) => changeView(change, book, links));
  return {
    heading: `Since ${utc(since.previous.startedAt)}`,
    run: since.previous.id,
    scopeNote: since.sameScope
      ? ''
      : 'The two runs differ in hosts, checks or benchmark; only what both have compares.',
    counts: countsOf(since),
    hosts: hostChanges(since),
    newly: { first: rows.slice(0, mostOpen), rest: rows.slice(mostOpen) },
    unlisted: Math.max(0, since.counts.newlyFailing - since.newlyFailing.length),
    fixed: since.fixed.flatMap((change) => changeView(change, book, links)),
    trend: since.trend.length > 1 ? trendView(since.trend) : null,
  };
}

function countsOf({ counts }: Since) {
  const all: readonly (readonly [number, string])[] = [
    [counts.newlyFailing, 'newly failing'],
    [counts.fixed, 'fixed'],
    [counts.stillFailing, 'still failing'],
    [counts.newlyWaived, 'newly waived'],
    [counts.waiverEnded, 'no longer waived'],
    [counts.newlyUndetermined, 'no longer determined'],
    [counts.flapping, 'coming and going'],
  ];
  return all.filter(([count], index) => index < 3 || count > 0).map(([count, words]) => ({ count, words }));
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

/** Of hosts and checks that the report still has; those that are gone have nothing to lead to. */
function changeView(change: FindingChange, book: Book, links: Links) {
  const host = book.report.hosts.find(({ name }) => name === change.host);
  const check = book.report.checks.find(({ id }) => id === change.check);
  if (host === undefined || check === undefined) return [];
  return [
    {
      severity: change.severity,
      severityWord: severityWords[change.severity],
      number: book.catalogue.number(check),
      title: change.to === 'fail' ? failureTitle(check) : check.title,
      href: links.result(book.slug(host), check.id),
      host: change.host,
      subject: change.subject,
    },
  ];
}

const [width, height] = [240, 48];

/** The score of the last runs: a line to see, a table to read. Runs without a score leave a gap in neither. */
function trendView(points: readonly TrendPoint[]) {
  const scored = points.flatMap(({ score }, at) => (score === null ? [] : [{ score, at }]));
  const x = (at: number) => Math.round((at / (points.length - 1)) * width);
  const y = (score: number) => Math.round((1 - score) * height);
  return {
    line: scored.map(({ score, at }) => `${x(at)},${y(score)}`).join(' '),
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
