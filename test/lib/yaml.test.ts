import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/lib/yaml.ts';

describe('readYaml', () => {
  it('knows the line of every key and the nearest one above what is not there', () => {
    const yaml = readYaml('f.yaml', 'a: 1\nb:\n  - x\n  - c: 0644\n');
    if (!('value' in yaml)) throw new Error(yaml.join());
    expect(yaml.value).toEqual({ a: 1, b: ['x', { c: 644 }] });
    const paths = [['a'], ['b', 0], ['b', '1', 'c'], ['b', 1, 'missing'], []];
    expect(paths.map(yaml.at)).toEqual(['f.yaml:1', 'f.yaml:3', 'f.yaml:4', 'f.yaml:4', 'f.yaml:1']);
    expect(yaml.source(['b', 1, 'c'])).toBe('0644');
    expect(yaml.source(['b'])).toBeNull();
  });

  it.each([
    ['a: *x', 'f.yaml:1: '],
    ['a: 1\n? [b]\n: 2', 'f.yaml:2: a key must be plain text'],
    ['a: !!binary x\n---\nb: 1', 'f.yaml:2: '],
    ['a: !custom x', 'f.yaml:1: '],
    ['a: 1\na: 2', 'f.yaml:2: Map keys must be unique'],
  ])('refuses %j', (text, problem) => {
    const yaml = readYaml('f.yaml', text);
    expect('value' in yaml ? [] : yaml).toContainEqual(expect.stringContaining(problem));
  });

  it.each(['- ', '? ', '[', '{a: '])(
    'refuses a text that is nothing but %j before it exhausts the stack',
    (piece) => {
      const yaml = readYaml('f.yaml', piece.repeat(Math.floor(60_000 / piece.length)));
      expect('value' in yaml ? [] : yaml).toHaveLength(1);
    },
  );

  it('refuses a text that is too long', () => {
    expect(readYaml('f.yaml', ' '.repeat(70_000))).toEqual(['f.yaml:1: longer than 65536 characters']);
  });

  it('keeps __proto__ an ordinary key', () => {
    const yaml = readYaml('f.yaml', '__proto__: { polluted: true }');
    if (!('value' in yaml)) throw new Error(yaml.join());
    expect(Object.hasOwn(yaml.value as object, '__proto__')).toBe(true);
    expect('polluted' in (yaml.value as object)).toBe(false);
  });
});
