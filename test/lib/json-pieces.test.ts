import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { inBlocks, jsonPieces, linePieces } from '../../src/lib/json-pieces.ts';
import { stableStringify } from '../../src/lib/json.ts';
import { parsePieces } from '../../src/lib/parse-pieces.ts';
import { hostileStrings } from '../report/hostile-strings.ts';

const joined = (pieces: Iterable<string>): string => [...pieces].join('');

/** Without the first few, which are huge. */
const texts = hostileStrings(200).slice(3);

const values: readonly object[] = [
  {},
  { b: [], a: {}, c: null },
  { list: [{ z: 1, a: [{ deep: [[]] }] }, 2, 'x\ny', null], 10: 'ten', 9: 'nine' },
  JSON.parse('{"__proto__":{"a":[{"__proto__":1}]},"part":[{"part":3}]}') as object,
  { texts, members: texts.map((text) => ({ [text]: [text] })) },
];

describe('linePieces', () => {
  it.each(values)('says what stableStringify says: %#', (value) => {
    expect(stableStringify(JSON.parse(joined(linePieces(value))))).toBe(stableStringify(value));
  });

  it('gives each item of a list a line and a piece of its own', () => {
    expect(joined(linePieces({ b: [{ z: 1, a: [2] }, 3], a: {} }))).toBe(
      '{\n"a":{},\n"b":[\n{"a":[2],"z":1},\n3\n]\n}\n',
    );
    const longest = Math.max(...[...linePieces({ list: values })].map((piece) => piece.length));
    expect(longest).toBeLessThan(stableStringify(values.at(-1)).length * 2);
  });
});

describe('jsonPieces', () => {
  it.each(values)('joins to what JSON.stringify gives, at any depth: %#', (value) => {
    for (const depth of [0, 1, 2, 3, 9]) expect(joined(jsonPieces(value, depth))).toBe(JSON.stringify(value));
  });

  it('reads a list of any kind as it is written', () => {
    const read: number[] = [];
    const list = (function* () {
      for (const item of [1, 2, 3]) {
        read.push(item);
        yield item;
      }
    })();
    const pieces = jsonPieces({ list }, 2)[Symbol.iterator]();
    while (pieces.next().value !== '2');
    expect(read).toEqual([1, 2]);
  });
});

describe('inBlocks', () => {
  it('keeps the text and makes few pieces of many', () => {
    const pieces = Array.from({ length: 1000 }, (_, index) => `${index},`);
    const blocks = [...inBlocks(pieces, 1000)];
    expect(blocks.join('')).toBe(pieces.join(''));
    expect(blocks.length).toBeLessThan(5);
  });
});

describe('parsePieces', () => {
  const cut = (text: string, size: number): AsyncIterable<string> =>
    Readable.from(text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []);

  it.each([1, 7, 100_000])('gives what JSON.parse gives, cut every %i characters', async (size) => {
    const all = [...values, [], [[1, [2]], { a: 1 }], 'x', 7, null, [{ a: { b: { c: [1] } } }]];
    for (const value of all) {
      for (const text of [JSON.stringify(value), stableStringify(value)]) {
        const parsed = await parsePieces(cut(text, size));
        expect(JSON.stringify(parsed)).toBe(JSON.stringify(JSON.parse(text)));
      }
    }
  });

  it.each([
    '',
    '{',
    '{"a":[{}',
    '{"a":[{]}',
    '{"a":[{"b":1}{"c":1}]}',
    '{"a":[[}]}',
    '{"a":[{"b":"\n"}]}',
    '}}{{',
    '[[]',
  ])('refuses %j, which is no JSON', async (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    await expect(parsePieces(cut(text, 3))).rejects.toThrow(SyntaxError);
  });

  it.each<[string, string]>([
    ['length', '['.padEnd(101)],
    ['depth', '[[[[[[1]]]]]]'],
    ['values', '[1,1,1,1,1,1,1,1,1,1,1]'],
    ['parts', '[[[],[],[],[]]]'],
    ['length of a part', `[[["${'x'.repeat(60)}`],
  ])('ends where a text goes beyond its %s', async (_what, text) => {
    const limits = { length: 100, depth: 5, items: 10, parts: 3, part: 50 };
    await expect(parsePieces(cut(text, 3), limits)).rejects.toThrow(RangeError);
    await expect(parsePieces(cut('[[[[[1,1,1]]]]]', 3), limits)).resolves.toEqual([[[[[1, 1, 1]]]]]);
  });
});
