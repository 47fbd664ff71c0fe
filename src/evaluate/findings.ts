import type { Row, TableSpec } from '../facts/types.ts';
import { property } from '../lib/json.ts';
import type { Finding } from '../result/types.ts';
import { capValue, cutText } from './cap.ts';
import type { JudgedRow } from './judge-row.ts';

/** What a row is called in a report, as in `container:web`. */
export function subjectOf(spec: TableSpec, row: Row): string {
  const value = property(row.values, spec.subject.column);
  const name = typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
  return cutText(`${spec.subject.kind}:${name}`);
}

/** One finding for every issue of the rows; a row's note follows the message. */
export function findingsOf(spec: TableSpec, judged: readonly JudgedRow[]): readonly Finding[] {
  return judged.flatMap(({ row, judgement }) => {
    const subject = subjectOf(spec, row);
    const note = row.note === undefined ? '' : ` (${row.note})`;
    return judgement.issues.map(({ path, rule, expected, actual, message }) => ({
      subject,
      path: cutText(path),
      rule,
      expected: capValue(expected),
      actual: capValue(actual),
      message: cutText(message + note),
    }));
  });
}
