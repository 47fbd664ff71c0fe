import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readReport } from '../../src/commands/deliver/read-report.ts';
import { packageFile } from '../../src/lib/package.ts';
import { numberingOf } from '../../src/result/benchmarks.ts';
import { reportDigest } from '../../src/result/digest.ts';

const path = packageFile('test/fixtures/reports/version-1.json');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-version-1-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a report of version 1 is read with its numbers, levels and counts', async () => {
  const report = await readReport(path);
  const [benchmark] = report.benchmarks;
  expect(benchmark?.items.map(({ number, level }) => [number, level])).toEqual([
    ['1.1.10', 2],
    ['2.2', 1],
    ['3.16', 1],
    ['5.5', 1],
    ['5.11', 1],
    ['7.1', 1],
  ]);
  expect(numberingOf(report.benchmarks).place('docker-container-privileged')?.number).toBe('5.5');
  expect(benchmark?.summary).toMatchObject({ pass: 5, fail: 4, waived: 1, notApplicable: 2 });
  expect(report.hosts[0]?.benchmarks['cis-docker-1.8.0']).toMatchObject({ fail: 4, waived: 1 });
  expect(report.run.policy).toMatchObject({ benchmarks: ['cis-docker-1.8.0'], levels: [1, 2], digest: null });
  expect(report.run.digest).toBe(reportDigest(report));
});

it('one of version 1 that does not say what it counts is refused, unless that is allowed', async () => {
  const edited = join(folder, 'report.json');
  writeFileSync(edited, readFileSync(path, 'utf8').replace('"outcome": "fail"', '"outcome": "pass"'));
  await expect(readReport(edited)).rejects.toMatchObject({ code: 'REPORT_INVALID' });
  expect((await readReport(edited, true)).hosts).toHaveLength(2);
});
