import type { Json } from '../lib/json.ts';
import { allStates, anyState, notState, type State } from './state.ts';

/** One thing that is wrong, or why it is not known whether it is. */
export interface Issue {
  readonly path: string;
  readonly rule: string;
  readonly expected: Json;
  readonly actual: Json;
  readonly message: string;
  /** The parameter without a value, where that is the reason. */
  readonly parameter?: string;
}

export interface Judgement {
  readonly state: State;
  /** Empty when the state is `pass`. */
  readonly issues: readonly Issue[];
}

export const passed: Judgement = { state: 'pass', issues: [] };

/** Holds when all hold; the issues are those that decided it. */
export function allHold(parts: readonly Judgement[]): Judgement {
  const state = allStates(parts.map((part) => part.state));
  return { state, issues: issuesOf(parts, state) };
}

/** Holds when one does; when none does there is one issue, made by `issue`. */
export function anyHolds(parts: readonly Judgement[], issue: () => Issue): Judgement {
  const state = anyState(parts.map((part) => part.state));
  if (state === 'pass') return passed;
  return { state, issues: isViolation(state) ? [issue()] : issuesOf(parts, state) };
}

/** Holds when `part` does not; when `part` holds there is one issue, made by `issue`. */
export function negated(part: Judgement, issue: () => Issue): Judgement {
  const state = notState(part.state);
  if (state === 'pass') return passed;
  return { state, issues: state === 'fail' ? [issue()] : part.issues };
}

export function isViolation(state: State): boolean {
  return state === 'fail' || state === 'mistyped';
}

function issuesOf(parts: readonly Judgement[], state: State): readonly Issue[] {
  const deciding = parts.filter((part) =>
    isViolation(state) ? isViolation(part.state) : part.state === state,
  );
  return state === 'pass' ? [] : deciding.flatMap((part) => part.issues);
}
