import type { Check } from '../checks/types.ts';
import type { Row, TableSpec } from '../facts/types.ts';
import { describe } from './describe.ts';
import { issueAbout, undetermined } from './issues.ts';
import { judge } from './judge.ts';
import type { Parameters } from './judge-leaf.ts';
import { negated, passed, type Judgement } from './judgement.ts';
import { nounOf } from './nouns.ts';
import { lookUp, type Target } from './target.ts';

export interface JudgedRow {
  readonly row: Row;
  /** `pass`: the row is as the check wants it, whatever its `match`. */
  readonly judgement: Judgement;
}

/** Judges one row, or says null when it is out of the scope of the check. */
export function judgeRow(check: Check, spec: TableSpec, row: Row, parameters: Parameters): JudgedRow | null {
  const scope = inScope(check, spec, row, parameters);
  if (scope.state === 'fail') return null;
  if (scope.state !== 'pass') return { row, judgement: scope };
  const target: Target = { row, path: '' };
  const judgement = judge(check.expect, target, parameters);
  return { row, judgement: check.match === 'none' ? unwanted(check, target, judgement) : judgement };
}

function inScope(check: Check, spec: TableSpec, row: Row, parameters: Parameters): Judgement {
  const keyed = check.keys ? hasKey(check.keys, spec, row) : passed;
  if (keyed.state !== 'pass' || !check.when) return keyed;
  const target: Target = { row, path: '' };
  const scope = judge(check.when, target, parameters);
  // A value that cannot be judged must not drop its row from the scope.
  return scope.state === 'mistyped' ? { state: 'error', issues: scope.issues } : scope;
}

function hasKey(keys: readonly string[], spec: TableSpec, row: Row): Judgement {
  const found = lookUp({ row, path: '' }, spec.key);
  if ('failure' in found) return undetermined(spec.key, { in: keys }, found.failure);
  return typeof found.value === 'string' && keys.includes(found.value)
    ? passed
    : { state: 'fail', issues: [] };
}

function unwanted(check: Check, target: Target, judgement: Judgement): Judgement {
  const expected = `no ${nounOf(check.each).one} of which ${describe(check.expect)}`;
  return negated(judgement, () => issueAbout(target, 'none', check.expect, expected));
}
