import { describe, expect, it } from 'vitest';
import { composed, settingLines } from '../../src/fix/daemon-json.ts';
import { readJsonText } from '../../src/fix/json-text.ts';
import type { Json } from '../../src/lib/json.ts';

function merged(source: string, settings: Record<string, Json>, chosen?: readonly number[]): string {
  const json = readJsonText(source);
  if ('reason' in json) throw new Error(json.reason);
  const list = Object.entries(settings).map(([key, value], index) => ({ key, value, marks: [index + 1] }));
  const lines = settingLines(json.members, json.indent, list);
  return composed(lines, new Set(chosen ?? list.map((_, index) => index + 1)));
}

describe('settingLines and composed', () => {
  it('change a value in its place, keep order and spelling of the rest, and add new keys at the end', () => {
    const source = '{\n    "z": [1,\n      2],\n    "icc":   true,\n    "a": {"b" : 1}\n}\n';
    expect(merged(source, { icc: false, 'live-restore': true })).toBe(
      '{\n    "z": [1,\n      2],\n    "icc": false,\n    "a": {"b" : 1},\n    "live-restore": true\n}\n',
    );
  });

  it('keep tabs, also inside new objects', () => {
    expect(merged('{\n\t"a": 1\n}\n', { o: { b: { c: 1 } } })).toBe(
      '{\n\t"a": 1,\n\t"o": {\n\t\t"b": {\n\t\t\t"c": 1\n\t\t}\n\t}\n}\n',
    );
  });

  it('fill an empty object and a missing file', () => {
    expect(merged('{}', { icc: false, debug: false })).toBe('{\n  "icc": false,\n  "debug": false\n}\n');
  });

  it('merge objects, so that options nobody asked about survive, and replace lists', () => {
    const source = '{"log-opts": {"tag": "x", "max-size": "1m"}, "insecure-registries": ["a", "b"]}';
    const value = JSON.parse(
      merged(source, { 'log-opts': { 'max-size': '10m' }, 'insecure-registries': [] }),
    );
    expect(value).toEqual({ 'log-opts': { tag: 'x', 'max-size': '10m' }, 'insecure-registries': [] });
  });

  it('replace what is no object by an object', () => {
    expect(JSON.parse(merged('{"log-opts": null}', { 'log-opts': { a: '1' } }))).toEqual({
      'log-opts': { a: '1' },
    });
  });

  it('keep a key named __proto__ an ordinary key', () => {
    const text = merged('{"__proto__": {"icc": false}, "log-opts": {"__proto__": {"a": 1}}}', {
      icc: false,
      'log-opts': { b: '1' },
    });
    expect(text).toContain('"__proto__": {"icc": false}');
    expect(text).toContain('"icc": false\n}');
    expect(text).toMatch(/"log-opts": \{\n\s+"__proto__": \{/);
    expect(({} as Record<string, unknown>)['icc']).toBeUndefined();
  });

  it('write what is not ASCII as escapes that mean the same', () => {
    const source = '{"labels": ["caf\u00e9 \u{1f600} \x7f \u2028"], "x\u00fc": 1}';
    const text = merged(source, { icc: false });
    expect(text).toMatch(/^[\t\n\x20-\x7e]*$/);
    expect(JSON.parse(text)).toEqual({ ...JSON.parse(source), icc: false });
  });

  it('turn Windows line ends into LF', () => {
    expect(merged('{\r\n  "a": {\r\n    "b": 1\r\n  }\r\n}\r\n', { c: 1 })).toBe(
      '{\n  "a": {\n    "b": 1\n  },\n  "c": 1\n}\n',
    );
  });

  it('find a key that the file spells with escapes', () => {
    expect(JSON.parse(merged('{"\\u0069cc": true}', { icc: false }))).toEqual({ icc: false });
  });

  it('give the right file for every choice of fixes', () => {
    const source = '{"icc": true, "debug": true, "dns": ["1.1.1.1"]}';
    const settings = { icc: false, 'live-restore': true, debug: false, 'no-new-privileges': true };
    const keys = Object.entries(settings);
    for (let bits = 0; bits < 16; bits++) {
      const chosen = [1, 2, 3, 4].filter((mark) => bits & (1 << (mark - 1)));
      const wanted = Object.fromEntries(chosen.map((mark) => keys[mark - 1] ?? ['', null]));
      expect(JSON.parse(merged(source, settings, chosen))).toEqual({ ...JSON.parse(source), ...wanted });
    }
  });

  it('leave a value alone that is right already', () => {
    const json = readJsonText('{"icc":false,"o":{"b":2,"a":1}}');
    if ('reason' in json) throw new Error(json.reason);
    const lines = settingLines(json.members, '  ', [
      { key: 'icc', value: false, marks: [1] },
      { key: 'o', value: { a: 1 }, marks: [2] },
    ]);
    expect(lines).toEqual(['=   "icc":false', '=   "o":{"b":2,"a":1}']);
  });
});
