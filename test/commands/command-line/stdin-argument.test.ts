import { describe, expect, it } from 'vitest';
import { joinStdinArgument } from '../../../src/commands/command-line/stdin-argument.ts';

const flags = { inventory: { alias: 'i', type: 'string' }, quiet: { alias: 'q', type: 'boolean' } } as const;

describe('a lone dash', () => {
  it('is joined to the flag in front of it, if that takes a value', () => {
    const args = ['audit', '-i', '-', '--inventory', '-', '-i', 'a.yaml'];
    expect(joinStdinArgument(args, flags)).toEqual(['audit', '-i=-', '--inventory=-', '-i', 'a.yaml']);
  });

  it('is the file of standard input where it stands for a file', () => {
    expect(joinStdinArgument(['diff', '-', '-q', '-'], flags)).toEqual([
      'diff',
      '/dev/stdin',
      '-q',
      '/dev/stdin',
    ]);
  });
});
