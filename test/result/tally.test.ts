import { describe, expect, it } from 'vitest';
import { reportedBenchmark } from '../../src/result/benchmark-tally.ts';
import { fleetTally, tally } from '../../src/result/tally.ts';
import type { CheckInfo, CheckResult, Outcome, WaiverNote } from '../../src/result/types.ts';
import { benchmarkOf } from '../evaluate/benchmark.ts';
import { sampleChecks } from '../report/sample-checks.ts';

function result(outcome: Outcome, waiver?: WaiverNote['state'], check = 'docker-daemon-icc'): CheckResult {
  return {
    check,
    outcome,
    reason: '',
    findings: [],
    evidence: [],
    considered: 0,
    attestation: null,
    waiver:
      waiver === undefined ? null : { id: 'W-1', reason: 'because', expires: '2026-12-31', state: waiver },
    fix: { kind: 'advice', disruption: 'none', restart: false },
  };
}

describe('tally', () => {
  it('scores pass over pass, fail and error', () => {
    const results = [result('pass'), result('pass'), result('fail'), result('error'), result('manual')];
    expect(tally([...results, result('notApplicable')])).toEqual({
      pass: 2,
      fail: 1,
      manual: 1,
      notApplicable: 1,
      error: 1,
      waived: 0,
      attested: 0,
      score: 0.5,
    });
  });

  it('counts a failed check under a waiver in force apart, and out of the score', () => {
    expect(tally([result('pass'), result('fail', 'active')])).toMatchObject({ fail: 0, waived: 1, score: 1 });
  });

  it('counts it as failed once the waiver has expired', () => {
    expect(tally([result('pass'), result('fail', 'expired')])).toMatchObject({
      fail: 1,
      waived: 0,
      attested: 0,
      score: 0.5,
    });
  });

  it('lets no waiver hide an error or claim a pass', () => {
    const results = [result('error', 'active'), result('pass', 'active')];
    expect(tally(results)).toMatchObject({ error: 1, pass: 1, waived: 0, score: 0.5 });
  });

  it('has no score where nothing was decided', () => {
    expect(tally([]).score).toBeNull();
    expect(tally([result('manual'), result('fail', 'active')]).score).toBeNull();
  });
});

describe('fleetTally', () => {
  const [first] = sampleChecks;
  const check = (id: string, severity: CheckInfo['severity']) => ({ ...(first as CheckInfo), id, severity });
  const checks = [check('a', 'low'), check('b', 'high'), check('c', 'high')];
  const frame = {
    checks,
    benchmarks: [reportedBenchmark(benchmarkOf('own', { '2.1': 'c', '10.1': 'b' }), [])],
  };

  it('counts over all hosts, and apart by severity and section', () => {
    const fleet = fleetTally(frame, [
      { state: 'audited', results: [result('pass', undefined, 'a'), result('fail', undefined, 'b')] },
      { state: 'partial', results: [result('error', undefined, 'b'), result('fail', 'active', 'c')] },
      { state: 'unreachable', results: [] },
    ]);
    expect(fleet).toMatchObject({ pass: 1, fail: 1, error: 1, waived: 1, score: 1 / 3 });
    expect(fleet.hosts).toEqual({ audited: 1, partial: 1, unreachable: 1, noEngine: 0 });
    expect(fleet.bySeverity.high).toMatchObject({ fail: 1, error: 1, waived: 1, score: 0 });
    expect(fleet.bySection['10']).toMatchObject({ fail: 1, error: 1 });
  });

  it('has all four severities, and the sections that the checks are in', () => {
    const fleet = fleetTally(frame, []);
    expect(Object.keys(fleet.bySeverity)).toEqual(['critical', 'high', 'medium', 'low']);
    expect(Object.keys(fleet.bySection).sort()).toEqual(['10', '2', 'extra']);
    expect(fleet.score).toBeNull();
  });

  it('refuses a result of a check that is not there', () => {
    const hosts = [{ state: 'audited', results: [result('pass', undefined, 'gone')] }] as const;
    expect(() => fleetTally(frame, hosts)).toThrow(/unknown check gone/);
  });
});
