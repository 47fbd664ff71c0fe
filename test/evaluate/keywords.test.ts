import { describe, expect, it } from 'vitest';
import type { Condition } from '../../src/checks/types.ts';
import { evaluateCheck } from '../../src/evaluate/evaluate-check.ts';
import type { Json } from '../../src/lib/json.ts';
import type { Outcome } from '../../src/result/types.ts';
import { expecting, settings, valueRows } from './make.ts';

function outcomeOf(condition: Condition, value: Json): Outcome {
  return evaluateCheck(expecting(condition), settings(valueRows(value)), {}).outcome;
}

interface Table {
  readonly condition: Condition;
  readonly pass: readonly Json[];
  /** Unmet, of a wrong type, or not set. */
  readonly fail: readonly Json[];
}

const tables: readonly Table[] = [
  { condition: {}, pass: [false, 0, '', [], {}], fail: [null] },
  { condition: { const: false }, pass: [false], fail: [true, 'false', 0, '', [], null] },
  { condition: { const: null }, pass: [null], fail: [0, '', false, []] },
  { condition: { const: { a: [1], b: 2 } }, pass: [{ b: 2, a: [1] }], fail: [{ a: [1] }, '{"a":[1],"b":2}'] },
  { condition: { type: 'string' }, pass: ['', 'x'], fail: [1, null, []] },
  { condition: { type: 'integer' }, pass: [0, -3], fail: [1.5, '1', true, null] },
  { condition: { type: 'boolean' }, pass: [true, false], fail: ['true', 1, null] },
  { condition: { type: 'array' }, pass: [[], [1]], fail: [{}, '[]', null] },
  { condition: { type: 'object' }, pass: [{}], fail: [[], '{}', null] },
  { condition: { type: 'null' }, pass: [null], fail: ['', 0, [], false] },
  { condition: { in: ['a', 1] }, pass: ['a', 1], fail: ['1', 'A', ['a'], null] },
  { condition: { in: ['a', null] }, pass: ['a', null], fail: [''] },
  { condition: { in: [] }, pass: [], fail: ['a', null] },
  {
    condition: { like: ['/var/lib/x/*/etc', 'pod?.slice', 'plain'] },
    pass: ['/var/lib/x/1/etc', 'pod1.slice', 'plain'],
    fail: ['/var/lib/x/1/2/etc', '/var/lib/x//1/etc', 'pod.slice', 'pod/.slice', 'plain2', '', 1, null],
  },
  { condition: { minimum: 1024 }, pass: [1024, 5000], fail: [1023, '8080', true, [], null] },
  { condition: { maximum: 10 }, pass: [10, -1], fail: [11, '5', [], null] },
  { condition: { minLength: 2 }, pass: ['ab', '🐳🐳'], fail: ['🐳', '', 22, ['a', 'b'], null] },
  { condition: { minItems: 1 }, pass: [[0]], fail: [[], 'x', { length: 1 }, null] },
  { condition: { maxItems: 0 }, pass: [[]], fail: [[0], '', { length: 0 }, null] },
  { condition: { items: { minimum: 1 } }, pass: [[], [1, 2]], fail: [[1, 0], ['1'], [null], 'x', null] },
  { condition: { contains: { const: 'ALL' } }, pass: [['x', 'ALL']], fail: [[], ['all'], 'ALL', null] },
  {
    condition: { maxMode: '0644' },
    pass: ['0644', '0400', '0'],
    fail: ['0664', '4644', '0645', 'rw-', '', 420, null],
  },
  { condition: { maxMode: '1777' }, pass: ['1777', '0777'], fail: ['2777'] },
  {
    condition: { covers: '/usr/bin/dockerd' },
    pass: ['/usr/bin/dockerd', '/usr/bin/', '/usr', '/', '//usr'],
    fail: [
      '/usr/bin/docker',
      '/usr/bin/dockerd/x',
      '/usr/b',
      'usr',
      '',
      '/usr/../usr',
      '/etc/..',
      ['/'],
      null,
    ],
  },
  {
    condition: { startsWith: 'https://' },
    pass: ['https://x'],
    fail: ['http://x', 'xhttps://', ['https://'], null],
  },
  {
    condition: { version: '20.10.9' },
    pass: ['20.10.9', '20.10.24+dfsg1', '20.11', '23', '28.0.0-rc1'],
    fail: ['20.10.8', '20.9.99', '19', '20.10', 'v28', 'dev', '', 28, null],
  },
  {
    condition: { fields: { a: { const: 1 } } },
    pass: [{ a: 1 }],
    fail: [{}, { a: null }, { a: 2 }, 'a', [], null],
  },
  {
    condition: { optionalFields: { a: { const: 1 } } },
    pass: [{ a: 1 }, {}, { a: null }],
    fail: [{ a: 2 }, 'a', null],
  },
  { condition: { not: { const: 'root' } }, pass: ['web', 0], fail: ['root', null] },
  { condition: { anyOf: [{ const: 1 }, { const: 2 }] }, pass: [1, 2], fail: [3, '1', null] },
  { condition: { anyOf: [{ const: null }, { minimum: 1 }] }, pass: [null, 1], fail: [0, '1'] },
  { condition: { allOf: [{ minimum: 1 }, { maximum: 3 }] }, pass: [1, 3], fail: [0, 4, '2', null] },
  { condition: { type: 'string', startsWith: 'a', minLength: 2 }, pass: ['ab'], fail: ['a', 'bb', 1, null] },
];

describe.each(tables)('$condition', ({ condition, pass, fail }) => {
  it.each(pass.map((value) => [JSON.stringify(value), value]))('is met by %s', (_name, value) => {
    expect(outcomeOf(condition, value)).toBe('pass');
  });

  it.each(fail.map((value) => [JSON.stringify(value), value]))('is violated by %s', (_name, value) => {
    expect(outcomeOf(condition, value)).toBe('fail');
  });
});

describe('a value of the wrong type', () => {
  it.each<Condition>([
    { minimum: 1024 },
    { maximum: 3 },
    { minLength: 1 },
    { maxItems: 3 },
    { items: { const: 'a' } },
    { contains: { const: 'a' } },
    { maxMode: '0644' },
    { covers: '/etc' },
    { startsWith: '/' },
    { version: '1.0' },
    { fields: { a: {} } },
  ])('is an error under not, never a pass: %j', (condition) => {
    expect(outcomeOf({ not: condition }, true)).toBe('error');
    expect(outcomeOf({ not: { not: condition } }, true)).toBe('error');
  });

  it('is decided under not where the author asks for the type first', () => {
    expect(outcomeOf({ not: { type: 'integer', minimum: 1024 } }, '80')).toBe('pass');
  });
});

describe('members of an object', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty'])('are never inherited: %s', (name) => {
    expect(outcomeOf({ fields: { [name]: {} } }, {})).toBe('fail');
  });

  it('are never read from a prototype that the host sent', () => {
    const hostile = JSON.parse('{"__proto__": {"icc": false}}') as Json;
    expect(outcomeOf({ fields: { icc: { const: false } } }, hostile)).toBe('fail');
  });
});
