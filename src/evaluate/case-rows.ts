import type { Case, CaseRow } from '../checks/case-file.ts';
import type { Check } from '../checks/types.ts';
import type { TableSpec } from '../facts/types.ts';
import { property } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { CheckResult } from '../result/types.ts';
import { caseRows, tableOf } from './case-tables.ts';
import { subjectOf } from './findings.ts';

/** What is wrong with the rows of a case before anything is judged: columns that the table has not, modes as numbers. */
export function rowProblems(check: Check, { rows = [] }: Case): readonly string[] {
  const spec = tableOf(check);
  return rows.flatMap((row, index) =>
    columnProblems(spec, row).map((problem) => `row ${index + 1}: ${problem}`),
  );
}

function columnProblems(spec: TableSpec, row: CaseRow): readonly string[] {
  const failed = Object.keys(property(row, '$errors') ?? {});
  const written = Object.keys(row).filter((name) => name !== '$errors' && name !== '$note');
  const known = Object.keys(spec.columns);
  return [...written, ...failed].flatMap((name) => {
    if (!known.includes(name)) return [`${spec.name} has no column "${name}"${didYouMean(name, known)}`];
    if (failed.includes(name) && Object.hasOwn(row, name)) return [`"${name}" has both a value and an error`];
    const isNumber = spec.columns[name]?.type === 'mode' && typeof property(row, name) === 'number';
    return isNumber ? [`"${name}" is a number: write modes in quotes, as in "0644"`] : [];
  });
}

/** Columns that a case leaves out although its verdict hangs on them: an error nobody meant. */
export function omittedColumns(check: Check, one: Case, result: CheckResult): readonly string[] {
  const spec = tableOf(check);
  const subjects = caseRows(check, one).map((row) => subjectOf(spec, row));
  return result.findings.flatMap(({ subject, path, rule }) => {
    const row = one.rows?.[subjects.indexOf(subject)];
    const given = row && (Object.hasOwn(row, path) || property(row['$errors'], path) !== undefined);
    if (rule !== 'error' || given !== false) return [];
    return [`${subject}: "${path}" is judged, so it needs a value, null, or an entry in $errors`];
  });
}
