import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../src/history/lock.ts';
import { reportSchema } from '../../src/result/schema.ts';
import type { Report } from '../../src/result/types.ts';
import { plimsoll, sampleBundle, workFolder } from './run.ts';

const folder = workFolder();
const validate = new Ajv().compile(reportSchema);

/** The sample hosts differ in these, and know all about them. */
const few = ['icc', 'live-restore', 'no-new-privileges', 'insecure-registries'].flatMap((name) => [
  '--check',
  `docker-daemon-${name}`,
]);

/** The facts of one host on a day of November: those of one of the sample hosts. */
function facts(day: number, name: 'broken' | 'default' | 'hardened'): string {
  const bundle = JSON.parse(readFileSync(sampleBundle(name), 'utf8'));
  const time = `2026-11-${String(day).padStart(2, '0')}T02:00:00Z`;
  const host = { ...bundle.host, name: 'web-01' };
  return folder.file(`${name}-${day}.json`, JSON.stringify({ ...bundle, host, collectedAt: time }));
}

async function night(history: string, bundle: string, ...flags: readonly string[]) {
  const path = join(folder.path, 'report.json');
  const args = [
    'evaluate',
    bundle,
    ...few,
    '-f',
    `json=${path}`,
    '--history',
    join(folder.path, history),
    ...flags,
  ];
  const ran = await plimsoll(args);
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return { ...ran, report, since: report.since };
}

describe('--history', () => {
  it('tells night after night what changed, and fails only on what is new', async () => {
    const newOnly = ['--fail-on', 'new'];
    const first = await night('week', facts(1, 'hardened'), ...newOnly);
    expect(first.status).toBe(0);
    expect(first.since).toMatchObject({ previous: null, trend: [{ startedAt: '2026-11-01T02:00:00Z' }] });
    const worse = await night('week', facts(2, 'default'), ...newOnly);
    expect(worse.status).toBe(1);
    expect(worse.since?.previous?.id).toBe(first.report.run.id);
    expect(worse.since?.counts.newlyFailing).toBeGreaterThan(0);
    expect(worse.stderr).toMatch(/Since 2026-11-01 .*: \d+ newly failing, 0 fixed, 0 still failing/);
    const same = await night('week', facts(3, 'default'), ...newOnly);
    expect(same.status).toBe(0);
    expect(same.since?.counts).toMatchObject({ newlyFailing: 0, fixed: 0 });
    expect((await night('week', facts(3, 'default'))).status).toBe(1);
    const better = await night('week', facts(4, 'hardened'), ...newOnly);
    expect(better.status).toBe(0);
    expect(better.since?.counts.fixed).toBe(worse.since?.counts.newlyFailing);
    expect(better.since?.trend.map((point) => point.fail)).toEqual([
      first.report.summary.fail,
      worse.report.summary.fail,
      same.report.summary.fail,
      better.report.summary.fail,
    ]);
  });

  it('takes everything that fails in a first run for new', async () => {
    expect((await night('first', facts(1, 'default'), '--fail-on', 'new')).status).toBe(1);
  });

  it('does not compare runs of different scope', async () => {
    await night('scopes', facts(1, 'default'));
    const { since } = await night('scopes', facts(2, 'default'), '--check', 'docker-daemon-tls');
    expect(since?.previous).toBeNull();
  });

  it('does without a kept report that cannot be read', async () => {
    const first = await night('spoilt', facts(1, 'default'));
    const second = await night('spoilt', facts(2, 'default'));
    writeFileSync(join(folder.path, 'spoilt/runs', second.report.run.id, 'report.json'), '{"schemaVer');
    const { since, stderr } = await night('spoilt', facts(3, 'default'));
    expect(since?.previous?.id).toBe(first.report.run.id);
    expect(stderr).toMatch(/^warning: .*report\.json is not JSON: left out of the comparison$/m);
  });

  it('keeps as many reports as it is told', async () => {
    for (const day of [1, 2, 3]) await night('keep', facts(day, 'default'), '--keep', '2');
    expect(readdirSync(join(folder.path, 'keep/runs'))).toHaveLength(2);
  });

  it('stops before any host is contacted while another run holds it', async () => {
    const held = join(folder.path, 'held');
    mkdirSync(held);
    const lock = await takeLock(held, '2026-11-23T02:00:00.000Z');
    const { status, stderr } = await plimsoll([
      'audit',
      '-H',
      'root@192.0.2.1',
      '--history',
      held,
      '-f',
      'json=-',
    ]);
    await lock.release();
    expect(status).toBe(2);
    expect(stderr).toContain(`another run holds ${held}: process ${process.pid}`);
  });

  it('lets go when the run fails, and does not keep an interrupted one', async () => {
    const history = join(folder.path, 'cut');
    const args = ['evaluate', facts(1, 'default'), '-f', 'json=-', '--history', history];
    expect((await plimsoll(args, { signal: AbortSignal.abort() })).status).toBe(130);
    expect(readdirSync(history)).toEqual([]);
    expect((await plimsoll([...args.slice(0, 3), 'json=/proc/x', ...args.slice(4)])).status).toBe(2);
    expect(existsSync(join(history, 'lock'))).toBe(false);
  });
});

describe('history list', () => {
  const list = (...flags: readonly string[]) =>
    plimsoll(['history', 'list', join(folder.path, 'listed'), ...flags]);

  it('says of every run when it was, what it came to, and whether its report is kept', async () => {
    await night('listed', facts(1, 'hardened'), '--keep', '1');
    await night('listed', facts(2, 'default'), '--keep', '1');
    await night('listed', facts(3, 'default'), '--keep', '1', '--check', 'docker-daemon-tls');
    const { status, stdout, stderr } = await list();
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^2026-11-01 02:00:00 UTC  \w+  scope=\w{8}  hosts=1  pass=4 .* report dropped$/),
      expect.stringMatching(/^2026-11-02 02:00:00 UTC .* fail=[1-4]  .* report kept$/),
      expect.stringMatching(/^2026-11-03 02:00:00 UTC .* report kept$/),
    ]);
    expect(stderr).toBe('3 runs of 2 scopes; 2 reports kept\n');
    const runs = JSON.parse((await list('--json')).stdout) as { startedAt: string; report: string | null }[];
    expect(runs.map((run) => run.startedAt.slice(0, 10))).toEqual(['2026-11-01', '2026-11-02', '2026-11-03']);
    expect(runs.map((run) => run.report !== null && existsSync(run.report))).toEqual([false, true, true]);
  });

  it('tells no runs from no history', async () => {
    mkdirSync(join(folder.path, 'empty'));
    const empty = await plimsoll(['history', 'list', join(folder.path, 'empty'), '--json']);
    expect(empty).toMatchObject({ status: 0, stdout: '[]\n' });
    const missing = await plimsoll(['history', 'list', join(folder.path, 'missing')]);
    expect(missing).toMatchObject({ status: 2, stdout: '' });
    expect(missing.stderr).toContain('cannot read the history');
  });
});

describe('--baseline', () => {
  const baseline = join(folder.path, 'accepted.json');

  it('leaves out of the exit status what it has', async () => {
    const accept = ['-f', `json=${baseline}`];
    expect((await plimsoll(['evaluate', facts(1, 'default'), ...few, ...accept])).status).toBe(1);
    const compare = [...few, '--baseline', baseline, '--fail-on', 'new', '-f', 'json=-'];
    const same = await plimsoll(['evaluate', facts(2, 'default'), ...compare]);
    expect(same.status).toBe(0);
    expect(same.stderr).toContain('nothing is newly failing');
    const worse = await plimsoll(['evaluate', facts(3, 'broken'), ...compare]);
    expect(worse.status).toBe(1);
    expect(worse.stderr).toMatch(/exit status 1: newly failing findings: \d+/);
    expect(JSON.parse(worse.stdout)).toMatchObject({ since: { source: 'baseline', sameScope: true } });
  });

  it('does not let an expired waiver of the baseline protect', async () => {
    const waiver = {
      id: 'W-1',
      checks: ['docker-daemon-icc'],
      hosts: ['*'],
      reason: 'Accepted until the move.',
      owner: 'platform',
      expires: '2026-11-01',
    };
    const only = [
      '--check',
      'docker-daemon-icc',
      '--waivers',
      folder.file('w.yaml', JSON.stringify([waiver])),
    ];
    expect((await plimsoll(['evaluate', facts(1, 'broken'), ...only, '-f', `json=${baseline}`])).status).toBe(
      0,
    );
    const compare = [...only, '--baseline', baseline, '--fail-on', 'new', '-f', 'json=-'];
    const { status, stdout } = await plimsoll(['evaluate', facts(2, 'broken'), ...compare]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).since.counts).toMatchObject({ newlyFailing: 1, waiverEnded: 1 });
  });

  it('must be a report, and --fail-on new must have something to compare with', async () => {
    const other = folder.file('other.json', '{}');
    expect((await plimsoll(['evaluate', facts(1, 'default'), '--baseline', other])).status).toBe(2);
    const { status, stderr } = await plimsoll([
      'evaluate',
      facts(1, 'default'),
      '--fail-on',
      'new',
      '-f',
      'json=-',
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('--fail-on new has nothing to compare with');
  });
});
