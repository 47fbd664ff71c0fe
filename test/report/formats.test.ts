import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadChecks, shippedChecks } from '../../src/checks/load.ts';
import { buildReport, judgeBundle } from '../../src/commands/judge.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { packageFile } from '../../src/lib/package.ts';
import { renderers, type Format } from '../../src/report/index.ts';
import type { Report } from '../../src/result/types.ts';
import { hostileReport } from './hostile-report.ts';
import { parseCsv, parseMarkdown, parsePrometheus } from './parse.ts';
import { filesOf, textOf } from './render.ts';
import { sampleReport } from './sample-report.ts';
import { jsonValidator, withJunit } from './schemas/validate.ts';

const formats = Object.keys(renderers) as Format[];

/** A page shows evidence in the order it comes in; judging a host has sorted it. */
const keyless = formats.filter((format) => format !== 'html');

/** What real hosts came to, and one that lies wherever it can: all recorded bundles as one fleet. */
async function recordedFleet(): Promise<Report> {
  const checks = await loadChecks([shippedChecks]);
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
    edition: '1.8.0',
    levels: [1, 2],
  } as const;
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
    withJunit(textOf('junit', report), (document) =>
      expect(document.find('//testsuite')).toHaveLength(report.hosts.length),
    );
    const valid = (schema: string, text: string) => jsonValidator(schema)(JSON.parse(text));
    expect(valid('sarif.json', textOf('sarif', report))).toEqual([]);
    expect(valid('sarif.json', textOf('sarif-full', report))).toEqual([]);
    expect(valid('oscal.json', textOf('oscal', report))).toEqual([]);
    for (const file of filesOf('hdf', report)) expect(valid('hdf.json', file.content)).toEqual([]);
    expect(parseCsv(textOf('csv', report)).length).toBeGreaterThan(report.hosts.length);
    expect(parseCsv(textOf('csv-hosts', report))).toHaveLength(report.hosts.length);
    expect(parsePrometheus(textOf('prometheus', report)).length).toBeGreaterThan(10);
    expect(parseMarkdown(textOf('markdown', report)).tables.length).toBeGreaterThan(2);
  });
});

it('no two formats write the same file', () => {
  const paths = formats.flatMap((format) =>
    filesOf(format, sampleReport({ hosts: 3 })).map(({ path }) => path),
  );
  expect(new Set(paths).size).toBe(paths.length);
});
