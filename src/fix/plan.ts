import { numberingOf, type Numbering } from '../result/benchmarks.ts';
import type { CheckInfo, CheckResult, Finding, Fix, HostResult, Report } from '../result/types.ts';
import { pathActions } from './actions.ts';
import { containerActions } from './container-actions.ts';
import { planDaemon } from './daemon-plan.ts';
import type { Action, Advice, Label, Plan, Step } from './types.ts';

/**
 * Sorts every failed check of a host that no active waiver covers into what the script does by itself
 * and what is left to a person, with the reason.
 */
export function planFixes(report: Report, host: HostResult): Plan {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const numbering = numberingOf(report.benchmarks);
  const parts = host.results.filter(needsFix).flatMap((result) => {
    const check = checks.get(result.check);
    return check === undefined ? [] : [planCheck(check, result, host, numbering)];
  });
  const steps = parts.flatMap(({ step }) => (step === null ? [] : [step]));
  const acting = (kinds: readonly string[]): Step[] =>
    steps.filter(({ actions }) => actions.some(({ kind }) => kinds.includes(kind)));
  const daemon = planDaemon(
    host.audited,
    steps.filter(({ actions }) => actions.length === 0),
  );
  const refused = daemon.refused.map(({ step, ...why }) => ({
    ...labelOf(step),
    ...why,
    text: step.text,
    subjects: [],
  }));
  return {
    files: acting(['mode', 'owner']),
    audit: acting(['audit']),
    containers: acting(['container']),
    settings: steps.filter(({ id }) => daemon.plan?.marks.has(id)),
    daemon: daemon.plan,
    advice: [...parts.flatMap(({ advice }) => advice), ...refused],
  };
}

/** All that the script does, in its order. */
export function stepsOf(plan: Plan): readonly Step[] {
  return [...plan.files, ...plan.audit, ...plan.containers, ...plan.settings];
}

/** A check id that may stand in a script as it is. */
export function isPlainId(id: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,79}$/.test(id);
}

/** The check's number in the benchmarks of the report, empty when it has none that may stand in a script as it is. */
export function plainNumber({ id }: CheckInfo, numbering: Numbering): string {
  const number = numbering.place(id)?.number ?? '';
  return /^[A-Za-z0-9][A-Za-z0-9.:_-]{0,99}$/.test(number) ? number : '';
}

function needsFix(result: CheckResult): boolean {
  return result.outcome === 'fail' && result.waiver?.state !== 'active';
}

function planCheck(
  check: CheckInfo,
  result: CheckResult,
  host: HostResult,
  numbering: Numbering,
): { readonly step: Step | null; readonly advice: readonly Advice[] } {
  const { fix } = check;
  const label = { id: check.id, cis: plainNumber(check, numbering), title: check.title };
  const advise = (reason: string, subjects: readonly string[]): Advice => ({
    ...label,
    reason,
    text: fix.text,
    subjects,
  });
  const kind = strictest(fix, result);
  if (kind === 'advice' || !isPlainId(check.id) || !hasAction(fix)) {
    const subjects = new Set(openFindings(result).map(({ subject }) => subject));
    return { step: null, advice: [advise(adviceReason(fix, result), [...subjects])] };
  }
  const step = {
    ...label,
    summary: { ...fix, kind },
    text: fix.text,
    steps: fix.steps ?? [],
    settings: fix.daemonJson ?? {},
  };
  if (fix.daemonJson) return { step: { ...step, actions: [] }, advice: [] };
  const { actions, refused } = actionsOf(fix, result, host);
  const advice = [...refused].map(([reason, subjects]) => advise(reason, subjects));
  return { step: actions.length === 0 ? null : { ...step, actions }, advice };
}

function adviceReason(fix: Fix, result: CheckResult): string {
  if (fix.dockerUpdate === undefined || result.fix.dockerUpdate !== undefined)
    return 'it needs a person to decide and do it';
  const names = Object.values(fix.dockerUpdate).map(({ $param }) => $param);
  return `the limit is yours to choose: set the parameter ${names[0] ?? ''}`;
}

/** What is to be done about each subject, and the subjects that a script leaves alone, by the reason why. */
function actionsOf(
  fix: Fix,
  result: CheckResult,
  host: HostResult,
): { readonly actions: readonly Action[]; readonly refused: ReadonlyMap<string, readonly string[]> } {
  const findings = openFindings(result);
  if (fix.dockerUpdate) return containerActions(result.fix.dockerUpdate ?? {}, findings, host);
  const { actions, refused } = pathActions(fix, findings);
  if (actions.length > 0 && refused.length === 0) return { actions, refused: new Map() };
  const reason =
    actions.length === 0
      ? 'no path was found that a script may safely touch'
      : 'a script may not safely touch these';
  return { actions, refused: new Map([[reason, refused]]) };
}

/** Without those that a waiver covers, although the check fails because of others. */
function openFindings(result: CheckResult): readonly Finding[] {
  return result.findings.filter((finding) => finding.waiver === undefined);
}

/** A host may turn a fix into a careful one, never into a bolder one. */
function strictest(fix: Fix, result: CheckResult): Fix['kind'] {
  const kinds = [fix.kind, result.fix.kind];
  return (['advice', 'guarded', 'automatic'] as const).find((kind) => kinds.includes(kind)) ?? 'advice';
}

function hasAction({ mode, owner, auditRule, daemonJson, dockerUpdate }: Fix): boolean {
  return [mode, owner, auditRule, daemonJson, dockerUpdate].some((action) => action !== undefined);
}

function labelOf({ id, cis, title }: Step): Label {
  return { id, cis, title };
}
