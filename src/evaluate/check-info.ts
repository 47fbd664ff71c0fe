import { assessmentOf } from '../checks/editions.ts';
import type { Check } from '../checks/types.ts';
import type { CheckInfo, Edition } from '../result/types.ts';

/** The part of a check that goes into a report by an edition. */
export function checkInfo(check: Check, edition: Edition): CheckInfo {
  const { id, title, failureTitle, severity, section, level, cis } = check;
  const { rationale, verify, fix, references, tags } = check;
  const info = {
    id,
    title,
    severity,
    section,
    level,
    cis,
    assessment: assessmentOf(check, edition),
    rationale,
    verify,
    fix,
    references,
    tags,
  };
  return failureTitle === undefined ? info : { ...info, failureTitle };
}
