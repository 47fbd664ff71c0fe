import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limitHosts } from '../../src/inventory/limit.ts';
import { PlimsollError } from '../../src/lib/errors.ts';

const fleet = [
  { name: 'db-01', groups: ['db', 'prod'] },
  { name: 'web-01', groups: ['web', 'prod'] },
  { name: 'web-02', groups: ['web', 'test'] },
  { name: '[::1]:2222', groups: [] },
  { name: '::1', groups: ['v6'] },
];

async function limit(...patterns: string[]): Promise<string> {
  const hosts = await limitHosts(fleet, patterns);
  return hosts.map(({ name }) => name).join(' ');
}

describe('--limit', () => {
  it.each([
    [[], 'db-01 web-01 web-02 [::1]:2222 ::1'],
    [['web-01'], 'web-01'],
    [['web-01,db-01'], 'db-01 web-01'],
    [['web-01', 'db-01'], 'db-01 web-01'],
    [['web-*'], 'web-01 web-02'],
    [['web-0?'], 'web-01 web-02'],
    [['web'], 'web-01 web-02'],
    [['w?b'], 'web-01 web-02'],
    [['all,!web'], 'db-01 [::1]:2222 ::1'],
    [['!web'], 'db-01 [::1]:2222 ::1'],
    [['&prod,web'], 'web-01'],
    [['web,&prod,!web-02'], 'web-01'],
    [['&prod'], 'db-01 web-01'],
    [['[::1]:2222'], '[::1]:2222'],
    [['web-01:db-01'], 'db-01 web-01'],
    [['web:&prod:!web-02'], 'web-01'],
    [['::1'], '::1'],
    [['ungrouped,db'], 'db-01 [::1]:2222'],
    [['[::1]:2222,::1'], '[::1]:2222 ::1'],
  ])('%j selects %s', async (patterns, expected) => {
    expect(await limit(...patterns)).toBe(expected);
  });

  it('refuses patterns that match nothing, all at once, also behind ! and &', async () => {
    try {
      await limit('web,nope,!nada');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PlimsollError);
      expect(error).toMatchObject({
        code: 'USAGE',
        details: [expect.stringMatching(/^nope:/), expect.stringMatching(/^!nada:/)],
      });
    }
  });

  it('refuses to leave no host', async () => {
    await expect(limit('web,!web')).rejects.toThrow(/leaves no host/);
  });

  it('takes names from a file, also behind other patterns', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'plimsoll-limit-')), 'hosts.retry');
    writeFileSync(file, '# last time\nweb-01\n\n!db-01\nweb-02:db-01\n');
    expect(await limit(`@${file},!web-02`)).toBe('web-01');
    await expect(limit('@/nonexistent/file')).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    rmSync(dirname(file), { recursive: true });
  });

  it.each([
    ['~web.*', 'regular expressions'],
    ['web[0]', 'numbers behind a group'],
    ['!web[0:-1]', 'numbers behind a group'],
  ])('says that it does not take %s', async (pattern, what) => {
    await expect(limit(pattern)).rejects.toMatchObject({
      code: 'USAGE',
      message: `--limit ${pattern}: ${what} are not supported`,
    });
  });

  it('guesses what a name was meant to be', async () => {
    await expect(limit('wbe')).rejects.toMatchObject({
      details: ['wbe: matches no host and no group, did you mean "web"?'],
    });
  });

  it('takes any glob, and a name for each of many hosts', async () => {
    const long = [{ name: 'a'.repeat(5000), groups: [] }];
    await expect(limitHosts(long, [`${'*a'.repeat(200)}*b`])).rejects.toThrow(PlimsollError);
    const many = Array.from({ length: 10_000 }, (_, index) => ({ name: `h${index}`, groups: ['g'] }));
    expect(await limitHosts(many, [many.map(({ name }) => name).join(','), '!h1*'])).toHaveLength(8889);
  });
});
