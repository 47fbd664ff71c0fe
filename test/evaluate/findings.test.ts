import { describe, expect, it } from 'vitest';
import type { Check, Condition } from '../../src/checks/types.ts';
import { evaluateCheck } from '../../src/evaluate/evaluate-check.ts';
import type { Row } from '../../src/facts/types.ts';
import type { Json } from '../../src/lib/json.ts';
import { expecting, makeCheck, settings, unknownValue, valueRows } from './make.ts';

function findingsOf(check: Check, rows: readonly Row[]) {
  return evaluateCheck(check, settings(rows), {}).findings;
}

function messageOf(condition: Condition, value: Json): string {
  return findingsOf(expecting(condition), valueRows(value))
    .map(({ message }) => message)
    .join(' / ');
}

describe('messages', () => {
  it.each<[Condition, Json, string]>([
    [{ const: false }, true, 'value is true, expected false'],
    [{ const: false }, 'false', 'value is "false", expected false'],
    [{ const: 'x' }, '', 'value is "", expected x'],
    [{ maxMode: '0644' }, '0664', 'value is 0664, expected at most 0644'],
    [{ maxMode: '0644' }, '1777', 'value is 1777, expected at most 0644'],
    [{ minimum: 1024 }, 80, 'value is 80, expected at least 1024'],
    [{ minimum: 1024 }, '80', 'value is the text "80", expected at least 1024'],
    [{ in: ['a', 'b', 'c'] }, 'd', 'value is d, expected a, b or c'],
    [{ const: 'root' }, null, 'value is not set, expected root'],
    [{}, null, 'value is not set'],
    [{ not: { const: 'root' } }, 'root', 'value is root, expected not root'],
    [
      { anyOf: [{ type: 'integer', minimum: 1024 }, { in: [80, 443] }] },
      22,
      'value is 22, expected at least 1024 or 80 or 443',
    ],
    [{ maxItems: 0 }, ['a', 'b'], 'value is [a, b], expected an empty list'],
    [
      { items: { startsWith: 'https://' } },
      ['https://a', 'http://b'],
      'value holds [http://b], expected a list in which every item is text that begins with https://',
    ],
    [{ fields: { 'max-size': {} } }, {}, 'value.max-size is not set'],
  ])('%j against %j', (condition, value, message) => {
    expect(messageOf(condition, value)).toBe(message);
  });

  it('end with the note of the row', () => {
    const rows = [{ values: { name: 'icc', value: true }, note: 'pending restart' }];
    expect(findingsOf(makeCheck(), rows)[0]?.message).toBe('value is true, expected false (pending restart)');
  });
});

describe('findings', () => {
  it('are one for each thing the author wrote', () => {
    const check = makeCheck({
      expect: {
        fields: {
          value: { type: 'integer', minimum: 5 },
          source: { anyOf: [{ const: 'flag' }, { const: 'file' }] },
          pending: { const: false },
        },
      },
    });
    const rows = [{ values: { name: 'icc', value: 'x', source: 'default', pending: false } }];
    expect(findingsOf(check, rows).map(({ path, rule }) => [path, rule])).toEqual([
      ['value', 'type'],
      ['source', 'anyOf'],
    ]);
  });

  it('carry expected and actual as the report promises', () => {
    const rows = [{ values: { name: 'icc', value: true } }];
    expect(findingsOf(makeCheck(), rows)).toEqual([
      {
        subject: 'daemon:icc',
        path: 'value',
        rule: 'const',
        expected: false,
        actual: true,
        message: 'value is true, expected false',
      },
    ]);
  });

  it('about several columns of a row show them all', () => {
    const either = [{ fields: { value: { const: 1 } } }, { fields: { source: { const: 'flag' } } }];
    const rows = [{ values: { name: 'icc', value: 2, source: 'file' } }];
    expect(findingsOf(makeCheck({ expect: { anyOf: either } }), rows)).toMatchObject([
      {
        path: '',
        rule: 'anyOf',
        actual: { value: 2, source: 'file' },
        message: 'value is 2 and source is file, expected that value is 1 or source is flag',
      },
    ]);
  });

  it('resolve parameters in what was expected', () => {
    const check = expecting(
      { in: { $param: 'trusted' } },
      { params: { trusted: { type: 'strings', description: 'x', default: ['a', 'b'] } } },
    );
    expect(findingsOf(check, valueRows('c'))).toMatchObject([
      { rule: 'in', expected: ['a', 'b'], message: 'value is c, expected a or b' },
    ]);
  });
});

describe('evidence', () => {
  it('puts failing rows first, then undetermined ones, and keeps at most 50', () => {
    const rows = [...valueRows(...Array.from({ length: 80 }, () => false)), unknownValue, ...valueRows(true)];
    const { evidence, considered } = evaluateCheck(makeCheck(), settings(rows), {});
    expect(considered).toBe(82);
    expect(evidence).toHaveLength(50);
    expect(evidence.slice(0, 2)).toEqual([
      { subject: 'daemon:row-1', values: { name: 'row-1', value: true } },
      { subject: 'daemon:icc', values: { name: 'icc' }, note: 'value: permission denied. Connect as root.' },
    ]);
  });

  it('shows the columns that the check is about and no others', () => {
    const check = makeCheck({ when: { fields: { rootless: { const: false } } } });
    const rows = [{ values: { name: 'icc', value: false, rootless: false, source: 'flag' }, note: 'n' }];
    expect(evaluateCheck(check, settings(rows), {}).evidence).toEqual([
      { subject: 'daemon:icc', values: { name: 'icc', rootless: false, value: false }, note: 'n' },
    ]);
  });

  it('shows the row that settles `some` first', () => {
    const check = expecting({ const: 'yes' }, { match: 'some' });
    const { evidence } = evaluateCheck(check, settings(valueRows('no', 'yes')), {});
    expect(evidence[0]?.subject).toBe('daemon:row-2');
  });
});
