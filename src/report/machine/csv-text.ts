import { visible } from '../../lib/text.ts';
import { longestField } from './text.ts';

/** A column of a CSV file: its heading, and what stands in it on the line of a row. */
export type Column<Row> = readonly [heading: string, cell: (row: Row) => string | number];

/** The lines of a CSV file as RFC 4180 has it: a header, CRLF, every cell quoted. One record is always one line. */
export function* csvLines<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): Iterable<string> {
  yield line(columns.map(([heading]) => heading));
  for (const row of rows) yield line(columns.map(([, cellOf]) => cellOf(row)));
}

function line(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
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
