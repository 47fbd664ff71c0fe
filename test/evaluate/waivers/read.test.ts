import { describe, expect, it } from 'vitest';
import { readWaivers } from '../../../src/evaluate/waivers/read.ts';
import { makeCheck } from '../make.ts';

const checks = [
  makeCheck(),
  makeCheck({ id: 'docker-other', cis: { '1.8.0': '5.10' }, tags: ['container'] }),
];
const read = (text: string) => readWaivers('w.yaml', text, checks, '1.8.0');

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
      'w.yaml:3: no check has the id, CIS 1.8.0 number or tag "docker-exmaple", did you mean "docker-example"?',
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

describe('a waiver file of InSpec', () => {
  const inspec = `
docker-example:
  expiration_date: 2027-01-01
  justification: not before the move
  run: false
cis-docker-5.10:
  justification: never mind
`;

  it('is taken over, each waiver a day shorter, and says so', () => {
    const { waivers, problems, notices } = read(inspec);
    expect(problems).toEqual([]);
    expect(waivers).toMatchObject([
      { id: 'docker-example', checks: ['docker-example'], hosts: ['*'], expires: '2026-12-31' },
      { id: 'cis-docker-5.10', checks: ['5.10'], expires: 'never' },
    ]);
    expect(notices).toEqual([
      'w.yaml:2: docker-example is taken for docker-example on all hosts; it ends as 2027-01-01 begins, so its last valid day is 2026-12-31 (UTC)',
      'w.yaml:6: cis-docker-5.10 is taken for 5.10 on all hosts; it has no expiration_date and never expires',
    ]);
  });

  it.each([
    [
      'a control that is no check of ours',
      'xccdf-9.99:\n  justification: some words\n',
      'w.yaml:1: no check of CIS 1.8.0 answers to the control "xccdf-9.99"',
    ],
    [
      'a date that is none',
      'docker-example:\n  justification: words\n  expiration_date: next year\n',
      'w.yaml:1: expiration_date "next year" is not a day',
    ],
    [
      'no justification',
      'docker-example:\n  expiration_date: 2027-01-01\n',
      'w.yaml:1: docker-example: justification is missing',
    ],
    [
      'a key more',
      'docker-example:\n  justification: words\n  ticket: 1\n',
      'w.yaml:3: docker-example.ticket: unknown key',
    ],
  ])('is refused for %s', (_name, text, problem) => {
    expect(read(text).problems).toEqual([expect.stringContaining(problem)]);
  });
});
