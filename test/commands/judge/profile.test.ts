import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedChecks } from '../../../src/checks/load.ts';
import type { CheckInfo, Level, Report } from '../../../src/result/types.ts';
import { plimsoll, sampleBundle, workFolder } from '../run.ts';

const folder = workFolder();

type Listed = CheckInfo & { readonly level: Level | null };

async function listed(...flags: readonly string[]): Promise<readonly Listed[]> {
  const { status, stdout, stderr } = await plimsoll(['checks', 'list', '--json', ...flags]);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as readonly Listed[];
}

const ids = async (...flags: readonly string[]) => (await listed(...flags)).map((check) => check.id);

describe('--profile', () => {
  const base = folder.file(
    'base.yaml',
    'level: 1\nskip: [docker-daemon-icc]\nseverities: { daemon: low, docker-daemon-tls: critical }\n',
  );

  it('chooses level, checks and severities', async () => {
    const checks = await listed('--profile', base);
    expect(checks.every((check) => check.level === 1)).toBe(true);
    expect(checks.some((check) => check.id === 'docker-daemon-icc')).toBe(false);
    expect(checks.find((check) => check.id === 'docker-daemon-tls')?.severity).toBe('critical');
    const others = checks.filter(({ id, tags }) => tags.includes('daemon') && id !== 'docker-daemon-tls');
    expect(new Set(others.map((check) => check.severity))).toEqual(new Set(['low']));
  });

  it('is beaten by flags, but what it skips stays out', async () => {
    expect((await listed('--profile', base, '--level', '2')).some((check) => check.level === 2)).toBe(true);
    expect(await ids('--profile', base, '--skip', 'docker-daemon-tls')).not.toContain('docker-daemon-icc');
    const few = folder.file('few.yaml', 'checks: [docker-daemon-tls]\n');
    expect(await ids('--profile', few)).toEqual(['docker-daemon-tls']);
    expect(await ids('--profile', few, '--check', 'docker-daemon-icc')).toEqual(['docker-daemon-icc']);
  });

  it('extends another, relative to its own file, and says the rest anew', async () => {
    mkdirSync(join(folder.path, 'team'));
    const team = folder.file('team/web.yaml', 'extends: ../base.yaml\nlevel: 2\nskip: [docker-daemon-tls]\n');
    const checks = await ids('--profile', team);
    expect(checks).not.toContain('docker-daemon-icc');
    expect(checks).not.toContain('docker-daemon-tls');
    expect(checks.length).toBeGreaterThan((await ids('--profile', base)).length);
  });

  it('sets parameters below those of --params', async () => {
    const profile = folder.file('params.yaml', 'parameters: { swarmStates: [active] }\n');
    const outcome = async (...flags: readonly string[]) => {
      const run = [
        'evaluate',
        sampleBundle('default'),
        '--check',
        'docker-swarm-mode',
        '-f',
        'json=-',
        ...flags,
      ];
      return (JSON.parse((await plimsoll(run)).stdout) as Report).hosts[0]?.results[0]?.outcome;
    };
    const params = folder.file('p.yaml', 'swarmStates: [inactive]\n');
    expect(await outcome('--profile', profile)).toBe('fail');
    expect(await outcome('--profile', profile, '--params', params)).toBe('pass');
  });

  folder.file('base-wrong.yaml', 'level: 2\nskip: [nothing-such]\n');

  it.each([
    ['a key there is not', 'levle: 1\n', ':1: levle: unknown key, did you mean "level"?'],
    [
      'a severity there is not',
      'severities: { daemon: extreme }\n',
      ':1: severities.daemon: must be critical, high, medium, low',
    ],
    [
      'a selector there is not',
      'severities: { daemno: low }\n',
      'wrong.yaml:1: severities: no check has the id, number or tag "daemno", did you mean "daemon"?',
    ],
    [
      'a check there is not',
      'checks:\n  - "2"\n  - docker-daemon-ic\n',
      'wrong.yaml:3: checks: no check has the id, number or tag "docker-daemon-ic", did you mean',
    ],
    [
      'checks that its level leaves out',
      'level: 1\nchecks:\n  - docker-daemon-userns\n',
      'wrong.yaml:3: checks: "docker-daemon-userns" selects no check of level 1',
    ],
    ['a skip there is not', '\nskip: [nothing-such]\n', 'wrong.yaml:2: skip: no check has the id'],
    [
      'a parameter there is not',
      'parameters:\n  nothing: 1\n',
      'wrong.yaml:2: parameters: no check has a parameter "nothing"',
    ],
    [
      'what is wrong in its base',
      'extends: base-wrong.yaml\nchecks: ["2"]\n',
      'base-wrong.yaml:2: skip: no check has the id',
    ],
    ['a list', '[]\n', 'must be object'],
    ['itself as its base', '# mine\nextends: wrong.yaml\n', 'wrong.yaml:2: extends itself'],
    ['a base that is missing', '# mine\nextends: missing.yaml\n', 'wrong.yaml:2: '],
  ])('is refused for %s', async (_name, text, message) => {
    const { status, stderr } = await plimsoll([
      'checks',
      'list',
      '--profile',
      folder.file('wrong.yaml', text),
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('--checks', () => {
  const pack = join(folder.path, 'pack');
  mkdirSync(pack);
  const own = readFileSync(join(shippedChecks, 'docker-daemon-icc.yaml'), 'utf8').replace(
    'docker-daemon-icc',
    'site-daemon-icc',
  );
  writeFileSync(join(pack, 'site-daemon-icc.yaml'), own);

  it('adds the checks of a folder', async () => {
    expect(await ids()).not.toContain('site-daemon-icc');
    expect(await ids('--checks', pack)).toContain('site-daemon-icc');
    const run = [
      'evaluate',
      sampleBundle('broken'),
      '--checks',
      pack,
      '--check',
      'site-daemon-icc',
      '-f',
      'json=-',
    ];
    expect(JSON.parse((await plimsoll(run)).stdout)).toMatchObject({
      hosts: [{ results: [{ check: 'site-daemon-icc', outcome: 'fail' }] }],
    });
  });

  it.each([
    [
      'the id of a check there is',
      (dir: string) =>
        cpSync(join(shippedChecks, 'docker-daemon-icc.yaml'), join(dir, 'docker-daemon-icc.yaml')),
      'is taken by',
    ],
    [
      'a key beyond the language',
      (dir: string) => writeFileSync(join(dir, 'site-daemon-icc.yaml'), `${own}command: id\n`),
      'command: unknown key',
    ],
    [
      'a pipe, which would never end',
      (dir: string) => execFileSync('mkfifo', [join(dir, 'a.yaml')]),
      'it is not a file',
    ],
    [
      'a link to a device',
      (dir: string) => execFileSync('ln', ['-s', '/dev/zero', join(dir, 'a.yaml')]),
      'it is a link that leads out of the folder',
    ],
    [
      'a file that is far too large',
      (dir: string) => writeFileSync(join(dir, 'a.yaml'), 'x'.repeat(2_000_000)),
      'more than 1048576 bytes',
    ],
    ['nothing', () => undefined, 'there is no check file'],
  ])('refuses a folder with %s', async (name, fill, message) => {
    const dir = join(folder.path, name.replaceAll(' ', '-'));
    mkdirSync(dir);
    fill(dir);
    const { status, stderr } = await plimsoll(['checks', 'list', '--checks', dir]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
