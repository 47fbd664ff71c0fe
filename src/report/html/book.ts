import { groupBy } from '../../lib/group-by.ts';
import type { CheckInfo, CheckResult, HostResult, Report } from '../../result/types.ts';
import { hostSlugs } from '../slug.ts';
import type { Catalogue } from '../catalogue.ts';
import { catalogueOf } from '../catalogue.ts';
import type { Layout } from './layout.ts';

/** A result of a check, with the host it was judged on. */
export interface Occurrence {
  readonly host: HostResult;
  readonly result: CheckResult;
}

/** A report with what all its pages look up in it. */
export interface Book {
  readonly report: Report;
  readonly layout: Layout;
  readonly catalogue: Catalogue;
  /** All checks, in the order of the benchmarks of the run. */
  readonly checks: readonly CheckInfo[];
  readonly slug: (host: HostResult) => string;
  /** Whether a result failed, and had not in the run before. */
  readonly isNew: (host: HostResult, result: CheckResult) => boolean;
  /** All results of a check, in the order of the hosts. */
  readonly occurrences: (check: CheckInfo) => readonly Occurrence[];
}

export function bookOf(report: Report, layout: Layout): Book {
  const slugs = hostSlugs(report);
  const catalogue = catalogueOf(report);
  const newly = newlyFailing(report);
  return {
    report,
    layout,
    catalogue,
    checks: report.checks.toSorted(catalogue.compare),
    slug: (host) => slugs.get(host.name) ?? '',
    isNew: ({ name }, { check }) => newly.has(JSON.stringify([name, check])),
    occurrences: occurrencesOn(report.hosts),
  };
}

/** Host and check, as one text each, of what fails and did not in the run before. */
function newlyFailing({ since }: Report): ReadonlySet<string> {
  if (since === undefined || since.previous === null) return new Set();
  return new Set(since.newlyFailing.map(({ host, check }) => JSON.stringify([host, check])));
}

/** All results of a check on some hosts, in their order. */
export function occurrencesOn(hosts: readonly HostResult[]): Book['occurrences'] {
  const occurrences = hosts.flatMap((host) => host.results.map((result) => ({ host, result })));
  const byCheck = groupBy(occurrences, ({ result }) => result.check);
  return (check) => byCheck.get(check.id) ?? [];
}
