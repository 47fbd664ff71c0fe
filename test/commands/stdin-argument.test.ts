import { describe, expect, it } from 'vitest';
import { joinStdinArgument } from '../../src/commands/stdin-argument.ts';

describe('a lone dash', () => {
  it('is joined to the inventory flag in front of it, and to no other', () => {
    const args = ['audit', '-i', '-', '--inventory', '-', '-i', 'a.yaml', '-o', '-', '-'];
    const joined = ['audit', '--inventory=-', '--inventory=-', '-i', 'a.yaml', '-o', '-', '-'];
    expect(joinStdinArgument(args)).toEqual(joined);
  });
});
