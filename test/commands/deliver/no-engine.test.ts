import { expect, it } from 'vitest';
import { exitStatus } from '../../../src/commands/deliver/exit-status.ts';
import { judgeBundle } from '../../../src/commands/judge/judge.ts';
import { loadBundle } from '../../../src/facts/load.ts';
import { packageFile } from '../../../src/lib/package.ts';
import { countedByBenchmark } from '../../../src/result/benchmark-tally.ts';
import type { Report } from '../../../src/result/types.ts';
import { reportOf, sampleReport } from '../../report/sample-report.ts';
import { textOf } from '../../report/render.ts';
import { expectValidFormats } from '../../report/valid.ts';

const bundle = await loadBundle(packageFile('test/fixtures/bundles/no-docker.json'));
const [sample] = sampleReport({ hosts: 1 }).hosts;
const host = countedByBenchmark(judgeBundle(bundle, [], {}), reportOf([]).benchmarks);
const passed = (sample?.results ?? []).map((result) => ({
  ...result,
  outcome: 'pass' as const,
  findings: [],
}));
const whole = { ...sample, state: 'audited', results: passed } as typeof host;
const report = (...hosts: readonly (typeof host)[]): Report => reportOf(hosts);

it('a host without an engine has no results, no error, and does not make an audit incomplete', () => {
  expect(host).toMatchObject({ state: 'noEngine', error: null, results: [], engines: [], audited: null });
  expect(exitStatus(report(host, whole), 'none')).toBe(0);
  expect(report(host, whole).summary.hosts).toEqual({ audited: 1, partial: 0, unreachable: 0, noEngine: 1 });
});

it('a run in which no host has one is no audit', () => {
  expect(exitStatus(report(host, { ...host, name: 'other' }), 'none')).toBe(3);
  expect(exitStatus(report(), 'none')).toBe(0);
});

it('every format tells it as skipped, with its reason', () => {
  const both = report(host, whole);
  const reason = 'neither Docker nor another container engine';
  expectValidFormats(both);
  expect(textOf('junit', both)).toMatch(new RegExp(`<skipped message="${reason}`));
  expect(textOf('junit', both)).toContain('errors="0"');
  expect(textOf('csv', both)).toMatch(new RegExp(`"notApplicable","noEngine",.*${reason}`));
  expect(textOf('sarif', both)).not.toContain(host.name);
  expect(textOf('markdown', both)).toContain(reason);
});
