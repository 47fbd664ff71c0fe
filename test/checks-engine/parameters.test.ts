import { describe, expect, it } from 'vitest';
import { resolveParameters, validateParameters } from '../../src/checks/parameters.ts';
import type { ParameterSpec } from '../../src/checks/types.ts';
import type { Json } from '../../src/lib/json.ts';
import { makeCheck } from '../evaluate/make.ts';

const check = makeCheck({
  params: {
    words: { type: 'strings', description: 'x', default: ['a'] },
    word: { type: 'string', description: 'x' },
    count: { type: 'integer', description: 'x' },
    flag: { type: 'boolean', description: 'x' },
  },
});

describe('parameters', () => {
  it('are the given value, else the default, else absent', () => {
    expect([...resolveParameters(check, { count: 3, other: 'of another check' })]).toEqual([
      ['words', ['a']],
      ['count', 3],
    ]);
  });

  it('are validated by name and type, all at once', () => {
    const given: Record<string, Json> = { words: ['a', 1], word: 1, count: '3', flag: 'yes', wrods: [] };
    expect(validateParameters([check], given).map((problem) => problem.message)).toEqual([
      'the parameter "words" must be a list of text',
      'the parameter "word" must be text',
      'the parameter "count" must be a whole number',
      'the parameter "flag" must be true or false',
      'no check has a parameter "wrods", did you mean "words"?',
    ]);
    expect(validateParameters([check], { words: [], word: '', count: 0, flag: false })).toEqual([]);
  });

  it('named like members of Object.prototype are unknown and never given by accident', () => {
    expect(validateParameters([check], JSON.parse('{"__proto__": 1, "constructor": 1}'))).toHaveLength(2);
    const spec: ParameterSpec = { type: 'string', description: 'x' };
    const odd = makeCheck({ params: Object.fromEntries([['constructor', spec]]) });
    expect(resolveParameters(odd, {}).size).toBe(0);
  });
});
