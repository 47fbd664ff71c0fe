import { sameJson } from '../lib/json.ts';
import { numberingOf } from './benchmarks.ts';
import type {
  CheckInfo,
  CheckResult,
  FleetTally,
  HostResult,
  Outcome,
  Report,
  Severity,
  Tally,
} from './types.ts';

/** From the worst down. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Sorts the worst first. */
export function bySeverity(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}

/** This severity and those above it. */
export function atLeast(severity: Severity): readonly Severity[] {
  return severities.slice(0, severities.indexOf(severity) + 1);
}

/** What a result counts as: its outcome, or `waived` for a failed check under a waiver that is in force. */
export function countedAs(result: CheckResult): Outcome | 'waived' {
  return result.outcome === 'fail' && result.waiver?.state === 'active' ? 'waived' : result.outcome;
}

/** Counts results by what they count as; `score` is null when no check was decided. */
export function tally(results: readonly CheckResult[]): Tally {
  const counts = { pass: 0, fail: 0, manual: 0, notApplicable: 0, error: 0, waived: 0, attested: 0 };
  for (const result of results) counts[countedAs(result)] += 1;
  const decided = counts.pass + counts.fail + counts.error;
  return { ...counts, score: decided === 0 ? null : counts.pass / decided };
}

/**
 * The same over many hosts, and apart by severity (all four) and by section (all that the checks have).
 * Throws when a result names a check that is not among `checks`: such a report contradicts itself.
 */
export function fleetTally(
  { checks, benchmarks }: Pick<Report, 'checks' | 'benchmarks'>,
  hosts: readonly Pick<HostResult, 'state' | 'results'>[],
): FleetTally {
  const { section: sectionOf } = numberingOf(benchmarks);
  const byId = new Map(checks.map((check) => [check.id, check]));
  const results = hosts.flatMap((host) => host.results);
  const checkOf = (result: CheckResult) => {
    const check = byId.get(result.check);
    if (check === undefined) throw new Error(`a result names the unknown check ${result.check}`);
    return check;
  };
  const apart = <K extends string>(keys: readonly K[], keyOf: (check: CheckInfo) => string) =>
    Object.fromEntries(
      keys.map((key) => [key, tally(results.filter((result) => keyOf(checkOf(result)) === key))]),
    ) as Record<K, Tally>;
  const inState = (state: HostResult['state']) => hosts.filter((host) => host.state === state).length;
  const sections = [...new Set(checks.map(({ id }) => sectionOf(id)))];
  return {
    ...tally(results),
    hosts: {
      audited: inState('audited'),
      partial: inState('partial'),
      unreachable: inState('unreachable'),
      noEngine: inState('noEngine'),
    },
    bySeverity: apart(severities, (check) => check.severity),
    bySection: apart(sections, ({ id }) => sectionOf(id)),
  };
}

/** Where the counts of a report are not those of its results, as after somebody edited one of them; null where they are. */
export function misfit(report: Report): string | null {
  const known = new Set(report.checks.map(({ id }) => id));
  for (const host of report.hosts) {
    const stranger = host.results.find(({ check }) => !known.has(check));
    if (stranger !== undefined) return `a result of ${host.name} names the unknown check ${stranger.check}`;
    if (!sameJson(tally(host.results), host.summary))
      return `the results of ${host.name} are not what its summary counts`;
  }
  const counted = fleetTally(report, report.hosts);
  return sameJson(counted, report.summary)
    ? null
    : 'the results are not what the summary of the report counts';
}
