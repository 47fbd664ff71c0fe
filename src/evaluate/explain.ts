import { resolveParameters, type Given } from '../checks/parameters.ts';
import type { Check } from '../checks/types.ts';
import { catalogue } from '../facts/catalogue/index.ts';
import type { Row, Tables } from '../facts/types.ts';
import type { Json } from '../lib/json.ts';
import { judgeRow } from './judge-row.ts';

/** What a check makes of one row, for whoever writes the check. */
export interface Explained {
  /** Value of the column that names the row. */
  readonly subject: Json;
  /** `leftOut`: not one of its `keys`, or its `when` does not hold. `manual`: a parameter without default decides. */
  readonly outcome: 'pass' | 'fail' | 'error' | 'manual' | 'leftOut';
  /** The conditions that decided, in words; none for a row that passed or was left out. */
  readonly because: readonly string[];
}

const outcomes = {
  pass: 'pass',
  fail: 'fail',
  mistyped: 'error',
  error: 'error',
  needsParam: 'manual',
} as const;

/** Every row of the table of a check, in its order, with what decided; empty where the table could not be filled. */
export function explainCheck(check: Check, tables: Tables, parameters: Given): readonly Explained[] {
  const spec = catalogue.get(check.each);
  const table = tables[check.each];
  if (spec === undefined || table === undefined || 'error' in table) return [];
  const resolved = resolveParameters(check, parameters);
  const subjectOf = ({ values }: Row): Json => values[spec.subject.column] ?? null;
  return table.rows.map((row) => {
    const judged = judgeRow(check, spec, row, resolved);
    if (judged === null) return { subject: subjectOf(row), outcome: 'leftOut', because: [] };
    const { state, issues } = judged.judgement;
    return {
      subject: subjectOf(row),
      outcome: outcomes[state],
      because: state === 'pass' ? [] : issues.map(({ message }) => message),
    };
  });
}
