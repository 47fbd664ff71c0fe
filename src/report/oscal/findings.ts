import { countedAs } from '../../result/tally.ts';
import type { CheckInfo, CheckResult, Report } from '../../result/types.ts';
import { counted } from '../format.ts';
import { prose } from '../machine/markdown-text.ts';
import { uuidOf } from '../machine/identity.ts';
import { controlName, observationUuid, optionalList, riskUuid } from './common.ts';

interface Occurrence {
  readonly host: string;
  readonly result: CheckResult;
}

/**
 * One finding for each check over the fleet. It is satisfied only where at least one host passed and nothing failed,
 * was undecided or out of reach. A check that applies to no host has none.
 */
export function findingsOf(report: Report) {
  const seen = occurrences(report);
  const unreachable = report.hosts.filter((host) => host.state === 'unreachable').length;
  return report.checks.flatMap((check) => {
    const results = seen.get(check.id) ?? [];
    const status = statusOf(results, unreachable);
    return status === null ? [] : [finding(report, check, results, status)];
  });
}

function occurrences(report: Report): ReadonlyMap<string, readonly Occurrence[]> {
  const seen = new Map<string, Occurrence[]>(report.checks.map((check) => [check.id, []]));
  for (const host of report.hosts) {
    for (const result of host.results) seen.get(result.check)?.push({ host: host.name, result });
  }
  return seen;
}

interface Status {
  readonly state: 'satisfied' | 'not-satisfied';
  readonly reason: 'pass' | 'fail' | 'other';
  readonly remarks: string;
}

/** A waived failure is still not satisfied; the risk that belongs to it says that it is accepted. */
function statusOf(results: readonly Occurrence[], unreachable: number): Status | null {
  const count = (...outcomes: readonly string[]) =>
    results.filter(({ result }) => outcomes.includes(result.outcome)).length;
  const [failed, passed] = [count('fail'), count('pass')];
  const undecided = count('error', 'manual') + unreachable;
  const remarks = `${counted(failed, 'host')} failed, ${passed} passed, ${undecided} undecided.`;
  if (failed > 0) return { state: 'not-satisfied', reason: 'fail', remarks };
  if (undecided > 0) return { state: 'not-satisfied', reason: 'other', remarks };
  return passed > 0 ? { state: 'satisfied', reason: 'pass', remarks } : null;
}

function finding(report: Report, check: CheckInfo, results: readonly Occurrence[], status: Status) {
  const observations = results
    .filter(({ result }) => result.outcome !== 'notApplicable')
    .map(({ host }) => ({ 'observation-uuid': observationUuid(report, host, check.id) }));
  const waived = results.flatMap(({ result }) =>
    countedAs(result) === 'waived' ? (result.waiver?.id ?? []) : [],
  );
  const risks = [...new Set(waived)].map((id) => ({ 'risk-uuid': riskUuid(id) }));
  return {
    uuid: uuidOf('finding', report.run.id, check.id),
    title: prose(check.title) || check.id,
    description: status.remarks,
    target: { type: 'objective-id', 'target-id': controlName(check), status },
    ...optionalList('related-observations', observations),
    ...optionalList('related-risks', risks),
  };
}
