import type { CheckResult } from '../../result/types.ts';
import { plain } from '../machine/text.ts';
import { problemOf, subjectsOf, type Subject } from '../machine/subjects.ts';

const longestText = 8000;

/** One result for each subject that the report names; for a check that nothing was decided by, one that says why. */
export function resultsOf(result: CheckResult, started: string) {
  const time = { start_time: started };
  if (result.outcome === 'manual' || result.outcome === 'notApplicable') {
    const reason = plain(result.reason, longestText) || result.check;
    return [{ ...time, status: 'skipped', code_desc: reason, skip_message: reason }];
  }
  const subjects = subjectsOf(result);
  const decided = subjects.some((subject) => subject.findings.length > 0) || result.outcome === 'pass';
  if (subjects.length > 0 && decided)
    return subjects.map((subject) => ({ ...time, ...judged(subject, result) }));
  return [{ ...time, ...judged({ name: '', findings: [], evidence: [] }, result, true) }];
}

/** The status of a subject; one without findings is as expected, unless it stands for the whole result. */
function judged(subject: Subject, result: CheckResult, whole = false) {
  const code_desc = plain(subject.name, 500) || plain(result.reason, 500) || result.check;
  const wrong = whole || subject.findings.length > 0;
  if (result.outcome === 'pass' || !wrong) return { status: 'passed', code_desc };
  const message = plain(problemOf(subject, result), longestText) || result.check;
  return { status: result.outcome === 'fail' ? 'failed' : 'error', code_desc, message };
}
