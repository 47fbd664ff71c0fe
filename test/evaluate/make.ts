import type { Check, Condition } from '../../src/checks/types.ts';
import type { Row, Tables } from '../../src/facts/types.ts';
import type { Failure } from '../../src/lib/failure.ts';
import type { Json } from '../../src/lib/json.ts';

/** A check on daemon settings, whose column `value` takes any type. */
export function makeCheck(changes: Partial<Check> = {}): Check {
  return {
    id: 'docker-example',
    title: 'An example',
    severity: 'low',
    rationale: 'Because.',
    each: 'docker.daemonSettings',
    match: 'every',
    expect: { fields: { value: { const: false } } },
    params: {},
    verify: 'docker info',
    fix: { kind: 'advice', disruption: 'none', restart: false, text: 'Change it.' },
    references: [],
    tags: ['daemon'],
    ...changes,
  };
}

/** A check that expects `condition` of the column `value`. */
export function expecting(condition: Condition, changes: Partial<Check> = {}): Check {
  return makeCheck({ expect: { fields: { value: condition } }, ...changes });
}

export const denied: Failure = { code: 'DENIED', message: 'permission denied', hint: 'Connect as root.' };

/** One row that could be determined but for `value`. */
export const unknownValue: Row = { values: { name: 'icc' }, errors: { value: denied } };

/** Rows with these values in the column `value`, named row-1, row-2 and so on. */
export function valueRows(...values: readonly Json[]): readonly Row[] {
  return values.map((value, index) => ({ values: { name: `row-${index + 1}`, value } }));
}

/** Tables with these rows as daemon settings. */
export function settings(rows: readonly Row[]): Tables {
  return { 'docker.daemonSettings': { rows } };
}
