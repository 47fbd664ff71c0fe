import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/result/types.ts';
import { plimsoll, sampleBundle, workFolder } from './run.ts';

const folder = workFolder();

const waiver = (changes: Record<string, unknown>) =>
  JSON.stringify([
    {
      id: 'W-1',
      checks: ['docker-daemon-icc'],
      hosts: ['*'],
      reason: 'Accepted until the move.',
      owner: 'platform',
      expires: '2099-12-31',
      ...changes,
    },
  ]);

async function judged(...flags: readonly string[]) {
  const path = join(folder.path, 'report.json');
  const ran = await plimsoll(['evaluate', sampleBundle('broken'), '-f', `json=${path}`, ...flags]);
  return { ...ran, report: JSON.parse(readFileSync(path, 'utf8')) as Report };
}

describe('evaluate --waivers', () => {
  it('takes a waived failure out of the exit status, and leaves its outcome', async () => {
    const only = ['--check', 'docker-daemon-icc'];
    expect((await judged(...only)).status).toBe(1);
    const { status, report } = await judged(...only, '--waivers', folder.file('w.yaml', waiver({})));
    expect(status).toBe(0);
    expect(report.hosts[0]?.results[0]).toMatchObject({
      outcome: 'fail',
      waiver: { id: 'W-1', state: 'active' },
    });
    expect(report.summary).toMatchObject({ fail: 0, waived: 1 });
    expect(report.waivers).toMatchObject([{ id: 'W-1', state: 'active', covers: 1 }]);
  });

  it('gives no protection once expired, by the time of the facts and not of the clock', async () => {
    const file = folder.file('old.yaml', waiver({ expires: '2026-01-31' }));
    const { status, report, stderr } = await judged('--check', 'docker-daemon-icc', '--waivers', file);
    expect(status).toBe(1);
    expect(report.hosts[0]?.results[0]?.waiver).toMatchObject({ state: 'expired' });
    expect(stderr).toMatch(/warning: waiver W-1: expired \d+ days ago .*no longer protects 1 failed check/);
  });

  it('refuses an invalid file with every error, and contacts no host', async () => {
    const file = folder.file(
      'bad.yaml',
      waiver({ checks: ['docker-daemon-iccc'], expires: '2026-02-30', reason: 'Because it is so.' }),
    );
    const { status, stderr } = await plimsoll(['audit', '-H', 'root@192.0.2.1', '--waivers', file]);
    expect(status).toBe(2);
    expect(stderr).toContain('The waivers cannot be used: 2 errors.');
    expect(stderr).toContain(`${file}:1: `);
    expect(stderr).toContain('did you mean "docker-daemon-icc"?');
  });

  it('reports what wants attention', async () => {
    const file = folder.file('broad.yaml', waiver({ checks: ['*'] }));
    expect((await judged('--waivers', file)).stderr).toContain('warning: waiver W-1: too broad');
    const unused = folder.file('unused.yaml', waiver({ hosts: ['elsewhere'] }));
    expect((await judged('--waivers', unused)).stderr).toContain('Waivers unused in this run: W-1');
  });
});

describe('waivers lint', () => {
  it.each([
    ['a good file', {}, 0, ''],
    ['an end in sight', { expires: '2026-12-01' }, 0, 'W-1: expires in 8 days (last valid day 2026-12-01)\n'],
    [
      'an end in the past',
      { expires: '2026-11-22' },
      1,
      'W-1: expired 1 day ago (last valid day 2026-11-22)\n',
    ],
    ['no end', { expires: 'never' }, 0, 'W-1: never expires\n'],
    ['too much', { checks: ['*'] }, 1, 'W-1: too broad: it covers every check on every host\n'],
  ])('of %s', async (_name, changes, status, stdout) => {
    const file = folder.file('lint.yaml', waiver(changes));
    expect(await plimsoll(['waivers', 'lint', file])).toMatchObject({ status, stdout });
  });

  it('says with a report which waivers are not needed', async () => {
    await judged();
    const file = folder.file('lint.yaml', waiver({ hosts: ['elsewhere'] }));
    const { status, stdout } = await plimsoll([
      'waivers',
      'lint',
      file,
      '--report',
      join(folder.path, 'report.json'),
    ]);
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: 'W-1: unused: no check on a host of this run is what it covers\n',
    });
  });

  it('lets the name of a control of InSpec steer no terminal', async () => {
    const entry = { justification: 'Accepted.', expiration_date: '2026-01-01' };
    const file = folder.file('inspec.yaml', JSON.stringify({ '\u001b[31mcis-2.2': entry }));
    const { stdout, stderr } = await plimsoll(['waivers', 'lint', file]);
    expect(stderr).toContain('\\u{1b}[31mcis-2.2 is left out');
    expect(stdout + stderr).not.toContain('\u001b');
  });

  it('ends with 2 on a file that cannot be used', async () => {
    expect((await plimsoll(['waivers', 'lint', folder.file('no.yaml', 'waivers: []')])).status).toBe(2);
    expect((await plimsoll(['waivers', 'lint', join(folder.path, 'missing.yaml')])).status).toBe(2);
  });
});
