import { describe, expect, it } from 'vitest';
import { join } from '../../scripts/compare/join.mjs';
import { tableOf } from '../../scripts/compare/table.mjs';
import { editionOf, parseLog } from '../../scripts/compare/their-log.mjs';
import { buildReport } from '../../src/commands/judge/build-report.ts';
import { knownChecks } from '../../src/commands/judge/choices.ts';
import { judgeBundle } from '../../src/commands/judge/judge.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { packageFile } from '../../src/lib/package.ts';
import { policyFor } from '../evaluate/benchmark.ts';

const log = `{
  "dockerbenchsecurity": "1.6.0",
  "tests": [
    { "id": "2", "desc": "Daemon", "results": [
      { "id": "2.10", "desc": "cgroup", "result": "PASS" },
      { "id": "2.2", "desc": "traffic", "result": "WARN" },
      { "id": "2.4", "desc": "packet filter", "result": "WARN" }
    ] },
    { "id": "5", "desc": "Containers", "results": [
      { "id": "5_15", "desc": "restart", "result": "PASS" },
      { "id": "5.30", "desc": "bridge", "result": "INFO", "details": "Containers:\\n  1f:web", "items": ["1f:web"] },
      { "id": "5.99", "desc": "unheard of", "result": "NOTE" }
    ] },
    { "id": "7", "desc": "Swarm", "results": [{ "id": "7.1", "desc": "managers", "result": "INFO" }] }
  ],
  "checks": 7, "score": 0
}`;
const { known, benchmarks } = await knownChecks([], ['cis-docker-1.6.0']);
const checks = known.filter(({ numbers }) =>
  numbers.some((number) => /^(2\.2|2\.3|2\.4|2\.10|5\.15|5\.30|7\.1)$/.test(number)),
);
const run = { id: 'compare', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:00Z' };
const host = judgeBundle(await loadBundle(packageFile('demo/default.json')), checks, {});
const report = buildReport({ ...run, benchmarks, policy: policyFor(benchmarks) }, checks, [host]);

describe('a comparison with docker-bench-security', () => {
  const comparison = join(parseLog(log), report);

  it('has every recommendation once, in the order of the benchmark, and says where both agree', () => {
    expect(
      comparison.rows.map(({ number, theirs, ours, verdict }) => [
        number,
        theirs?.result,
        ours?.outcome,
        verdict,
      ]),
    ).toEqual([
      ['2.2', 'WARN', 'fail', 'same'],
      ['2.3', undefined, 'pass', 'onlyOurs'],
      ['2.4', 'WARN', 'pass', 'differ'],
      ['2.10', 'PASS', 'pass', 'same'],
      ['5.15', 'PASS', 'fail', 'differ'],
      ['5.30', 'INFO', 'fail', 'differ'],
      ['5.99', 'NOTE', undefined, 'onlyTheirs'],
      ['7.1', 'INFO', 'notApplicable', 'same'],
    ]);
    expect(comparison.counts).toEqual({ same: 3, differ: 3, onlyTheirs: 1, onlyOurs: 1 });
  });

  it('shows what each says where they differ, and only there', () => {
    const text = tableOf(comparison).join('\n');
    const why = text.slice(text.indexOf('\n\n'));
    expect(why).toContain('docker-bench-security INFO: Containers: 1f:web');
    expect(why).toMatch(/plimsoll fail: .*\n {4}container:cache: restartPolicy is unless-stopped/);
    expect(why).toMatch(/plimsoll pass: .*\n {4}daemon:iptables: {.*"value":true/);
    expect(why).not.toMatch(/^(2\.2|2\.10|7\.1) /m);
    expect(text).toMatch(
      /3 same, 3 differ \(!\), 1 only in docker-bench-security \(<\), 1 only in plimsoll \(>\)$/,
    );
  });
});

it('says what is wrong with a log that is not one', () => {
  expect(() => parseLog('{"tests": [')).toThrow('not valid JSON');
  expect(() => parseLog('[]')).toThrow('no "tests"');
});

it('takes the edition from the script', () => {
  expect(editionOf('# Based on the CIS Docker Benchmark 1.6.0.\n')).toBe('1.6.0');
  expect(editionOf('version=1.6.0')).toBeNull();
});
