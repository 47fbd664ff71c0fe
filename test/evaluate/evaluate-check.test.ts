import { describe, expect, it } from 'vitest';
import type { Check, Condition } from '../../src/checks/types.ts';
import { evaluateCheck } from '../../src/evaluate/evaluate-check.ts';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import type { Row } from '../../src/facts/types.ts';
import type { Json } from '../../src/lib/json.ts';
import { denied, expecting, makeCheck, settings, unknownValue, valueRows } from './make.ts';

function run(check: Check, rows: readonly Row[], parameters: Readonly<Record<string, Json>> = {}) {
  return evaluateCheck(check, settings(rows), parameters);
}

const withParameter: Partial<Check> = {
  params: { trusted: { type: 'strings', description: 'Values to trust.' } },
};
const trusted: Condition = { in: { $param: 'trusted' } };

describe('match: every', () => {
  it('passes when all rows are as expected', () => {
    const result = run(makeCheck(), valueRows(false, false));
    expect(result).toMatchObject({ outcome: 'pass', considered: 2, findings: [], waiver: null });
    expect(result.reason).toBe('All 2 daemon settings are as expected.');
  });

  it('fails on any row, counts, and mentions what could not be judged without a finding for it', () => {
    const result = run(makeCheck(), [...valueRows(false, true), unknownValue]);
    expect(result.outcome).toBe('fail');
    expect(result.reason).toBe('1 of 3 daemon settings is not as expected; 1 more could not be judged.');
    expect(result.findings.map(({ subject }) => subject)).toEqual(['daemon:row-2']);
  });

  it('is an error when nothing fails but a column is unknown, and says what to do', () => {
    const result = run(makeCheck(), [...valueRows(false), unknownValue]);
    expect(result.outcome).toBe('error');
    expect(result.reason).toContain('value could not be determined: permission denied. Connect as root.');
    expect(result.findings).toMatchObject([
      { subject: 'daemon:icc', path: 'value', rule: 'error', actual: null },
    ]);
  });

  it('is an error when a column was never gathered', () => {
    expect(run(makeCheck(), [{ values: { name: 'icc' } }]).outcome).toBe('error');
  });

  it('is not applicable without rows, with the reason', () => {
    expect(run(makeCheck(), [])).toMatchObject({
      outcome: 'notApplicable',
      reason: 'There is no daemon setting on this host.',
    });
  });

  it('is manual when a parameter is missing, with what to set and the rows as evidence', () => {
    const result = run(expecting(trusted, withParameter), valueRows('a'));
    expect(result.outcome).toBe('manual');
    expect(result.reason).toContain('trusted (a list of text): Values to trust.');
    expect(result.reason).toContain('--params');
    expect(result.findings).toEqual([]);
    expect(result.evidence).toEqual([{ subject: 'daemon:row-1', values: { name: 'row-1', value: 'a' } }]);
  });

  it('reports a failure before an error and an error before a missing parameter', () => {
    const check = expecting({ type: 'string', ...trusted }, withParameter);
    expect(run(check, [...valueRows(1, 'a'), unknownValue]).outcome).toBe('fail');
    expect(run(check, [...valueRows('a'), unknownValue]).outcome).toBe('error');
  });
});

describe('match: some', () => {
  const some = expecting({ const: 'yes' }, { match: 'some' });

  it('passes on one row even when others are unknown', () => {
    expect(run(some, [...valueRows('no', 'yes'), unknownValue]).outcome).toBe('pass');
  });

  it('fails with one finding, for the absence', () => {
    const result = run(some, valueRows('no', 'nay'));
    expect(result.outcome).toBe('fail');
    expect(result.findings).toMatchObject([{ subject: 'daemon:*', path: '', rule: 'some', actual: null }]);
  });

  it('fails without rows', () => {
    expect(run(some, [])).toMatchObject({ outcome: 'fail', considered: 0 });
  });

  it('is an error when the row that might have passed is unknown', () => {
    expect(run(some, [...valueRows('no'), unknownValue]).outcome).toBe('error');
  });

  it('is manual when only a parameter is missing', () => {
    const check = expecting(trusted, { match: 'some', ...withParameter });
    expect(run(check, valueRows('a')).outcome).toBe('manual');
  });
});

describe('match: none', () => {
  const none = expecting({ minimum: 1024 }, { match: 'none' });

  it('passes when no row meets it, and without rows', () => {
    expect(run(none, valueRows(80)).outcome).toBe('pass');
    expect(run(none, [])).toMatchObject({ outcome: 'pass', considered: 0 });
  });

  it('fails with a finding for each row that meets it', () => {
    const result = run(none, valueRows(80, 2000));
    expect(result.outcome).toBe('fail');
    expect(result.findings).toMatchObject([
      { subject: 'daemon:row-2', path: 'value', rule: 'none', actual: 2000 },
    ]);
  });

  it('never passes on a value it cannot judge or that is unknown', () => {
    expect(run(none, valueRows('2000')).outcome).toBe('error');
    expect(run(none, [unknownValue]).outcome).toBe('error');
  });
});

describe('scope', () => {
  it('takes only rows with one of the keys and says when there is none', () => {
    const check = makeCheck({ keys: ['row-2'] });
    expect(run(check, valueRows(true, false))).toMatchObject({ outcome: 'pass', considered: 1 });
    const result = run(check, valueRows(true));
    expect(result.outcome).toBe('notApplicable');
    expect(result.reason).toBe('None of 1 daemon setting on this host is in scope: name is row-2.');
  });

  it('takes only rows that meet `when`', () => {
    const check = makeCheck({ when: { fields: { source: { const: 'flag' } } } });
    const row = (source: Json, value: Json): Row => ({ values: { name: 'icc', source, value } });
    expect(run(check, [row('file', true), row('flag', false)])).toMatchObject({
      outcome: 'pass',
      considered: 1,
    });
    expect(run(check, [row('file', true)]).outcome).toBe('notApplicable');
  });

  it.each<[string, Row]>([
    ['unknown', { values: { name: 'a', value: false }, errors: { configured: denied } }],
    ['absent', { values: { name: 'a', value: false } }],
    ['of a wrong type', { values: { name: 'a', value: false, configured: '80' } }],
  ])('keeps a row whose scope is %s, as an error', (_name, row) => {
    const check = makeCheck({ when: { fields: { configured: { minimum: 1 } } } });
    expect(run(check, [row])).toMatchObject({ outcome: 'error', considered: 1 });
  });

  it('keeps a row whose key is unknown, as an error', () => {
    const row: Row = { values: { value: false }, errors: { name: denied } };
    expect(run(makeCheck({ keys: ['icc'] }), [row])).toMatchObject({ outcome: 'error', considered: 1 });
  });

  it('is manual when `when` needs a parameter', () => {
    const check = makeCheck({ when: { fields: { name: trusted } }, ...withParameter });
    expect(run(check, valueRows(false)).outcome).toBe('manual');
  });
});

describe('undecided parts', () => {
  it('do not matter once another branch decides', () => {
    const any = expecting({ anyOf: [trusted, { const: 'a' }] }, withParameter);
    expect(run(any, valueRows('a')).outcome).toBe('pass');
    expect(run(any, valueRows('b')).outcome).toBe('manual');
    const all = expecting({ allOf: [trusted, { const: 'a' }] }, withParameter);
    expect(run(all, valueRows('b')).outcome).toBe('fail');
  });

  it('stay undecided under not', () => {
    expect(run(expecting({ not: trusted }, withParameter), valueRows('a')).outcome).toBe('manual');
    const check = makeCheck({ expect: { not: { fields: { value: { const: 1 } } } } });
    expect(run(check, [unknownValue]).outcome).toBe('error');
  });

  it('are an error in optionalFields too', () => {
    const check = makeCheck({ expect: { optionalFields: { value: { const: 1 } } } });
    expect(run(check, [unknownValue]).outcome).toBe('error');
    expect(run(check, valueRows(null)).outcome).toBe('pass');
    const shown = makeCheck({ expect: { optionalFields: { value: {} } } });
    expect(run(shown, [unknownValue]).outcome).toBe('error');
    expect(run(shown, valueRows(null, 1)).evidence).toHaveLength(2);
  });
});

describe('a fix that sets limits', () => {
  const check = makeCheck({
    params: {
      most: { type: 'integer', description: 'x' },
      swap: { type: 'integer', description: 'x', default: 0 },
    },
    fix: {
      kind: 'guarded',
      disruption: 'low',
      restart: false,
      text: 'x',
      dockerUpdate: { memory: { $param: 'most' }, swap: { $param: 'swap' } },
    },
  });

  it('is advice until its parameter is set, which decides nothing else', () => {
    const without = run(check, valueRows(true));
    expect(without).toMatchObject({ outcome: 'fail', fix: { kind: 'advice' } });
    expect(without.fix.dockerUpdate).toBeUndefined();
    expect(run(check, valueRows(true), { most: 7 }).fix).toEqual({
      kind: 'guarded',
      disruption: 'low',
      restart: false,
      dockerUpdate: { memory: 7, swap: 0 },
    });
  });
});

describe('parameters', () => {
  it('take the given value before the default', () => {
    const check = expecting(trusted, {
      params: { trusted: { type: 'strings', description: 'x', default: ['a'] } },
    });
    expect(run(check, valueRows('a')).outcome).toBe('pass');
    expect(run(check, valueRows('a'), { trusted: ['b'] }).outcome).toBe('fail');
    expect(run(check, valueRows('a'), { trusted: [] }).outcome).toBe('fail');
  });

  it.each<[Condition, 'integer' | 'string', Json, Json, Json]>([
    [{ minimum: { $param: 'p' } }, 'integer', 5, 5, 4],
    [{ maximum: { $param: 'p' } }, 'integer', 5, 5, 6],
    [{ version: { $param: 'p' } }, 'string', '2.0', '2.1', '1.9'],
  ])('serve %j', (condition, type, value, good, bad) => {
    const check = expecting(condition, { params: { p: { type, description: 'x' } } });
    expect(run(check, valueRows(good), { p: value }).outcome).toBe('pass');
    expect(run(check, valueRows(bad), { p: value }).outcome).toBe('fail');
    expect(run(check, valueRows(good)).outcome).toBe('manual');
    expect(run(check, valueRows([])).outcome).toBe('fail');
  });

  it('are an error when they are of the wrong type, whoever let them in', () => {
    const check = expecting(trusted, withParameter);
    expect(run(check, valueRows('a'), { trusted: 'a' }).outcome).toBe('error');
    const version = expecting(
      { version: { $param: 'p' } },
      { params: { p: { type: 'string', description: 'x' } } },
    );
    expect(run(version, valueRows('1.0'), { p: 'latest' }).outcome).toBe('error');
  });
});

describe('a table that is not there', () => {
  it('is an error with its reason and hint', () => {
    const result = evaluateCheck(makeCheck(), { 'docker.daemonSettings': { error: denied } }, {});
    expect(result).toMatchObject({ outcome: 'error', reason: 'Permission denied. Connect as root.' });
  });

  it.each(['every', 'some', 'none'] as const)('is an error for match: %s', (match) => {
    expect(evaluateCheck(makeCheck({ match }), {}, {}).outcome).toBe('error');
  });
});

describe('evaluateHost', () => {
  it('keeps the order and confines what throws to its check', () => {
    const broken = makeCheck({ id: 'broken', expect: { minimum: 1 } });
    const results = evaluateHost([broken, makeCheck()], settings(valueRows(false)), {});
    expect(results.map(({ check, outcome }) => [check, outcome])).toEqual([
      ['broken', 'error'],
      ['docker-example', 'pass'],
    ]);
  });
});
