import { compareText, sameJson } from '../lib/json.ts';
import { bySeverity } from '../result/tally.ts';
import type { CheckResult, FindingChange, Report, Severity, Standing } from '../result/types.ts';
import { failuresOf, isOpen, resultsOf, standingOf, type Failure, type ResultAt } from './findings.ts';
import type { Comparison, EvidenceChange, Side, UndeterminedChange } from './types.ts';
import { benchmarkIds } from '../result/benchmarks.ts';

type Pair = readonly [fingerprint: string, failure: Failure];

/** What changed from one report to a later one. */
export function compareReports(old: Report, now: Report): Comparison {
  const [before, after] = [failuresOf(old), failuresOf(now)];
  const [wasAt, isAt] = [resultsOf(old), resultsOf(now)];
  const severityOf = severitiesOf(old, now);
  const change = ([fingerprint, { host, result, finding }]: Pair): FindingChange => ({
    fingerprint,
    host,
    check: result.check,
    severity: severityOf(result.check),
    subject: finding.subject,
    message: finding.message,
    from: standingIn(before, fingerprint, wasAt(host, result.check)),
    to: standingIn(after, fingerprint, isAt(host, result.check)),
  });
  const pairs = (side: ReadonlyMap<string, Failure>, keep: (change: FindingChange) => boolean) =>
    [...side].map(change).filter(keep).toSorted(byWeight);
  const newlyFailing = pairs(after, ({ from, to }) => to === 'fail' && from !== 'fail');
  const stillFailing = pairs(after, ({ from, to }) => to === 'fail' && from === 'fail');
  return {
    old: sideOf(old),
    new: sideOf(now),
    sameScope: old.run.scope === now.run.scope,
    hosts: hostChanges(old, now),
    checks: differences(checkIds(old), checkIds(now)),
    newlyFailing,
    fixed: pairs(before, ({ to }) => isSettled(to)),
    stillFailing,
    changedEvidence: stillFailing.flatMap((item) => evidenceChange(item, before, after)),
    newlyWaived: pairs(after, ({ from, to }) => to === 'waived' && from === 'fail'),
    waiverEnded: newlyFailing.filter(({ from }) => from === 'waived'),
    newlyUndetermined: undetermined(now, wasAt),
  };
}

/** A check may fail for other reasons than this finding, which then is as good as passed, if all is known. */
function standingIn(
  side: ReadonlyMap<string, Failure>,
  fingerprint: string,
  result: CheckResult | undefined,
): Standing {
  const failure = side.get(fingerprint);
  if (failure !== undefined) return failure.waived ? 'waived' : 'fail';
  if (result?.outcome !== 'fail') return standingOf(result);
  return isOpen(result) ? 'error' : 'pass';
}

/** Known not to fail. */
function isSettled(standing: Standing): boolean {
  return standing === 'pass' || standing === 'notApplicable';
}

function evidenceChange(
  item: FindingChange,
  before: ReadonlyMap<string, Failure>,
  after: ReadonlyMap<string, Failure>,
): readonly EvidenceChange[] {
  const was = before.get(item.fingerprint)?.finding.actual ?? null;
  const is = after.get(item.fingerprint)?.finding.actual ?? null;
  return sameJson(was, is) ? [] : [{ ...item, before: was, after: is }];
}

function undetermined(now: Report, wasAt: ResultAt): readonly UndeterminedChange[] {
  const isNew = (host: string, result: CheckResult): boolean => {
    const was = wasAt(host, result.check);
    return isOpen(result) && (was === undefined || !isOpen(was));
  };
  return now.hosts.flatMap(({ name, results }) =>
    results
      .filter((result) => isNew(name, result))
      .map(({ check, reason }) => ({ host: name, check, from: standingOf(wasAt(name, check)), reason })),
  );
}

function hostChanges(old: Report, now: Report): Comparison['hosts'] {
  const states = new Map(old.hosts.map((host) => [host.name, host.state]));
  const changed = (from: (state: string) => boolean, to: (state: string) => boolean): readonly string[] =>
    now.hosts
      .filter((host) => to(host.state) && from(states.get(host.name) ?? host.state))
      .map((host) => host.name);
  const gone = (state: string): boolean => state === 'unreachable';
  const here = (state: string): boolean => state !== 'unreachable';
  return {
    ...differences(
      old.hosts.map((host) => host.name),
      now.hosts.map((host) => host.name),
    ),
    nowUnreachable: changed(here, gone),
    reachableAgain: changed(gone, here),
  };
}

function differences(
  old: readonly string[],
  now: readonly string[],
): { readonly new: readonly string[]; readonly gone: readonly string[] } {
  const [before, after] = [new Set(old), new Set(now)];
  return { new: now.filter((item) => !before.has(item)), gone: old.filter((item) => !after.has(item)) };
}

function checkIds(report: Report): readonly string[] {
  return report.checks.map((check) => check.id);
}

function severitiesOf(old: Report, now: Report): (check: string) => Severity {
  const known = new Map([...old.checks, ...now.checks].map((check) => [check.id, check.severity]));
  return (check) => known.get(check) ?? 'low';
}

function sideOf({ run }: Report): Side {
  const { id, startedAt, scope } = run;
  return { id, startedAt, benchmark: benchmarkIds({ run }), scope };
}

function byWeight(a: FindingChange, b: FindingChange): number {
  return (
    bySeverity(a, b) ||
    compareText(a.host, b.host) ||
    compareText(a.check, b.check) ||
    compareText(a.subject, b.subject) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
