import { describe, expect, it } from 'vitest';
import { expectation, found } from '../../src/report/html/expectation.ts';
import { duration, percent, show, utc } from '../../src/report/format.ts';
import type { Finding } from '../../src/result/types.ts';

describe('show', () => {
  it.each([
    [null, 'not set'],
    ['0644', '0644'],
    ['true', '"true"'],
    [true, 'true'],
    ['12', '"12"'],
    ['', '""'],
    [' x', '" x"'],
    [[], 'empty list'],
    [['a', 1, null], 'a, 1, not set'],
    [{ a: [1] }, '{"a":[1]}'],
    [[{ a: 1 }], '[{"a":1}]'],
  ])('shows %j as %s', (value, text) => {
    expect(show(value)).toBe(text);
  });
});

describe('percent', () => {
  it('rounds down, so that 100% is never said too early', () => {
    expect(percent(0.9999)).toBe('99%');
    expect(percent(1)).toBe('100%');
    expect(percent(0.29)).toBe('29%');
  });
});

describe('times', () => {
  it('are read as UTC and told apart without a clock', () => {
    expect(utc('2026-11-23T02:00:13.250Z')).toBe('2026-11-23 02:00:13 UTC');
    expect(duration('2026-11-23T02:00:00Z', '2026-11-23T02:03:12Z')).toBe('3 min 12 s');
    expect(duration('2026-11-23T02:00:00Z', '2026-11-23T04:00:05Z')).toBe('2 h 5 s');
    expect(duration('2026-11-23T02:00:00Z', '2026-11-23T02:00:00Z')).toBe('0 s');
  });
});

describe('expectation', () => {
  const finding: Finding = {
    subject: 'file:/etc/docker',
    path: 'mode',
    rule: 'maxMode',
    expected: '0644',
    actual: '0664',
    message: '',
  };

  it.each([
    ['maxMode', '0644', 'mode 0644 or stricter'],
    ['const', false, 'false'],
    ['const', 'not set', 'not set'],
    ['in', ['a', 'b'], 'one of a, b'],
    ['in', [], 'nothing'],
    ['minItems', 1, 'at least 1 entry'],
    ['maxItems', 0, 'no entries'],
    ['not', { const: 'x' }, 'not: {"const":"x"}'],
    ['anyOf', 'that value is at least 1 or rootless is true', 'that value is at least 1 or rootless is true'],
    ['constructor', 1, 'constructor: 1'],
  ])('says %s %j as %s', (rule, expected, words) => {
    expect(expectation({ ...finding, rule, expected })).toBe(words);
  });

  it('does not call a value unset that could not be had', () => {
    const unknown = { ...finding, rule: 'error', expected: 'true', actual: null };
    expect([expectation(unknown), found(unknown)]).toEqual(['true', 'not known']);
  });

  it('leaves a finding about a whole row to its message', () => {
    const row = { ...finding, path: '', rule: 'some', expected: null, actual: null };
    expect([expectation(row), found(row)]).toEqual(['', '']);
  });
});
