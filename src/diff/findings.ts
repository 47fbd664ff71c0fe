import { createHash } from 'node:crypto';
import { countedAs } from '../result/tally.ts';
import type { CheckResult, Finding, HostResult, Report, Standing } from '../result/types.ts';

/** A finding of a host that failed, waived or not. */
export interface Failure {
  readonly host: string;
  readonly result: CheckResult;
  readonly finding: Finding;
  readonly waived: boolean;
}

/**
 * What a report found failing, by fingerprint. A finding is the same in two reports when host, check, subject, column
 * and rule are; of several such, the first is that of the first, so that one more is one more.
 */
export function failuresOf(report: Pick<Report, 'hosts'>): ReadonlyMap<string, Failure> {
  const failures = new Map<string, Failure>();
  for (const host of report.hosts) {
    for (const result of host.results) {
      if (result.outcome === 'fail') addFailures(failures, host, result);
    }
  }
  return failures;
}

function addFailures(failures: Map<string, Failure>, host: HostResult, result: CheckResult): void {
  const all = countedAs(result) === 'waived';
  const counts = new Map<string, number>();
  for (const finding of findingsOf(result, all)) {
    const { subject, path, rule } = finding;
    const key = JSON.stringify([host.name, result.check, subject, path, rule]);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const waived = all || finding.waiver !== undefined;
    failures.set(hashOf(`${key}${count}`), { host: host.name, result, finding, waived });
  }
}

/** A failure that stands has at least one finding that stands. */
function findingsOf(result: CheckResult, waived: boolean): readonly Finding[] {
  const stands = result.findings.some((finding) => finding.waiver === undefined);
  if (stands || (waived && result.findings.length > 0)) return result.findings;
  const whole = { subject: '', path: '', rule: '', expected: null, actual: null, message: result.reason };
  return [...result.findings, whole];
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The result of a check on a host, where there is one. */
export type ResultAt = (host: string, check: string) => CheckResult | undefined;

export function resultsOf(report: Pick<Report, 'hosts'>): ResultAt {
  const hosts = new Map(
    report.hosts.map(({ name, results }) => [name, new Map(results.map((result) => [result.check, result]))]),
  );
  return (host, check) => hosts.get(host)?.get(check);
}

/** Whether something of a check is not known, be it all or some rows. */
export function isOpen(result: CheckResult): boolean {
  return result.outcome === 'error' || (result.undecided ?? 0) > 0;
}

/** What a result counts as; none is absent. */
export function standingOf(result: CheckResult | undefined): Standing {
  return result === undefined ? 'absent' : countedAs(result);
}
