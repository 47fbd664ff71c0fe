import { existsSync } from 'node:fs';
import path from 'node:path';
import { readCases, type Case } from '../../checks/case-file.ts';
import { loadBenchmarks } from '../../checks/load-benchmarks.ts';
import { loadChecks, readText, shippedChecks } from '../../checks/load.ts';
import type { Check } from '../../checks/types.ts';
import { writeWhole } from '../../lib/files.ts';
import type { Benchmark, BenchmarkItem } from '../../result/types.ts';
import { checkPage, decidedBy, plain } from './check-page.ts';
import { exit, type Context } from '../context.ts';

/** Writes one page a check, an index per benchmark, and a page that leads to them. */
export async function documentChecks(
  args: { readonly out: string; readonly cases: string },
  context: Context,
): Promise<number> {
  const checks = await loadChecks([shippedChecks]);
  const { known: benchmarks } = await loadBenchmarks([], checks);
  const pages = await Promise.all(
    checks.map(
      async (check) =>
        [`${check.id}.md`, checkPage(check, await casesOf(check, args.cases), benchmarks)] as const,
    ),
  );
  const indexes = benchmarks.map(
    (benchmark) => [`${benchmark.id}.md`, benchmarkIndex(benchmark, checks)] as const,
  );
  const files = [...pages, ...indexes, ['README.md', overview(checks, benchmarks)] as const];
  context.begin();
  await Promise.all(files.map(([name, text]) => writeWhole(path.join(args.out, name), text, 0o644)));
  context.log.info(`${files.length} pages in ${args.out}`);
  return exit.clean;
}

/** Cases lie beside the sources: an installed plimsoll has none. */
async function casesOf(check: Check, directory: string): Promise<readonly Case[]> {
  const file = path.join(directory, `${check.id}.yaml`);
  return existsSync(file) ? readCases(file, await readText(file)).cases : [];
}

function benchmarkIndex(benchmark: Benchmark, checks: readonly Check[]): string {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const rows = benchmark.items.flatMap((item) =>
    item.checks.length === 0
      ? [itemRow(item, plain(item.title), '', 'not covered')]
      : item.checks.flatMap((id) => {
          const check = byId.get(id);
          return check === undefined
            ? []
            : [itemRow(item, `[${plain(check.title)}](${id}.md)`, check.severity, decidedBy(check))];
        }),
  );
  return [
    `# ${plain(benchmark.title)}`,
    '',
    `${benchmark.items.length} items. The status is the one that the benchmark gives; what decides is up to plimsoll.`,
    '',
    '| number | check | severity | level | status | decided by |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function itemRow(
  { number, level, assessment }: BenchmarkItem,
  check: string,
  severity: string,
  decided: string,
): string {
  return `| ${number} | ${check} | ${severity} | ${level ?? ''} | ${assessment ?? ''} | ${decided} |`;
}

function overview(checks: readonly Check[], benchmarks: readonly Benchmark[]): string {
  const links = benchmarks
    .toReversed()
    .map(({ id, title, items }) => `- [${plain(title)}](${id}.md): ${items.length} items`);
  const mapped = new Set(benchmarks.flatMap(({ items }) => items.flatMap((item) => item.checks)));
  const beyond = checks
    .filter(({ id }) => !mapped.has(id))
    .map((check) => `- [${plain(check.title)}](${check.id}.md)`);
  return [
    '# Checks',
    '',
    'One page a check, made by `npm run generate` from the check and its cases.',
    '',
    ...links,
    '',
    ...(beyond.length === 0 ? [] : ['Beyond the benchmarks:', '', ...beyond, '']),
  ].join('\n');
}
