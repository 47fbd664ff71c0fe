import { describe, expect, it } from 'vitest';
import { allStates, anyState, notState, type State } from '../../src/evaluate/state.ts';

const states: readonly State[] = ['pass', 'fail', 'mistyped', 'error', 'needsParam'];
/** What each state may turn out to be once everything is known. */
const worlds: Readonly<Record<State, readonly boolean[]>> = {
  pass: [true],
  fail: [false],
  mistyped: [true, false],
  error: [true, false],
  needsParam: [true, false],
};

/** Whether a state that is decided agrees with every world that is still possible, and an open one with several. */
function sound(state: State, outcomes: readonly boolean[]): boolean {
  const possible = new Set(outcomes);
  if (state === 'pass') return !possible.has(false);
  if (state === 'fail') return !possible.has(true);
  return possible.size === 2;
}

const pairs = states.flatMap((a) => states.map((b) => [a, b] as const));

describe('four-valued logic', () => {
  it.each(pairs)('decides "%s and %s" only when every possible world agrees', (a, b) => {
    const outcomes = worlds[a].flatMap((x) => worlds[b].map((y) => x && y));
    expect(sound(allStates([a, b]), outcomes)).toBe(true);
  });

  it.each(pairs)('decides "%s or %s" only when every possible world agrees', (a, b) => {
    const outcomes = worlds[a].flatMap((x) => worlds[b].map((y) => x || y));
    expect(sound(anyState([a, b]), outcomes)).toBe(true);
  });

  it.each(pairs)('does not depend on the order of %s and %s', (a, b) => {
    expect(allStates([a, b])).toBe(allStates([b, a]));
    expect(anyState([a, b])).toBe(anyState([b, a]));
  });

  it('says error before a missing parameter: setting the parameter would not help', () => {
    expect(allStates(['needsParam', 'error'])).toBe('error');
    expect(anyState(['needsParam', 'error'])).toBe('error');
  });

  it('negates what is decided and keeps what is not', () => {
    expect(states.map(notState)).toEqual(['fail', 'pass', 'error', 'error', 'needsParam']);
  });

  it('holds for all of nothing and for none of nothing', () => {
    expect(allStates([])).toBe('pass');
    expect(anyState([])).toBe('fail');
  });
});
