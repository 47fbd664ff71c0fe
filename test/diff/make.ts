import { sealed } from '../../src/result/digest.ts';
import { tally } from '../../src/result/tally.ts';
import type { CheckResult, Finding, HostResult, Outcome, Report } from '../../src/result/types.ts';
import { withSums, type NumberedCheck } from '../report/with-sums.ts';

export const checkInfo: NumberedCheck = {
  id: 'docker-example',
  title: 'An example',
  severity: 'high',
  section: '2',
  level: 1,
  cis: { '1.8.0': '2.2' },
  assessment: 'automated',
  rationale: 'Because.',
  verify: 'docker info',
  fix: { kind: 'advice', disruption: 'none', restart: false, text: 'Change it.' },
  references: [],
  tags: ['daemon'],
};

/** A finding about a container. */
export function found(name: string, changes: Partial<Finding> = {}): Finding {
  return {
    subject: `container:${name}`,
    path: 'privileged',
    rule: 'const',
    expected: false,
    actual: true,
    message: 'privileged is true',
    ...changes,
  };
}

export function resultOf(
  outcome: Outcome,
  findings: readonly Finding[] = [],
  changes: Partial<CheckResult> = {},
): CheckResult {
  return {
    check: 'docker-example',
    outcome,
    reason: 'So it is.',
    findings,
    evidence: [],
    considered: findings.length,
    waiver: null,
    attestation: null,
    fix: { kind: 'advice', disruption: 'none', restart: false },
    ...changes,
  };
}

export const waived: Partial<CheckResult> = {
  waiver: { id: 'W-1', reason: 'Accepted for now, really.', expires: '2026-12-31', state: 'active' },
};

/** A report of hosts with one result each; null for one that was not reached. */
export function reportOf(
  hosts: Readonly<Record<string, CheckResult | null>>,
  run: Partial<Report['run']> & { readonly benchmark?: string } = {},
): Report {
  const list = Object.entries(hosts).map(([name, result]) => hostOf(name, result));
  return sealed(withSums(run, [checkInfo], list));
}

function hostOf(name: string, result: CheckResult | null): HostResult {
  const results = result === null ? [] : [result];
  const error = { code: 'CONNECT_TIMEOUT', message: 'no answer', hint: 'see whether it is up' };
  return {
    name,
    address: '10.0.0.1:22',
    groups: [],
    labels: {},
    state: result === null ? 'unreachable' : result.outcome === 'error' ? 'partial' : 'audited',
    error: result === null ? error : null,
    collectedAt: result === null ? null : '2026-11-23T02:00:05Z',
    platform: { os: null, kernel: null, engine: null },
    ...{ engines: [], facts: null, benchmarks: {} },
    audited: null,
    results,
    summary: tally(results),
  };
}
