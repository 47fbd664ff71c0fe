import { readdirSync } from 'node:fs';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/commands/judge/build-report.ts';
import { knownChecks } from '../../src/commands/judge/choices.ts';
import { judgeBundle } from '../../src/commands/judge/judge.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { packageFile } from '../../src/lib/package.ts';
import { policyFor } from '../evaluate/benchmark.ts';
import type { ReportFormat } from '../../src/report/format-names.ts';
import { renderers } from '../../src/report/index.ts';
import type { Report } from '../../src/result/types.ts';
import { hostileReport } from './hostile-report.ts';
import { parseCsv } from './parse.ts';
import { filesOf, textOf } from './render.ts';
import { reportOf, sampleReport } from './sample-report.ts';
import { expectValidFormats } from './valid.ts';

const formats = Object.keys(renderers) as ReportFormat[];

/** A page shows evidence in the order it comes in; judging a host has sorted it. */
const keyless = formats.filter((format) => format !== 'html');

/** What real hosts came to, and one that lies wherever it can: all recorded bundles as one fleet. */
async function recordedFleet(): Promise<Report> {
  const { known: checks, benchmarks } = await knownChecks([], []);
  const paths = ['demo', 'test/fixtures/bundles'].flatMap((folder) =>
    readdirSync(packageFile(folder)).map((name) => packageFile(`${folder}/${name}`)),
  );
  const bundles = await Promise.all(paths.map(loadBundle));
  const hosts = bundles.map((bundle, index) => ({
    ...judgeBundle(bundle, checks, {}),
    name: `${bundle.host.name}-${index}`,
  }));
  const time = '2026-01-01T00:00:00Z';
  const run = {
    id: 'recorded',
    startedAt: time,
    finishedAt: time,
    benchmarks,
    policy: policyFor(benchmarks),
  };
  return buildReport(run, checks, hosts);
}

/** The same report as it is read back, with the keys of every object the other way round. */
function readBack(report: Report): Report {
  return JSON.parse(textOf('json', report), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.assign(Object.create(null), Object.fromEntries(Object.entries(value).reverse())) as unknown;
  }) as Report;
}

const reports: readonly (readonly [string, Report])[] = [
  ['recorded hosts', await recordedFleet()],
  ['a fleet', sampleReport({ hosts: 6 })],
  ['hostile hosts', hostileReport({ bytes: 100_000 })],
];

describe.each(reports)('a report of %s', (_name, report) => {
  it.each(keyless)('gives the same %s when it is read back from report.json', (format) => {
    expect(filesOf(format, readBack(report))).toEqual(filesOf(format, report));
  });

  it('is valid in every format', () => {
    expectValidFormats(report);
  });
});

describe('a failure of which a waiver covers a part', () => {
  const report = partlyWaived();
  const [waived, open] = ['container:waived', 'container:open'];

  it('is told without that part where it says what to put right', () => {
    for (const format of ['sarif', 'markdown'] as const) {
      expect(textOf(format, report)).toContain(open);
      expect(textOf(format, report)).not.toContain(waived);
    }
    expect(textOf('junit', report)).toContain(`message="${open}: `);
  });

  it('is told with that part and its waiver elsewhere', () => {
    const rows = parseCsv(textOf('csv', report)).map((row) => [row.resource, row.status, row.waiver_id]);
    expect(rows).toContainEqual([waived, 'waived', 'W-0007']);
    expect(rows).toContainEqual([open, 'fail', '']);
    const full = JSON.parse(textOf('sarif-full', report)) as Log;
    const suppressions = full.runs[0]?.results?.flatMap((result) => result.suppressions ?? []);
    expect(suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'W-0007, until 2026-12-31: Accepted for now.' },
    ]);
  });
});

/** A host with one failed result, two subjects, and a waiver for one of them. */
function partlyWaived(): Report {
  const report = sampleReport({ hosts: 1 });
  const [host] = report.hosts;
  const failed = host?.results.find(({ outcome }) => outcome === 'fail');
  const [finding] = failed?.findings ?? [];
  if (host === undefined || failed === undefined || finding === undefined) throw new Error('nothing failed');
  const findings = [
    { ...finding, subject: 'container:waived', waiver: 'W-0007' },
    { ...finding, subject: 'container:open' },
  ];
  const entry = { id: 'W-0007', checks: ['*'], hosts: ['*'], subjects: ['container:waived'], owner: 'ops' };
  const terms = { reason: 'Accepted for now.', ticket: null, from: null, expires: '2026-12-31' };
  const results = [{ ...failed, findings, evidence: [], waiver: null }];
  return {
    ...reportOf([{ ...host, results }]),
    waivers: [{ ...entry, ...terms, state: 'active', tooBroad: false, covers: 1 }],
  };
}

it('no two formats write the same file', () => {
  const paths = formats.flatMap((format) =>
    filesOf(format, sampleReport({ hosts: 3 })).map(({ path }) => path),
  );
  expect(new Set(paths).size).toBe(paths.length);
});
