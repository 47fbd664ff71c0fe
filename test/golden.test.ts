import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../src/commands/judge/build-report.ts';
import { knownChecks } from '../src/commands/judge/choices.ts';
import { judgeBundle } from '../src/commands/judge/judge.ts';
import { loadTemplates } from '../src/commands/deliver/templates.ts';
import { loadBundle } from '../src/facts/load.ts';
import { fixScript } from '../src/fix/fix-script.ts';
import { packageFile } from '../src/lib/package.ts';
import { visible } from '../src/lib/text.ts';
import { html } from '../src/report/html.ts';
import { sealed } from '../src/result/digest.ts';
import type { HostResult, Report } from '../src/result/types.ts';
import { policyFor } from './evaluate/benchmark.ts';
import { whole } from './report/render.ts';

const { known: checks, benchmarks } = await knownChecks([], []);
// Golden pages are about what a page says; its style and script have tests of their own, in a browser.
const templates = { ...(await loadTemplates()), 'report/report.css': '', 'report/report.js': '' };

const bundles = ['demo', 'test/fixtures/bundles'].flatMap((folder) =>
  readdirSync(packageFile(folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name: basename(name, '.json'), path: packageFile(`${folder}/${name}`) })),
);

/** The report of one bundle, without what differs between runs and releases. */
async function reportOn(path: string): Promise<Report> {
  const run = { id: 'golden', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:00Z' };
  const host = judgeBundle(await loadBundle(path), checks, {});
  const report = buildReport({ ...run, benchmarks, policy: policyFor(benchmarks) }, checks, [host]);
  return sealed({ ...report, tool: { ...report.tool, version: '0.0.0' } });
}

const folder = `${import.meta.dirname}/golden`;

/** A page and a script differ little from host to host: those of these hosts show what there is. */
const pagesOf: readonly string[] = ['worst', 'hostile', 'unprivileged'];
const scriptsOf: readonly string[] = ['default', 'broken', 'hostile'];

/** A line for each check with its outcome and reason, and below it a line for each finding. */
function verdictsOf({ state, error, platform, results, summary }: HostResult): string {
  const lines = results.flatMap(({ check, outcome, reason, findings }) => [
    `${outcome} ${check}: ${reason}`,
    ...findings.map(({ subject, message }) => `    ${subject}: ${message}`),
  ]);
  const counts = Object.entries(summary).map(([name, count]) => `${name} ${count}`);
  const head = [state, JSON.stringify(error), JSON.stringify(platform), counts.join(', '), ''];
  return [...head, ...lines].map((line) => `${visible(line)}\n`).join('');
}

describe.each(bundles)('the host recorded in $name', ({ name, path }) => {
  it('gets the verdicts, the page and the fix script that it always got', async () => {
    const report = await reportOn(path);
    const [host] = report.hosts;
    if (host === undefined) throw new Error('a report on one bundle has one host');
    await expect(verdictsOf(host)).toMatchFileSnapshot(`${folder}/${name}/verdicts.txt`);
    if (pagesOf.includes(name)) {
      const [page] = whole(html(report, templates, { singleFile: false, assets: 'inline' }));
      await expect(page?.content).toMatchFileSnapshot(`${folder}/${name}/index.html`);
    }
    if (scriptsOf.includes(name))
      await expect(fixScript(report, host, templates)).toMatchFileSnapshot(`${folder}/${name}/fix.sh`);
  });
});

describe('what a hostile host has said', async () => {
  const report = await reportOn(packageFile('test/fixtures/bundles/hostile.json'));
  const [file] = whole(html(report, templates, { singleFile: false, assets: 'inline' }));
  const page = file?.content ?? '';
  const script = report.hosts.map((host) => fixScript(report, host, templates)).join('');

  it('is text in the page, comment or quoted in the script, and hides or moves nothing', () => {
    expect(page.match(/<(script|img|iframe|base)\b/g)).toEqual(['<script']);
    expect(script.match(/^[ \t]*touch CANARY/gm)).toBeNull();
    for (const text of [page, script]) expect(text).not.toMatch(/[^\P{C}\n\t]|[\u2028\u2029]/u);
  });

  it('runs nothing when the script is run', () => {
    const cwd = mkdtempSync(`${tmpdir()}/plimsoll-golden-`);
    const { status } = spawnSync('sh', ['-s'], { cwd, input: script });
    expect({ status, left: readdirSync(cwd) }).toEqual({ status: 3, left: [] });
    rmSync(cwd, { recursive: true });
  });
});

it('no golden file is left without its bundle', () => {
  const known: readonly string[] = bundles.map(({ name }) => name);
  expect(readdirSync(folder).filter((name) => !known.includes(name))).toEqual([]);
});
