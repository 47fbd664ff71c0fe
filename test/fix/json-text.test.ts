import { describe, expect, it } from 'vitest';
import { readJsonText } from '../../src/fix/json-text.ts';

function texts(source: string): string[] {
  const json = readJsonText(source);
  return 'reason' in json ? [json.reason] : json.members.map(({ text }) => text);
}

describe('readJsonText', () => {
  it('cuts out the members as the file spells them', () => {
    const source = '{ "a" :1,"b":{"c":[1,{"a":2}],"d":"}\\","},\n\n"e"  : [ ],"__proto__":{"x":1} }';
    expect(texts(source)).toEqual([
      '"a" :1',
      '"b":{"c":[1,{"a":2}],"d":"}\\","}',
      '"e"  : [ ]',
      '"__proto__":{"x":1}',
    ]);
  });

  it('reads empty objects and, as the engine does, empty files', () => {
    expect(texts('{}')).toEqual([]);
    expect(texts(' {\n} ')).toEqual([]);
    expect(texts('')).toEqual([]);
  });

  it.each([
    ['{"a":1,"a":2}', 'twice'],
    ['{"a":1,"\\u0061":2}', 'twice'],
    ['{"x":[{"a":1,"a":2}]}', 'twice'],
    ['{"__proto__":1,"__proto__":2}', 'twice'],
    ['\ufeff{}', 'byte order mark'],
    ['{"a":9007199254740993}', 'number'],
    ['{"a":[-1e400]}', 'number'],
    ['{"a":1,}', 'not valid JSON'],
    ['{"a":1} // no', 'not valid JSON'],
    ['[1]', 'no JSON object'],
    ['null', 'no JSON object'],
    [`${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 'nested'],
    [`{"a":"${'x'.repeat(300_000)}"}`, '256 KiB'],
  ])('refuses %.40s', (source, reason) => {
    expect(texts(source)[0]).toContain(reason);
  });

  it('takes the same key on different levels, and large numbers in strings', () => {
    expect(texts('{"a":{"a":{"a":1}},"n":"9007199254740993"}')).toHaveLength(2);
  });

  it.each([
    ['{\n\t"a": 1\n}', '\t'],
    ['{\n    "a": 1\n}', '    '],
    ['{"a": 1}', '  '],
    ['{\r\n   "a": 1}', '   '],
    ['', '  '],
  ])('finds the indent of %j', (source, indent) => {
    expect(readJsonText(source)).toMatchObject({ indent });
  });
});
