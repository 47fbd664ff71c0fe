/**
 * What is known about one condition. `mistyped`: the value is of a type the condition cannot judge; where the
 * condition is expected to hold that is a violation, but it must not turn into "holds" under a `not`.
 * `error`: a fact is missing. `needsParam`: a parameter is missing.
 */
export type State = 'pass' | 'fail' | 'mistyped' | 'error' | 'needsParam';

const conjunction: readonly State[] = ['fail', 'mistyped', 'error', 'needsParam', 'pass'];
const disjunction: readonly State[] = ['pass', 'error', 'needsParam', 'mistyped', 'fail'];

/** Kleene's "and": false as soon as one is false, true only when all are. */
export function allStates(states: readonly State[]): State {
  return conjunction.find((state) => states.includes(state)) ?? 'pass';
}

/** Kleene's "or": true as soon as one is true, false only when all are. */
export function anyState(states: readonly State[]): State {
  return disjunction.find((state) => states.includes(state)) ?? 'fail';
}

/** Kleene's "not": what is unknown stays unknown. */
export function notState(state: State): State {
  if (state === 'pass') return 'fail';
  if (state === 'fail') return 'pass';
  return state === 'mistyped' ? 'error' : state;
}
