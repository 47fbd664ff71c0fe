import type { Case, CaseRow } from '../checks/case-file.ts';
import type { Check } from '../checks/types.ts';
import { catalogue } from '../facts/catalogue/index.ts';
import type { Row, Tables, TableSpec } from '../facts/types.ts';
import { isObject, property } from '../lib/json.ts';

/** The tables of a host on which the case happens. */
export function caseTables(check: Check, one: Case): Tables {
  if (!one.table) return { [check.each]: { rows: caseRows(check, one) } };
  return { [check.each]: { error: failure(one.table.error.message) } };
}

/** The rows of a case as a table has them. A key or subject column that a row leaves out gets a name. */
export function caseRows(check: Check, { rows = [] }: Case): readonly Row[] {
  return rows.map((row, index) => rowOf(check, row, index + 1));
}

/** The table that a check is about. */
export function tableOf(check: Check): TableSpec {
  const spec = catalogue.get(check.each);
  if (!spec) throw new Error(`the table ${check.each} does not exist`);
  return spec;
}

function rowOf(check: Check, row: CaseRow, number: number): Row {
  const { $errors, $note, ...columns } = row;
  const errors = Object.entries(isObject($errors) ? $errors : {}).map(
    ([name, message]) => [name, failure(typeof message === 'string' ? message : '')] as const,
  );
  const names = Object.entries(generatedNames(check, number));
  const generated = names.filter(([name]) => property($errors, name) === undefined);
  return {
    values: { ...Object.fromEntries(generated), ...columns },
    ...(errors.length > 0 && { errors: Object.fromEntries(errors) }),
    ...(typeof $note === 'string' && { note: $note }),
  };
}

function generatedNames(check: Check, number: number): Readonly<Record<string, string>> {
  const { key, subject } = tableOf(check);
  return { [subject.column]: `${subject.column}-${number}`, [key]: check.keys?.[0] ?? `${key}-${number}` };
}

function failure(message: string) {
  return { code: 'CASE', message, hint: '' };
}
