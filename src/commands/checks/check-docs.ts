import { existsSync } from 'node:fs';
import path from 'node:path';
import { readCases, type Case } from '../../checks/case-file.ts';
import { assessmentOf, compareNumbers, editions } from '../../checks/editions.ts';
import { loadChecks, readText, shippedChecks } from '../../checks/load.ts';
import type { Check } from '../../checks/types.ts';
import { writeWhole } from '../../lib/files.ts';
import type { Edition } from '../../result/types.ts';
import { checkPage, decidedBy, plain } from './check-page.ts';
import { exit, type Context } from '../context.ts';

/** Writes one page a check, an index per edition, and a page that leads to them. */
export async function documentChecks(
  args: { readonly out: string; readonly cases: string },
  context: Context,
): Promise<number> {
  const checks = await loadChecks([shippedChecks]);
  const pages = await Promise.all(
    checks.map(
      async (check) => [`${check.id}.md`, checkPage(check, await casesOf(check, args.cases))] as const,
    ),
  );
  const indexes = editions.map(
    (edition) => [`cis-docker-${edition}.md`, editionIndex(checks, edition)] as const,
  );
  const files = [...pages, ...indexes, ['README.md', overview(checks)] as const];
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

function editionIndex(checks: readonly Check[], edition: Edition): string {
  const numbered = checks
    .flatMap((check) => {
      const number = check.cis[edition];
      return number === undefined ? [] : [{ number, check }];
    })
    .sort((a, b) => compareNumbers(a.number, b.number));
  const rows = numbered.map(
    ({ number, check }) =>
      `| ${number} | [${plain(check.title)}](${check.id}.md) | ${check.severity} | ${check.level} | ${assessmentOf(check, edition)} | ${decidedBy(check)} |`,
  );
  return [
    `# CIS Docker Benchmark ${edition}`,
    '',
    `${numbered.length} recommendations. The status is the one that the benchmark gives; what decides is up to plimsoll.`,
    '',
    '| number | check | severity | level | status | decided by |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function overview(checks: readonly Check[]): string {
  const links = editions.map((edition) => {
    const count = checks.filter((check) => check.cis[edition] !== undefined).length;
    return `- [CIS Docker Benchmark ${edition}](cis-docker-${edition}.md): ${count} recommendations`;
  });
  const extra = checks.filter((check) => Object.keys(check.cis).length === 0);
  const beyond = extra.map((check) => `- [${plain(check.title)}](${check.id}.md)`);
  return [
    '# Checks',
    '',
    'One page a check, made by `npm run generate` from the check and its cases.',
    '',
    ...links,
    '',
    ...(beyond.length === 0 ? [] : ['Beyond the benchmark:', '', ...beyond, '']),
  ].join('\n');
}
