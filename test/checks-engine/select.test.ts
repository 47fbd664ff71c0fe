import { describe, expect, it } from 'vitest';
import { selectChecks, type Selection } from '../../src/checks/select.ts';
import { PlimsollError } from '../../src/lib/errors.ts';
import { makeCheck } from '../evaluate/make.ts';

const checks = [
  makeCheck({ id: 'alpha', cis: { '1.7.0': '2.1', '1.8.0': '2.1' }, tags: ['daemon'] }),
  makeCheck({ id: 'beta', cis: { '1.7.0': '2.7', '1.8.0': '2.8' }, tags: ['network'] }),
  makeCheck({ id: 'gamma', cis: { '1.8.0': '2.7' }, level: 2, tags: ['daemon'] }),
  makeCheck({ id: 'delta', cis: { '1.7.0': '5.10', '1.8.0': '5.10' }, tags: ['network'] }),
  makeCheck({ id: 'epsilon', cis: {}, tags: ['beyond'] }),
];

function select(changes: Partial<Selection>): readonly string[] {
  const selection: Selection = { edition: '1.8.0', levels: [1, 2], only: [], skip: [], ...changes };
  return selectChecks(checks, selection).map(({ id }) => id);
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
  it('takes the checks of the edition and those beyond CIS', () => {
    expect(select({})).toEqual(['alpha', 'beta', 'gamma', 'delta', 'epsilon']);
    expect(select({ edition: '1.7.0' })).toEqual(['alpha', 'beta', 'delta', 'epsilon']);
  });

  it('takes the checks of the levels', () => {
    expect(select({ levels: [2] })).toEqual(['gamma']);
  });

  it.each<[string, readonly string[]]>([
    ['beta', ['beta']],
    ['2.7', ['gamma']],
    ['2', ['alpha', 'beta', 'gamma']],
    ['network', ['beta', 'delta']],
  ])('narrows and skips by %s', (selector, ids) => {
    expect(select({ only: [selector] })).toEqual(ids);
    expect(select({ skip: [selector] })).toEqual(select({}).filter((id) => !ids.includes(id)));
  });

  it('reads numbers in the edition asked for', () => {
    expect(select({ edition: '1.7.0', only: ['2.7'] })).toEqual(['beta']);
  });

  it('does not take 5.1 for 5.10', () => {
    expect(problemsOf({ only: ['5.1'] })).toHaveLength(1);
  });

  it('reports all unknown selectors, with the nearest known one', () => {
    expect(problemsOf({ only: ['alhpa'], skip: ['netwrk', 'zzzzzzzz'] })).toEqual([
      'no check has the id, CIS 1.8.0 number or tag "alhpa", did you mean "alpha"?',
      'no check has the id, CIS 1.8.0 number or tag "netwrk", did you mean "network"?',
      'no check has the id, CIS 1.8.0 number or tag "zzzzzzzz"',
    ]);
  });

  it('does not silently audit nothing', () => {
    expect(problemsOf({ edition: '1.7.0', only: ['gamma'] })).toEqual([
      '"gamma" is not part of CIS Docker Benchmark 1.7.0',
    ]);
    expect(problemsOf({ levels: [1], only: ['gamma'] })).toEqual(['"gamma" selects no check of level 1']);
    expect(() => select({ only: ['alpha'], skip: ['alpha'] })).toThrow('leaves no check');
  });

  it('may skip what is left out anyway', () => {
    expect(select({ edition: '1.7.0', skip: ['gamma'] })).toEqual(['alpha', 'beta', 'delta', 'epsilon']);
  });
});
