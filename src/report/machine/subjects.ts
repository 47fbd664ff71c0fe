import { bySubject } from '../../result/by-subject.ts';
import type { CheckResult, Evidence, Finding } from '../../result/types.ts';
import { isWaived } from './waived.ts';

/** What a result says of one subject; without findings the subject is as expected, or nobody could tell. */
export interface Subject {
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
}

/** A result apart by subject: those with findings first, in the order of the report. */
export function subjectsOf(result: CheckResult): readonly Subject[] {
  const findings = bySubject(result.findings);
  const evidence = bySubject(result.evidence);
  return [...new Set([...findings.keys(), ...evidence.keys()])].map((name) => ({
    name,
    findings: findings.get(name) ?? [],
    evidence: evidence.get(name) ?? [],
  }));
}

/** The subjects with findings; a failed or undecided result always has one, without a name if need be. */
export function failingSubjects(result: CheckResult): readonly Subject[] {
  const failing = subjectsOf(result).filter((subject) => subject.findings.length > 0);
  return failing.length > 0 ? failing : [{ name: '', findings: [], evidence: [] }];
}

/** Those of them that no waiver covers; one without a name where the failure stands for something else. */
export function openSubjects(result: CheckResult): readonly Subject[] {
  return failingSubjects({
    ...result,
    findings: result.findings.filter((finding) => !isWaived(finding, result)),
  });
}

/** What is wrong with a subject, in one text; the reason of the result where no finding says more. */
export function problemOf(subject: Subject, result: CheckResult): string {
  return subject.findings.map((finding) => finding.message).join('; ') || result.reason;
}
