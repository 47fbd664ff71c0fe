import { mentionedColumns } from '../checks/columns.ts';
import type { Check } from '../checks/types.ts';
import type { Row, TableSpec } from '../facts/types.ts';
import { isObject } from '../lib/json.ts';
import type { Evidence } from '../result/types.ts';
import { capValue, cutText } from './cap.ts';
import { subjectOf } from './findings.ts';
import { failureText } from './issues.ts';
import type { JudgedRow } from './judge-row.ts';
import type { State } from './state.ts';
import { valuesOf } from './target.ts';

const maxRows = 50;
const order: readonly State[] = ['fail', 'mistyped', 'error', 'needsParam', 'pass'];
/** For `match: some` the row that settles it is the one that is as wanted. */
const someOrder: readonly State[] = ['pass', 'error', 'needsParam', 'mistyped', 'fail'];

/** The rows that a verdict rests on, those that decided it first, with the columns that the check is about. */
export function evidenceOf(check: Check, spec: TableSpec, judged: readonly JudgedRow[]): readonly Evidence[] {
  const rank = check.match === 'some' ? someOrder : order;
  const place = ({ judgement }: JudgedRow) => rank.indexOf(judgement.state);
  const sorted = judged.toSorted((a, b) => place(a) - place(b));
  const about = [spec.key, ...mentionedColumns(check.when ?? {}), ...mentionedColumns(check.expect)];
  const columns = [...new Set(about)];
  return sorted.slice(0, maxRows).map(({ row }) => evidence(spec, row, columns));
}

function evidence(spec: TableSpec, row: Row, columns: readonly string[]): Evidence {
  const values = capValue(Object.fromEntries(valuesOf(row, columns)));
  const notes = [...(row.note === undefined ? [] : [row.note]), ...missing(row, columns)];
  const shown = { subject: subjectOf(spec, row), values: isObject(values) ? values : {} };
  return notes.length === 0 ? shown : { ...shown, note: cutText(notes.join('; ')) };
}

function missing(row: Row, columns: readonly string[]): readonly string[] {
  return columns.flatMap((name) => {
    const failure = row.errors && Object.hasOwn(row.errors, name) ? row.errors[name] : undefined;
    return failure ? [`${name}: ${failureText(failure)}`] : [];
  });
}
