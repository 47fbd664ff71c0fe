import type { Waiver } from '../../../src/evaluate/waivers/types.ts';
import type { CheckResult, Outcome } from '../../../src/result/types.ts';

/** A waiver of everything under test, in force in all of 2026. */
export function waiverOf(changes: Partial<Waiver> = {}): Waiver {
  return {
    id: 'W-1',
    checks: ['docker-example'],
    hosts: ['*'],
    subjects: [],
    reason: 'Accepted for the time being.',
    owner: 'platform',
    ticket: null,
    from: null,
    expires: '2026-12-31',
    ...changes,
  };
}

/** A result of the check docker-example with a finding for each subject. */
export function resultOf(outcome: Outcome, ...subjects: readonly string[]): CheckResult {
  return {
    check: 'docker-example',
    outcome,
    reason: 'So it is.',
    findings: subjects.map((subject) => ({
      subject,
      path: 'value',
      rule: 'const',
      expected: false,
      actual: true,
      message: 'value is true',
    })),
    evidence: [],
    considered: subjects.length,
    waiver: null,
    attestation: null,
    fix: { kind: 'advice', disruption: 'none', restart: false },
  };
}
