import { visible } from '../../lib/text.ts';

/**
 * Text from a host as a code span: nothing in it is a link, a mention, an image or markup. It fits into a table
 * cell: `\|` is a bar there, but what `\\|` is depends on the reader, so a bar behind a backslash is spelled out.
 */
export function code(text: string, max = 300): string {
  const shown = visible(text, max).trim();
  if (shown === '') return '';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  const safe = shown.replace(/(\\?)\|/g, (_bar, slash: string) => (slash === '' ? '\\|' : '\\\\u{7c}'));
  return `${fence}${space}${safe}${space}${fence}`;
}

/** A title of a check as plain text: what could be markup is escaped. */
export function prose(text: string, max = 300): string {
  return visible(text, max).replace(/[\\`*_{}[\]<>()#+!|~&@$]/g, '\\$&');
}

/** A GFM table; the cells are markup already. */
export function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
