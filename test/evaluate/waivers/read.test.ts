import { describe, expect, it } from 'vitest';
import { loadBenchmarks } from '../../../src/checks/load-benchmarks.ts';
import { loadChecks, shippedChecks } from '../../../src/checks/load.ts';
import { numbered } from '../../../src/checks/naming.ts';
import { readWaivers } from '../../../src/evaluate/waivers/read.ts';
import { makeCheck } from '../make.ts';

const checks = [
  { ...makeCheck(), numbers: ['2.2'] },
  { ...makeCheck({ id: 'docker-other', tags: ['container'] }), numbers: ['5.10'] },
];
const read = (text: string) => readWaivers('w.yaml', text, checks);

const whole = `
- id: W-0042
  checks: [docker-example, '5.10', container]
  hosts: [web-*, group:gpu]
  subjects: ['container:cadvisor*']
  reason: cadvisor needs it until it is replaced
  owner: jane
  ticket: SEC-17
  from: 2026-10-01
  expires: 2026-12-31
`;

describe('readWaivers', () => {
  it('reads a waiver, and fills in what may be left out', () => {
    expect(read(whole)).toEqual({
      waivers: [
        {
          id: 'W-0042',
          checks: ['docker-example', '5.10', 'container'],
          hosts: ['web-*', 'group:gpu'],
          subjects: ['container:cadvisor*'],
          reason: 'cadvisor needs it until it is replaced',
          owner: 'jane',
          ticket: 'SEC-17',
          from: '2026-10-01',
          expires: '2026-12-31',
        },
      ],
      problems: [],
      notices: [],
    });
    const short = whole.replaceAll(/^ {2}(subjects|ticket|from):.*\n/gm, '');
    expect(read(short).waivers[0]).toMatchObject({ subjects: [], ticket: null, from: null });
    expect(read('[]').waivers).toEqual([]);
  });

  it.each([
    ['a reason that is none', 'reason: ok', 'w.yaml:6: 0.reason: must NOT have fewer than 15 characters'],
    [
      'a day that is none',
      'expires: 2026-02-30',
      'w.yaml:10: expires: "2026-02-30" is not a day of the calendar',
    ],
    ['an end before the start', 'expires: 2026-09-30', 'w.yaml:10: expires: 2026-09-30 is before 2026-10-01'],
    [
      'a number without quotes',
      'checks: [5.10]',
      'w.yaml:3: 0.checks.0: must be text: write it in quotes, as in "5.10"',
    ],
    [
      'a check there is not',
      'checks: [docker-exmaple]',
      'w.yaml:3: no check has the id, number or tag "docker-exmaple", did you mean "docker-example"?',
    ],
    ['a kind of subject there is not', "subjects: ['pod:a']", 'w.yaml:5: 0.subjects.0:'],
    ['a group without its name', "hosts: ['group:']", 'w.yaml:4: 0.hosts.0: must match pattern'],
    ['a subject without its kind', "subjects: ['*']", 'w.yaml:5: 0.subjects.0:'],
    ['no check', 'checks: []', 'w.yaml:3: 0.checks:'],
    ['a key more', 'because: it is so and always was', 'w.yaml:11: 0.because: unknown key'],
  ])('refuses %s and says where', (_name, line, problem) => {
    const key = line.slice(0, line.indexOf(':'));
    const pattern = new RegExp(`^  ${key}:.*$`, 'm');
    const text = pattern.test(whole) ? whole.replace(pattern, `  ${line}`) : `${whole}  ${line}\n`;
    const { waivers, problems } = read(text);
    expect(waivers).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it.each(['owner', 'hosts', 'expires', 'id', 'reason', 'checks'])('wants %s', (key) => {
    const without = whole
      .replace('- id: W-0042\n  ', '- id: W-0042\n  ')
      .replace(new RegExp(`^(- | {2})${key}:.*\n`, 'm'), key === 'id' ? '-\n' : '');
    expect(read(without).problems.join('\n')).toContain(`${key} is missing`);
  });

  it('tells all that is wrong at once', () => {
    const other = whole.replace('W-0042', 'W-2').replace('2026-12-31', '2026-12-32');
    const { problems } = read(whole.replace('jane', '""').replace('W-0042', '" x"') + other);
    expect(problems.map((problem) => problem.split(':')[1])).toEqual(['2', '7', '20']);
    expect(read(whole + whole).problems).toEqual(['w.yaml:12: the id W-0042 is there twice']);
  });

  it.each([
    ['text', 'nonsense'],
    ['a number', '3'],
    ['nothing', ''],
    ['a map', 'waivers: []'],
  ])('refuses a file of %s', (_name, text) => {
    expect(read(text).problems).not.toEqual([]);
  });
});

describe('a waiver file of InSpec', async () => {
  const shipped = await loadChecks([shippedChecks]);
  const known = numbered(shipped, await loadBenchmarks([], shipped));
  const inspec = (text: string) => readWaivers('w.yaml', text, known);
  const one = (control: string, more = '') => inspec(`${control}:\n  justification: some words\n${more}`);

  it('is taken over, each waiver a day shorter, and says for which check', () => {
    const { waivers, problems, notices } = inspec(`
docker-container-ssh:
  expiration_date: 2027-01-01
  justification: not before the move
  run: false
cis-docker-1.7.0-2.8:
  justification: never mind
`);
    expect(problems).toEqual([]);
    expect(waivers).toMatchObject([
      { id: 'docker-container-ssh', checks: ['docker-container-ssh'], hosts: ['*'], expires: '2026-12-31' },
      { id: 'cis-docker-1.7.0-2.8', checks: ['docker-daemon-ulimits'], expires: 'never' },
    ]);
    expect(notices).toEqual([
      'w.yaml:2: docker-container-ssh is taken for "No SSH server runs in a container" (docker-container-ssh) on all hosts; it ends as 2027-01-01 begins, so its last valid day is 2026-12-31 (UTC)',
      'w.yaml:6: cis-docker-1.7.0-2.8 is taken for "Default ulimits for containers are set" (docker-daemon-ulimits) on all hosts; it has no expiration_date and never expires',
    ]);
  });

  it.each([
    ['host-1.5', 'docker-version'],
    ['host-1.11', 'host-audit-docker-sock'],
    ['host-1.15', 'host-audit-runc'],
    ['host-6.5', 'docker-container-unused'],
    ['docker-2.1', 'docker-daemon-icc'],
    ['docker-2.6', 'docker-daemon-tls'],
    ['docker-2.8', 'docker-daemon-userns'],
    ['docker-2.15', 'docker-swarm-mode'],
    ['docker-2.18', 'docker-daemon-userland-proxy'],
    ['docker-2.24', 'docker-swarm-autolock-rotation'],
    ['docker-3.16', 'docker-file-api-socket-mode'],
    ['docker-4.11', 'docker-image-verified-packages'],
    ['docker-5.1', 'docker-container-apparmor'],
    ['docker-5.4', 'docker-container-privileged'],
    ['docker-5.5', 'docker-container-system-mounts'],
    ['docker-5.31', 'docker-container-engine-socket'],
    ['cis-docker-3.1', 'docker-file-service-unit-owner'],
    ['cis-docker-benchmark-1.8.0-2.8', 'docker-daemon-tls'],
  ])('takes %s for %s', (control, check) => {
    expect(one(control).waivers).toMatchObject([{ checks: [check] }]);
  });

  it.each([
    ['docker-2.13', 'no check of plimsoll is about CIS Docker 1.13.0, 2.13'],
    ['xccdf-9.99', 'no check of plimsoll has that name'],
    ['cis-dil-benchmark-4.1', 'no check of plimsoll has that name'],
    ['cis-docker-1.8.0-9.9', 'no check of plimsoll is about CIS Docker 1.8.0, 9.9'],
    ['__proto__', 'no check of plimsoll has that name'],
  ])('leaves out %s, of another profile, and says so', (control, reason) => {
    const { waivers, problems, notices } = one(
      control,
      '  ticket: 1\ndocker-4.1:\n  justification: some words\n',
    );
    expect(problems).toEqual([]);
    expect(waivers).toMatchObject([{ checks: ['docker-container-user'] }]);
    expect(notices[0]).toBe(`w.yaml:1: ${control} is left out: ${reason}`);
  });

  it.each([
    [
      'cis-docker-5.5',
      '5.5 may be "No container is privileged, or has the powers of one that is" (docker-container-privileged) in 1.8.0, 1.7.0, 1.6.0; "System directories of the host are not mounted into containers" (docker-container-system-mounts) in 1.13.0; its edition is not stated',
    ],
    ['2.7', 'its edition is not stated'],
    ['cis-docker-1.2.0-5.5', 'the edition 1.2.0 is not known here'],
    ['docker-7.1', 'nothing in 1.13.0'],
  ])('does not guess what %s means', (control, reason) => {
    expect(one(`'${control}'`).problems).toEqual([expect.stringContaining(reason)]);
  });

  it.each([
    ['1977-06-01T00:00:00.000Z', '1977-05-31'],
    ['2077-11-10T00:00:00Z', '2077-11-09'],
    ['2077-11-10 12:00:00 +0200', '2077-11-09'],
    ['2077-11-10T01:00:00+02:00', '2077-11-08'],
    ['2077-11-10 23:59', '2077-11-10'],
  ])('ends at %s with the day %s', (moment, expires) => {
    expect(one('docker-4.1', `  expiration_date: "${moment}"\n`).waivers).toMatchObject([{ expires }]);
  });

  it.each([
    [
      'a date that is none',
      '  expiration_date: next year\n',
      'w.yaml:1: expiration_date "next year" is not a day',
    ],
    ['an hour that is none', '  expiration_date: 2027-01-01T25:00Z\n', 'is not a day'],
    ['a key more', '  ticket: 1\n', 'w.yaml:3: docker-4.1.ticket: unknown key'],
  ])('is refused for %s', (_name, more, problem) => {
    expect(one('docker-4.1', more).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('is refused without a justification', () => {
    expect(inspec('docker-4.1:\n  expiration_date: 2027-01-01\n').problems).toEqual([
      'w.yaml:1: docker-4.1: justification is missing',
    ]);
  });
});
