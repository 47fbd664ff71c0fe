import type { Check } from '../checks/types.ts';
import type { CheckInfo } from '../result/types.ts';

/** The part of a check that goes into a report. */
export function checkInfo(check: Check): CheckInfo {
  const { id, title, failureTitle, severity, rationale, verify, fix, references, tags } = check;
  const info = { id, title, severity, rationale, verify, fix, references, tags };
  return failureTitle === undefined ? info : { ...info, failureTitle };
}
