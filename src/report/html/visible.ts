/** Control, format, surrogate, separator, default-ignorable and non-characters: all that is not seen, or moves what is. */
const invisible =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** Longest text, in characters, that the page shows of one value. */
export const longestText = 4096;

/**
 * Text that reads as what it is: invisible characters as `\u{202e}`, cut at `longestText` and saying so.
 * It is not escaped for HTML; the templates do that.
 */
export function visible(text: string): string {
  if (text.length <= longestText) return text.replace(invisible, codePoint);
  const cut = text.slice(0, longestText).replace(/[\ud800-\udbff]$/, '');
  const note = `truncated, ${text.length - cut.length} characters more, full text in report.json`;
  return `${cut.replace(invisible, codePoint)}… (${note})`;
}

function codePoint(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`;
}
