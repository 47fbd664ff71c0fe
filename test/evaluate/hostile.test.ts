import { describe, expect, it } from 'vitest';
import { evaluateCheck } from '../../src/evaluate/evaluate-check.ts';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import type { Json } from '../../src/lib/json.ts';
import { expecting, makeCheck, settings, valueRows } from './make.ts';

const million = 'x'.repeat(1_000_000);

function resultOf(value: Json) {
  return evaluateCheck(makeCheck(), settings(valueRows(value)), {});
}

describe('a report stays bounded whatever a host sends', () => {
  it.each<[string, Json]>([
    ['long text', million],
    ['many items', Array.from({ length: 100_000 }, (_, index) => index)],
    ['many long items', Array.from({ length: 1000 }, () => million.slice(0, 5000))],
    ['many keys', Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key-${index}`, 'v']))],
    ['long keys', { [million]: 1 }],
    ['nested lists', Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => [million]))],
  ])('%s', (_name, value) => {
    const result = resultOf(value);
    expect(result.outcome).toBe('fail');
    expect(JSON.stringify(result).length).toBeLessThan(100_000);
    expect(JSON.stringify(result)).toContain('cut');
  });

  it('names and notes included', () => {
    const rows = [{ values: { name: million, value: true }, note: million }];
    const result = evaluateCheck(makeCheck(), settings(rows), {});
    expect(JSON.stringify(result).length).toBeLessThan(30_000);
  });

  it('does not take a number that JSON cannot hold for one that is not set', () => {
    const [finding] = resultOf(JSON.parse('1e999') as Json).findings;
    expect(JSON.parse(JSON.stringify(finding?.actual))).toBe('Infinity');
  });

  it('never cuts a character in half', () => {
    const [finding] = resultOf('🐳'.repeat(5000)).findings;
    expect(JSON.stringify(finding?.actual)).not.toMatch(/\\ud[89a-f]/);
  });
});

describe('hostile values', () => {
  it('that are nested beyond reason end in fail or error, never in pass or a crash', () => {
    const depth = 200_000;
    const deep = JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as Json;
    expect(['fail', 'error']).toContain(resultOf(deep).outcome);
  });

  it('do not steer a terminal through messages', () => {
    const [finding] = resultOf('a\u001b[2J\n\u202e<b>').findings;
    expect(finding?.message).toBe('value is a\\u{1b}[2J\\u{a}\\u{202e}<b>, expected false');
  });

  it('named __proto__ stay ordinary members', () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}}') as Json;
    const [finding] = resultOf(value).findings;
    expect(JSON.stringify(finding?.actual)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('in columns called like members of Object.prototype are not found in other rows', () => {
    const check = makeCheck({ expect: { fields: { constructor: {} } } });
    expect(evaluateCheck(check, settings(valueRows(1)), {}).outcome).toBe('error');
  });
});

it('judges a table of 5,000 rows under several checks', () => {
  const rows = valueRows(...Array.from({ length: 5000 }, (_, index) => (index % 2 === 0 ? 'good' : 'bad')));
  const checks = Array.from({ length: 20 }, () =>
    expecting({ anyOf: [{ const: 'good' }, { in: ['fine'] }] }),
  );
  const results = evaluateHost(checks, settings(rows), {});
  expect(results.every(({ findings, considered }) => findings.length === 2500 && considered === 5000)).toBe(
    true,
  );
});
