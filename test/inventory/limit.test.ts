import { describe, expect, it } from 'vitest';
import { limitHosts } from '../../src/inventory/limit.ts';
import { PlimsollError } from '../../src/lib/errors.ts';

const fleet = [
  { name: 'db-01', groups: ['db', 'prod'] },
  { name: 'web-01', groups: ['web', 'prod'] },
  { name: 'web-02', groups: ['web', 'test'] },
  { name: '[::1]:2222', groups: [] },
];

function limit(...patterns: string[]): string {
  return limitHosts(fleet, patterns)
    .map(({ name }) => name)
    .join(' ');
}

describe('--limit', () => {
  it.each([
    [[], 'db-01 web-01 web-02 [::1]:2222'],
    [['web-01'], 'web-01'],
    [['web-01,db-01'], 'db-01 web-01'],
    [['web-01', 'db-01'], 'db-01 web-01'],
    [['web-*'], 'web-01 web-02'],
    [['web-0?'], 'web-01 web-02'],
    [['web'], 'web-01 web-02'],
    [['w?b'], 'web-01 web-02'],
    [['all,!web'], 'db-01 [::1]:2222'],
    [['!web'], 'db-01 [::1]:2222'],
    [['&prod,web'], 'web-01'],
    [['web,&prod,!web-02'], 'web-01'],
    [['&prod'], 'db-01 web-01'],
    [['[::1]:2222'], '[::1]:2222'],
  ])('%j selects %s', (patterns, expected) => {
    expect(limit(...patterns)).toBe(expected);
  });

  it('refuses patterns that match nothing, all at once, also behind ! and &', () => {
    try {
      limit('web,nope,!nada');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PlimsollError);
      expect(error).toMatchObject({
        code: 'USAGE',
        details: [expect.stringMatching(/^nope:/), expect.stringMatching(/^!nada:/)],
      });
    }
  });

  it('refuses to leave no host', () => {
    expect(() => limit('web,!web')).toThrow(/leaves no host/);
  });

  it('is quick with any glob', () => {
    const long = [{ name: 'a'.repeat(5000), groups: [] }];
    expect(() => limitHosts(long, [`${'*a'.repeat(200)}*b`])).toThrow(PlimsollError);
  });
});
