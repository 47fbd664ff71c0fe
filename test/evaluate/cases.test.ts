import { describe, expect, it } from 'vitest';
import { readCases, type Case } from '../../src/checks/case-file.ts';
import { runCases } from '../../src/evaluate/cases.ts';
import type { Json } from '../../src/lib/json.ts';
import { makeCheck } from './make.ts';

const check = makeCheck({ keys: ['icc'] });
const off: Case = { name: 'off', rows: [{ value: false }], outcome: 'pass' };
const on: Case = {
  name: 'on',
  rows: [{ value: true }],
  outcome: 'fail',
  findings: [{ subject: 'daemon:icc', path: 'value', rule: 'const' }],
};
const unknown: Case = { name: 'unknown', rows: [{ $errors: { value: 'denied' } }], outcome: 'error' };
const good = [off, on, unknown];

describe('runCases', () => {
  it('is content with cases that come true', () => {
    expect(runCases(check, good)).toEqual([]);
  });

  it.each([0, 1, 2])('notices when the outcome of case %i is another', (index) => {
    for (const outcome of ['pass', 'fail', 'manual', 'notApplicable', 'error'] as const) {
      const cases = good.map((one, i) => (i === index ? { ...one, outcome } : one));
      expect(runCases(check, cases).length > 0).toBe(good[index]?.outcome !== outcome);
    }
  });

  it.each<[string, readonly Case[], string]>([
    ['there is no passing case', [on, unknown], 'there is no case in which the check passes'],
    ['there is no failing case', [off, unknown], 'there is no case in which the check fails'],
    [
      'there is no undecided case',
      [off, on],
      'there is no case in which the check ends in error, notApplicable or manual',
    ],
    ['names repeat', [...good, off], 'case "off": the name is there twice'],
    [
      'a column does not exist',
      [...good, { ...off, name: 'x', rows: [{ valeu: false }] }],
      'case "x": row 1: docker.daemonSettings has no column "valeu", did you mean "value"?',
    ],
    [
      'an error is about no column',
      [...good, { ...unknown, name: 'x', rows: [{ $errors: { nope: 'denied' } }] }],
      'case "x": row 1: docker.daemonSettings has no column "nope"',
    ],
    [
      'an error comes from a column left out',
      [...good, { name: 'x', rows: [{}], outcome: 'error' }],
      'case "x": daemon:icc: "value" is judged, so it needs a value, null, or an entry in $errors',
    ],
    [
      'a finding is missing',
      [...good, { ...on, name: 'x', findings: [{ rule: 'const' }, { rule: 'in' }] }],
      'case "x": there is no finding {"rule":"in"}',
    ],
    [
      'there is a finding too many',
      [...good, { ...on, name: 'x', findings: [] }],
      'case "x": there is another finding {"subject":"daemon:icc","path":"value","rule":"const"}',
    ],
    [
      'a parameter is unknown',
      [...good, { ...off, name: 'x', parameters: { p: 1 } }],
      'case "x": no check has a parameter "p"',
    ],
  ])('complains when %s', (_name, cases, problem) => {
    expect(runCases(check, cases)).toContain(problem);
  });

  it('refuses modes that YAML has read as numbers', () => {
    const files = makeCheck({ each: 'docker.files', expect: { fields: { mode: { maxMode: '0644' } } } });
    const problems = runCases(files, [{ name: 'x', rows: [{ mode: 644 }], outcome: 'fail' }]);
    expect(problems).toContain('case "x": row 1: "mode" is a number: write modes in quotes, as in "0644"');
  });

  it('takes a table that could not be had', () => {
    const lost: Case = { name: 'no daemon', table: { error: { message: 'down' } }, outcome: 'error' };
    expect(runCases(check, [off, on, lost])).toEqual([]);
  });

  it('runs a check on nothing but the rows: a fail for another reason is not a proof', () => {
    // Both cases are decided by `when` and the missing rows, so turning `expect` round changes nothing.
    const some = makeCheck({ match: 'some', expect: { fields: { value: {} } } });
    const cases: readonly Case[] = [
      { name: 'a', rows: [{ value: 1 }, { value: null }], outcome: 'pass' },
      { name: 'b', rows: [], outcome: 'fail' },
      { name: 'c', rows: [{ $errors: { value: 'denied' } }], outcome: 'error' },
    ];
    expect(runCases(some, cases)).toEqual([
      'no case notices when the expectation is turned into its opposite',
    ]);
  });
});

describe('runCases of a check with several parts', () => {
  const listed = makeCheck({
    keys: ['tls'],
    when: { fields: { rootless: { const: false }, swarm: { const: false } } },
    expect: {
      fields: { value: { type: 'array', maxItems: 2, items: { anyOf: [{ const: 'a' }, { const: 'b' }] } } },
      optionalFields: { name: {} },
    },
  });
  const row = (value: Json, rootless = false) => [{ rootless, swarm: false, value }];
  const ends = [
    { name: 'one', rows: row(['a']), outcome: 'pass' },
    { name: 'wrong', rows: row(['c']), outcome: 'fail' },
    { name: 'rootless', rows: row(['c'], true), outcome: 'notApplicable' },
  ] as const;

  it('asks for a case for each part that decides, of the expectation and of the scope', () => {
    expect(runCases(listed, ends)).toEqual([
      'no case notices that expect.fields.value.maxItems is missing',
      'no case notices that expect.fields.value.items.anyOf.2 is missing',
      'no case notices that when.fields.swarm.const is missing',
    ]);
  });
});

describe('readCases', () => {
  it('reports what is misshapen with its lines, all at once', () => {
    const text = [
      '- name: a',
      '  outcome: good',
      '- nam: b',
      '  outcome: pass',
      '  rows:',
      '    - $errors: { a: 1 }',
    ].join('\n');
    const { cases, problems } = readCases('x.yaml', text);
    expect(cases).toEqual([]);
    expect(problems).toEqual([
      'x.yaml:2: 0.outcome: must be pass, fail, manual, notApplicable, error',
      'x.yaml:3: 1: name is missing',
      'x.yaml:3: 1.nam: unknown key, did you mean "name"?',
      'x.yaml:6: 1.rows.0.$errors.a: must be text: write it in quotes, as in "1"',
    ]);
  });
});
