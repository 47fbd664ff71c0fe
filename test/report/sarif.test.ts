import type { Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { ReportFormat } from '../../src/report/format-names.ts';
import type { Report } from '../../src/result/types.ts';
import { textOf } from './render.ts';
import { sampleReport } from './sample-report.ts';
import { jsonValidator } from './schemas/validate.ts';

const problems = jsonValidator('sarif.json');
const report = sampleReport({ hosts: 6 });

function runOf(format: ReportFormat, of: Report): Run {
  const log = JSON.parse(textOf(format, of)) as Log;
  expect(problems(log)).toEqual([]);
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

const resultsOf = (run: Run): readonly Result[] => run.results ?? [];
const notesOf = (run: Run) =>
  (run.invocations?.[0]?.toolExecutionNotifications ?? []).map((note) => note.message.text);

describe('results.sarif for GitHub', () => {
  const run = runOf('sarif', report);

  it('has what failed or is unknown and no waived result, which would become an alert', () => {
    const checks = report.hosts.flatMap((host) => host.results);
    const waived = checks.filter((result) => result.waiver?.state === 'active');
    const left = checks.filter(
      (result) => ['fail', 'error'].includes(result.outcome) && !waived.includes(result),
    );
    const findings = left.reduce((sum, result) => sum + result.findings.length, 0);
    const broken = report.hosts.filter((host) => host.error !== null).length;
    expect(waived.length).toBeGreaterThan(0);
    expect(resultsOf(run)).toHaveLength(findings + broken);
    expect(notesOf(run)).toEqual([
      `${waived.length} failed checks under a waiver in force are left out; see report.json.`,
    ]);
  });

  it('puts the most severe first', () => {
    const levels = resultsOf(run).map((result) => ['error', 'warning', 'note'].indexOf(result.level ?? ''));
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  });

  it('has an alert for a host that was not audited, whose other alerts GitHub will close', () => {
    const alerts = resultsOf(run).filter((result) => result.ruleId === 'plimsoll-host-not-audited');
    expect(alerts.map((alert) => alert.message.text?.split(':')[0])).toEqual([
      'build-01 is unreachable',
      'queue-01 is partial',
    ]);
    expect(run.invocations?.[0]?.executionSuccessful).toBe(false);
  });

  it('points to rules by their index', () => {
    const rules = run.tool.driver.rules ?? [];
    for (const result of resultsOf(run)) expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
  });

  it('tells the same problem by the same fingerprint, and two problems apart', () => {
    const prints = (one: Run) =>
      resultsOf(one).map((result) => result.partialFingerprints?.primaryLocationLineHash);
    expect(new Set(prints(run)).size).toBe(resultsOf(run).length);
    const later = { ...report, run: { ...report.run, id: 'later', startedAt: '2026-11-24T02:00:00Z' } };
    expect(prints(runOf('sarif', later))).toEqual(prints(run));
  });

  it('places files of a host under the host', () => {
    const addresses = resultsOf(run).map(
      (result) => result.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    );
    expect(addresses).toContain('plimsoll/web-01/etc/docker/daemon.json');
    expect(addresses).toContain('plimsoll/web-01/container/frontend');
  });

  it('keeps the 5,000 most severe results, and says so', () => {
    const fleet = sampleReport({ hosts: 500 });
    const cut = runOf('sarif', fleet);
    expect(resultsOf(cut)).toHaveLength(5000);
    expect(notesOf(cut)[0]).toMatch(/^5000 of \d{4,} results are in this file, the most severe first/);
    expect(resultsOf(cut).some((result) => result.level === 'note')).toBe(false);
  });

  it('has one run for the fleet, in a category of its own', () => {
    expect(run.automationDetails?.id).toBe(`plimsoll/cis-docker-1.8.0/${report.run.id}`);
  });
});

describe('results-full.sarif', () => {
  const results = resultsOf(runOf('sarif-full', report));

  it('has every outcome as its kind', () => {
    const kinds = new Map(results.map((result) => [result.properties?.outcome as string, result.kind]));
    kinds.delete('undefined');
    expect(Object.fromEntries([...kinds].filter(([outcome]) => outcome))).toEqual({
      pass: 'pass',
      fail: 'fail',
      error: 'open',
      manual: 'review',
      notApplicable: 'notApplicable',
    });
  });

  it('has waivers as suppressions, accepted while they are in force', () => {
    const suppressions = results.flatMap((result) => result.suppressions ?? []);
    const of = (id: string) => suppressions.find(({ justification }) => justification?.startsWith(id));
    expect(of('W-0042')).toMatchObject({ kind: 'external', status: 'accepted' });
    expect(of('W-0017')).toMatchObject({ status: 'rejected' });
    expect(of('W-0017')?.justification).toContain('expired on 2026-10-31');
  });

  it('says of every result whether it is suppressed', () => {
    expect(results.every((result) => result.suppressions !== undefined)).toBe(true);
  });
});
