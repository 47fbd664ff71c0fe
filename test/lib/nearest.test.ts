import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/lib/nearest.ts';

describe('nearest', () => {
  it.each([
    ['valeu', 'value'],
    ['maxmode', 'maxMode'],
    ['ownr', 'owner'],
    ['netwrk', 'network'],
    ['zzz', null],
    ['', null],
    ['x'.repeat(100_000), null],
  ])('%s: %s', (word, expected) => {
    expect(nearest(word, ['value', 'maxMode', 'owner', 'network'])).toBe(expected);
  });

  it('ends a message', () => {
    expect(`unknown key${didYouMean('icd', ['icc'])}`).toBe('unknown key, did you mean "icc"?');
    expect(didYouMean('icd', [])).toBe('');
  });
});
