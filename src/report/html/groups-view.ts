import { compareText } from '../../lib/json.ts';
import { countedAs, severities, tally } from '../../result/tally.ts';
import type { HostResult } from '../../result/types.ts';
import type { Book } from './book.ts';
import { scoreView } from './score-view.ts';
import { severityWords } from './status.ts';

/** The groups of the fleet by name, in the order in which pages number them. */
export function groupNames(hosts: readonly HostResult[]): readonly string[] {
  return [...new Set(hosts.flatMap((host) => host.groups))].sort(compareText);
}

/** A row per group: the lowest score first. Empty where no group brings hosts together. */
export function groupRows(book: Book) {
  const rows = groupNames(book.report.hosts).map((name) => groupRow(name, book));
  if (rows.every((row) => row.hosts === 1)) return [];
  return rows.sort((a, b) => (a.score ?? -1) - (b.score ?? -1));
}

function groupRow(name: string, book: Book) {
  const hosts = book.report.hosts.filter((host) => host.groups.includes(name));
  const results = hosts.flatMap((host) => host.results);
  const sums = tally(results);
  return {
    name,
    hosts: hosts.length,
    incomplete: hosts.filter((host) => host.state === 'partial' || host.state === 'unreachable').length,
    score: sums.score,
    summary: scoreView(sums),
    failing: failingBySeverity(results, book.catalogue),
    judged: results.length > 0,
    error: sums.error,
    manual: sums.manual,
    waived: sums.waived,
  };
}

/** How many results failed, for each severity from the worst down. */
export function failingBySeverity(results: HostResult['results'], catalogue: Book['catalogue']) {
  const counts = new Map(severities.map((severity) => [severity, 0]));
  for (const result of results) {
    if (countedAs(result) !== 'fail') continue;
    const { severity } = catalogue.of(result);
    counts.set(severity, (counts.get(severity) ?? 0) + 1);
  }
  return severities.map((severity) => ({
    word: severityWords[severity],
    count: counts.get(severity) ?? 0,
  }));
}
