import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../src/lib/package.ts';

const page = readFileSync(packageFile('docs/known-wrong-verdicts.md'), 'utf8');
const listed = page.split('\n').flatMap((line) => {
  const [, id, file] = /^\| ([A-Z]+\d+) .*\]\(\.\.\/(\S+)\) *\|$/.exec(line) ?? [];
  return id === undefined || file === undefined ? [] : [{ id, file }];
});

/** The ids that begin titles in a file, as in 'B5, B6: a title'. */
function idsIn(file: string): readonly string[] {
  const titles = readFileSync(packageFile(file), 'utf8').match(/['`](?:[A-Z]+\d+, )*[A-Z]+\d+: /g) ?? [];
  return titles.flatMap((title) => title.match(/[A-Z]+\d+/g) ?? []);
}

describe('docs/known-wrong-verdicts.md', () => {
  it('has every condition once', () => {
    const ids = listed.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(120);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(listed)('$id has its test in $file', ({ id, file }) => {
    expect(existsSync(packageFile(file))).toBe(true);
    expect(idsIn(file)).toContain(id);
  });

  it('leaves out no condition that is tested here', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name !== 'list.test.ts');
    const tested = new Set(files.flatMap((name) => idsIn(`test/known-wrong/${name}`)));
    expect([...tested].filter((id) => !listed.some((one) => one.id === id))).toEqual([]);
  });
});
