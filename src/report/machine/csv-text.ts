import { visible } from '../../lib/text.ts';
import { longestField } from './text.ts';

/** A line of a CSV file by column; a column that is left out stays empty. */
export type Cells<Column extends string> = Readonly<Partial<Record<Column, string | number>>>;

/** A CSV file as RFC 4180 has it: a header, CRLF, every cell quoted. One record is always one line. */
export function csvFile<Column extends string>(
  columns: readonly Column[],
  rows: Iterable<Cells<Column>>,
): string {
  const lines = [columns.map(cell).join(',')];
  for (const row of rows) lines.push(columns.map((column) => cell(row[column] ?? '')).join(','));
  return [...lines, ''].join('\r\n');
}

/** ASCII and full-width forms of what makes a spreadsheet read a cell as a formula (OWASP, CSV injection). */
const formula = /^[=+\-@＝＋－＠]/;

/**
 * Every cell is quoted, so that none falls apart where a spreadsheet also splits at `;`. Control characters, line
 * ends included, are spelled out, which leaves of the dangerous beginnings those that `formula` knows.
 */
function cell(value: string | number): string {
  const text = visible(String(value), longestField);
  const harmless = formula.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
