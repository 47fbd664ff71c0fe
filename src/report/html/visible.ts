import { visible as spelledOut } from '../../lib/text.ts';

/** Longest text, in characters, that the page shows of one value. */
export const longestText = 4096;

/**
 * Text that reads as what it is: invisible characters as `\u{202e}`, cut at `longestText` and saying so.
 * It is not escaped for HTML; the templates do that.
 */
export function visible(text: string): string {
  if (text.length <= longestText) return spelledOut(text);
  const cut = text.slice(0, longestText).replace(/[\ud800-\udbff]$/, '');
  const note = `truncated, ${text.length - cut.length} characters more, full text in report.json`;
  return `${spelledOut(cut)}… (${note})`;
}
