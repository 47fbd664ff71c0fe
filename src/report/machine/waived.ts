import type { CheckResult, Finding, Report, WaiverNote } from '../../result/types.ts';

/** Whether a waiver in force covers a finding of a failure that stands because of others. */
export function isWaived(finding: Finding, { findings }: CheckResult): boolean {
  return finding.waiver !== undefined && findings.some(({ waiver }) => waiver === undefined);
}

/** The waiver that covers a finding by itself or, without one, that of its result; null where there is neither. */
export function waiverNotes(
  report: Report,
): (result: CheckResult, finding: Finding | null | undefined) => WaiverNote | null {
  const entries = new Map(report.waivers?.map((entry) => [entry.id, entry]));
  return (result, finding) => {
    const id = finding?.waiver;
    if (!finding || id === undefined || !isWaived(finding, result)) return result.waiver;
    const { reason = '', expires = '' } = entries.get(id) ?? {};
    return { id, reason, expires, state: 'active' };
  };
}
