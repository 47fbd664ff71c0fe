import { countedAs } from '../../result/tally.ts';
import type { CheckInfo, CheckResult } from '../../result/types.ts';

/** What a check calls its failure, "A container is privileged", where it says so; else what it demands. */
export function failureTitle(check: CheckInfo): string {
  return check.failureTitle ?? check.title;
}

/** The heading of a result: what is wrong where it failed, else what is demanded. */
export function headline(check: CheckInfo, result: CheckResult): string {
  const status = countedAs(result);
  return status === 'fail' || status === 'waived' ? failureTitle(check) : check.title;
}
