import { describe, expect, it } from 'vitest';
import { numbered } from '../../src/checks/naming.ts';
import { selectChecks, type Selection } from '../../src/checks/select.ts';
import { PlimsollError } from '../../src/lib/errors.ts';
import { benchmarkOf } from '../evaluate/benchmark.ts';
import { makeCheck } from '../evaluate/make.ts';

const old = benchmarkOf('old', { '2.1': 'alpha', '2.7': 'beta', '5.10': 'delta' });
const latest = benchmarkOf(
  'latest',
  { '2.1': 'alpha', '2.8': 'beta', '2.7': 'gamma', '5.10': 'delta', '6.1': 'zeta' },
  { '2.1': { level: 1 }, '2.8': { level: 1 }, '2.7': { level: 2 }, '5.10': { level: 1 } },
);
const known = [latest, old];
const checks = [
  makeCheck({ id: 'alpha', tags: ['daemon'] }),
  makeCheck({ id: 'beta', tags: ['network'] }),
  makeCheck({ id: 'gamma', tags: ['daemon'] }),
  makeCheck({ id: 'delta', tags: ['network'] }),
  makeCheck({ id: 'zeta', tags: ['without-level'] }),
  makeCheck({ id: 'epsilon', tags: ['beyond'] }),
];

function select(changes: Partial<Selection>): readonly string[] {
  const selection: Selection = { given: [latest], known, levels: [1, 2], only: [], skip: [], ...changes };
  return selectChecks(numbered(checks, selection), selection).map(({ id }) => id);
}

function problemsOf(changes: Partial<Selection>): readonly string[] {
  try {
    select(changes);
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'USAGE') return error.details;
    throw error;
  }
  return [];
}

describe('selectChecks', () => {
  it('takes the checks of the benchmarks given and those that no benchmark has', () => {
    expect(select({})).toEqual(['alpha', 'beta', 'gamma', 'delta', 'zeta', 'epsilon']);
    expect(select({ given: [old] })).toEqual(['alpha', 'beta', 'delta', 'epsilon']);
    expect(select({ given: [old, latest] })).toEqual(select({}));
  });

  it('takes the items of the levels, and those that have none', () => {
    expect(select({ levels: [1] })).toEqual(['alpha', 'beta', 'delta', 'zeta', 'epsilon']);
    expect(select({ given: [old], levels: [1] })).toEqual(select({ given: [old] }));
  });

  it.each<[string, readonly string[]]>([
    ['beta', ['beta']],
    ['2.7', ['gamma']],
    ['2', ['alpha', 'beta', 'gamma']],
    ['old:2.7', ['beta']],
    ['old:2', ['alpha', 'beta']],
    ['network', ['beta', 'delta']],
  ])('narrows and skips by %s', (selector, ids) => {
    expect(select({ only: [selector] })).toEqual(ids);
    expect(select({ skip: [selector] })).toEqual(select({}).filter((id) => !ids.includes(id)));
  });

  it('reads bare numbers in the first benchmark', () => {
    expect(select({ given: [old, latest], only: ['2.7'] })).toEqual(['beta']);
  });

  it('does not take 5.1 for 5.10', () => {
    expect(problemsOf({ only: ['5.1'] })).toHaveLength(1);
  });

  it('reports all unknown selectors, with the nearest known one', () => {
    expect(problemsOf({ only: ['alhpa'], skip: ['netwrk', 'zzzzzzzz'] })).toEqual([
      'no check has the id, number or tag "alhpa", did you mean "alpha"?',
      'no check has the id, number or tag "netwrk", did you mean "network"?',
      'no check has the id, number or tag "zzzzzzzz"',
    ]);
  });

  it('does not silently audit nothing', () => {
    expect(problemsOf({ given: [old], only: ['gamma'] })).toEqual(['"gamma" is not part of The old']);
    expect(problemsOf({ levels: [1], only: ['gamma'] })).toEqual(['"gamma" selects no check of level 1']);
    expect(() => select({ only: ['alpha'], skip: ['alpha'] })).toThrow('leaves no check');
  });

  it('may skip what is left out anyway', () => {
    expect(select({ given: [old], skip: ['gamma'] })).toEqual(select({ given: [old] }));
  });
});
