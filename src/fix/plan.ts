import type { CheckInfo, CheckResult, Edition, Fix, HostResult, Report } from '../result/types.ts';
import { pathActions } from './actions.ts';
import { planDaemon } from './daemon-plan.ts';
import type { Advice, Label, Plan, Step } from './types.ts';

/**
 * Sorts every failed check of a host that no active waiver covers into what the script does by itself
 * and what is left to a person, with the reason.
 */
export function planFixes(report: Report, host: HostResult): Plan {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const parts = host.results.filter(needsFix).flatMap((result) => {
    const check = checks.get(result.check);
    return check === undefined ? [] : [planCheck(check, result, editionOf(report))];
  });
  const steps = parts.flatMap(({ step }) => (step === null ? [] : [step]));
  const acting = (kinds: readonly string[]): Step[] =>
    steps.filter(({ actions }) => actions.some(({ kind }) => kinds.includes(kind)));
  const daemon = planDaemon(
    host.audited,
    steps.filter(({ actions }) => actions.length === 0),
  );
  const refused = daemon.refused.map(({ step, reason }) => ({
    ...labelOf(step),
    reason,
    text: checks.get(step.id)?.fix.text ?? '',
    subjects: [],
  }));
  return {
    files: acting(['mode', 'owner']),
    audit: acting(['audit']),
    settings: steps.filter(({ id }) => daemon.plan?.marks.has(id)),
    daemon: daemon.plan,
    advice: [...parts.flatMap(({ advice }) => advice), ...refused],
  };
}

/** The edition in which a report numbers its checks, undefined for a benchmark that is not CIS. */
export function editionOf(report: Report): Edition | undefined {
  const edition = /^cis-docker-(1\.[678]\.0)$/.exec(report.run.benchmark)?.[1];
  return edition as Edition | undefined;
}

/** A check id that may stand in a script as it is. */
export function isPlainId(id: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,79}$/.test(id);
}

/** The check's number in that edition, empty when it has none. */
export function cisNumber(check: CheckInfo, edition: Edition | undefined): string {
  const number = (edition && check.cis[edition]) ?? '';
  return /^[0-9]{1,3}(\.[0-9]{1,3}){0,5}$/.test(number) ? number : '';
}

function needsFix(result: CheckResult): boolean {
  return result.outcome === 'fail' && result.waiver?.state !== 'active';
}

function planCheck(
  check: CheckInfo,
  result: CheckResult,
  edition: Edition | undefined,
): { readonly step: Step | null; readonly advice: readonly Advice[] } {
  const label = { id: check.id, cis: cisNumber(check, edition), title: check.title };
  const subjects = [...new Set(result.findings.map(({ subject }) => subject))];
  const advise = (reason: string, about: readonly string[]): Advice[] => [
    { ...label, reason, text: check.fix.text, subjects: about },
  ];
  const kind = strictest(check.fix, result);
  const { actions, refused } = pathActions(check.fix, result.findings);
  const settings = check.fix.daemonJson ?? {};
  if (kind === 'advice' || !isPlainId(check.id) || !hasAction(check.fix)) {
    return { step: null, advice: advise('it needs a person to decide and do it', subjects) };
  }
  if (check.fix.daemonJson === undefined && actions.length === 0) {
    return { step: null, advice: advise('no path was found that a script may safely touch', refused) };
  }
  return {
    step: {
      ...label,
      summary: { ...check.fix, kind },
      actions: check.fix.daemonJson ? [] : actions,
      settings,
    },
    advice:
      check.fix.daemonJson || refused.length === 0
        ? []
        : advise('a script may not safely touch these', refused),
  };
}

/** A host may turn a fix into a careful one, never into a bolder one. */
function strictest(fix: Fix, result: CheckResult): Fix['kind'] {
  const kinds = [fix.kind, result.fix.kind];
  return (['advice', 'guarded', 'automatic'] as const).find((kind) => kinds.includes(kind)) ?? 'advice';
}

function hasAction({ mode, owner, auditRule, daemonJson }: Fix): boolean {
  return [mode, owner, auditRule, daemonJson].some((action) => action !== undefined);
}

function labelOf({ id, cis, title }: Step): Label {
  return { id, cis, title };
}
