/** Controls (C0, DEL, C1), format and bidi characters, all drawn as nothing, line separators, lone surrogates, non-characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;

/**
 * Makes text from a host fit for a reader: characters that steer a terminal, hide or reorder text are spelled out,
 * as in `\u{1b}`. Newlines too, unless `keepNewlines`. More than `max` UTF-16 units are cut, marked by a final `…`.
 */
export function visible(
  text: string,
  max = Infinity,
  { keepNewlines = false }: { readonly keepNewlines?: boolean } = {},
): string {
  // Almost all text is harmless, and a fleet has much of it.
  if (text.length <= max && !unseen.test(text)) return text;
  let shown = '';
  for (const character of text) {
    const kept = (character === '\n' && keepNewlines) || !unseen.test(character);
    const piece = kept ? character : spell(character);
    if (shown.length + piece.length > max) return shown + '…';
    shown += piece;
  }
  return shown;
}

/** Whether text has something that `visible` spells out, but for newlines. */
export function hasUnseen(text: string): boolean {
  return unseen.test(text.replaceAll('\n', ''));
}

function spell(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Text that begins as a sentence does, where it begins with a word: names with a dot or a slash stay as they are. */
export function asSentence(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
