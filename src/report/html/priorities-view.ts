import { compareText } from '../../lib/json.ts';
import { countedAs, severities } from '../../result/tally.ts';
import type { CheckInfo, CheckResult, HostResult, Report } from '../../result/types.ts';
import type { Catalogue } from './catalogue.ts';
import { fixWords } from './fix-view.ts';
import { resultAnchor } from './result-view.ts';
import { severityWords } from './status.ts';

/** Rows that stand open; the others follow folded. */
const mostOpen = 10;

/** What to fix first: failed checks by severity, then by the number of hosts that fail them. */
export function prioritiesView(report: Report, slugs: ReadonlyMap<string, string>, catalogue: Catalogue) {
  const seen = occurrences(report.hosts);
  const rows = report.checks
    .map((check) => priorityView(check, seen.get(check.id) ?? [], slugs, catalogue))
    .filter((row) => row.failing > 0)
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.failing - a.failing ||
        catalogue.compare(a.info, b.info),
    );
  return { first: rows.slice(0, mostOpen), rest: rows.slice(mostOpen), fleet: report.hosts.length > 1 };
}

interface Occurrence {
  readonly host: string;
  readonly result: CheckResult;
}

function occurrences(hosts: readonly HostResult[]): ReadonlyMap<string, readonly Occurrence[]> {
  const seen = new Map<string, Occurrence[]>();
  for (const host of hosts) {
    for (const result of host.results) {
      const list = seen.get(result.check) ?? [];
      seen.set(result.check, list);
      list.push({ host: host.name, result });
    }
  }
  return seen;
}

function priorityView(
  check: CheckInfo,
  seen: readonly Occurrence[],
  slugs: ReadonlyMap<string, string>,
  catalogue: Catalogue,
) {
  const failed = seen.filter(({ result }) => countedAs(result) === 'fail');
  const links = failed
    .map(({ host }) => ({ host, anchor: resultAnchor(slugs.get(host) ?? '', check) }))
    .sort((a, b) => compareText(a.host, b.host));
  return {
    info: check,
    severity: check.severity,
    severityWord: severityWords[check.severity],
    number: catalogue.number(check),
    title: check.title,
    failing: failed.length,
    of: seen.length,
    fix: fixWords(failed[0]?.result.fix ?? check.fix),
    anchor: links[0]?.anchor ?? '',
    links,
  };
}
