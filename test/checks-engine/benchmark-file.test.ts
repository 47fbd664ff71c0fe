import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchmarkSchema, readBenchmark } from '../../src/checks/benchmark-file.ts';
import { shippedBenchmarks } from '../../src/checks/load-benchmarks.ts';

const checks = new Map([
  ['alpha', 'Alpha'],
  ['beta', 'Beta'],
]);
const head =
  "id: site-1\ntitle: Site\npublisher: us\nversion: '1'\nsections:\n  - { number: A, title: One }\nitems:\n";
const problemsOf = (items: string, before = head) =>
  readBenchmark('b.yaml', before + items, checks, 'own').problems;

describe('a benchmark file', () => {
  it('may map an item to one check, to several or to none, with a level and a status or without', () => {
    const items =
      '  - { number: A.1, checks: [alpha], assessment: manual, level: 2 }\n  - { number: A.2, title: Two, checks: [alpha, beta] }\n  - { number: A.3, title: None, checks: [] }\n';
    const { benchmark, problems } = readBenchmark('b.yaml', head + items, checks, 'own');
    expect(problems).toEqual([]);
    expect(benchmark?.items).toMatchObject([
      {
        number: 'A.1',
        title: 'Alpha',
        basis: { alpha: 'own' },
        checks: ['alpha'],
        assessment: 'manual',
        level: 2,
      },
      { number: 'A.2', title: 'Two', checks: ['alpha', 'beta'], assessment: null, level: null },
      { number: 'A.3', title: 'None', checks: [], assessment: null, level: null },
    ]);
  });

  it.each([
    ['a check there is not', '  - { number: A.1, checks: [alhpa] }', '8: items.0: there is no check "alhpa", did you mean "alpha"?'],
    ['a number twice', '  - { number: A.1, checks: [alpha] }\n  - { number: A.1, checks: [beta] }', '9: items.1: the number A.1 is there twice'],
    ['a number outside of all sections', '  - { number: B.1, checks: [alpha] }', '8: items.0: B.1 is in none of the sections'],
    ['a number that is no text', '  - { number: 5.10, checks: [alpha] }', '8: items.0.number: must be text: write it in quotes, as in "5.10"'],
    ['no title where no check has one', '  - { number: A.1, checks: [] }', '8: items.0: title is missing: only the title of a single check can stand for it'],
    ['a key beyond the format', '  - { number: A.1, checks: [alpha], levle: 1 }', '8: items.0.levle: unknown key, did you mean "level"?'],
    ['what cannot be seen', '  - { number: A.1, checks: [alpha], title: "a\\u202eb" }', '8: items.0.title: has characters that cannot be seen'],
  ])('is refused by line for %s', (_name, items, problem) => {
    expect(problemsOf(`${items}\n`)).toEqual([expect.stringContaining(`b.yaml:${problem}`)]);
  }); // prettier-ignore

  it('is refused for an id that could not stand in a path', () => {
    expect(problemsOf('  - { number: A.1, checks: [alpha] }\n', head.replace('site-1', '../x'))).toEqual([
      expect.stringContaining('b.yaml:1: id: must match'),
    ]);
  });
});

it('the generated schema is what the program makes', () => {
  const file = path.join(shippedBenchmarks, '../benchmark.schema.json');
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(benchmarkSchema, null, 2)}\n`);
});
