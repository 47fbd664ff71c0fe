import { atLeast, countedAs } from '../../result/tally.ts';
import type { HostResult, Report, Severity } from '../../result/types.ts';
import { exit } from '../context.ts';

/** `new`: only what was not failing in the report compared with. */
export type Threshold = Severity | 'none' | 'new';

/** What the run comes to as an exit status: an incomplete audit beats findings, and is never green. */
export function exitStatus(report: Report, failOn: Threshold): number {
  if (incompleteHosts(report).length > 0 || hasNoEngine(report)) return exit.incomplete;
  return failingChecks(report, failOn) > 0 ? exit.findings : exit.clean;
}

/** Those whose audit is not whole; one without an engine has nothing to judge. */
export function incompleteHosts({ hosts }: Report): readonly HostResult[] {
  return hosts.filter(({ state }) => state === 'unreachable' || state === 'partial');
}

/** Whether no host of the run had an engine, so that nothing was judged at all. */
export function hasNoEngine({ hosts }: Report): boolean {
  return hosts.length > 0 && hosts.every(({ state }) => state === 'noEngine');
}

/** How many failed checks, over all hosts, are at or above the threshold; of `new`, how many findings. */
export function failingChecks(report: Report, failOn: Threshold): number {
  if (failOn === 'none') return 0;
  if (failOn === 'new') return newFindings(report);
  const wanted = new Set(atLeast(failOn));
  const severityOf = new Map(report.checks.map((check) => [check.id, check.severity]));
  const failed = report.hosts.flatMap((host) =>
    host.results.filter((result) => countedAs(result) === 'fail'),
  );
  return failed.filter((result) => wanted.has(severityOf.get(result.check) ?? 'low')).length;
}

/** A report that was compared with none has nothing but new findings. */
function newFindings(report: Report): number {
  return report.since?.counts.newlyFailing ?? failingChecks(report, 'low');
}
