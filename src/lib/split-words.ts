/**
 * Splits a line into words as a POSIX shell does, and Python's shlex for Ansible: quotes, backslashes, and `#` for
 * the rest of the line where `comments` are allowed.
 * @returns undefined when a quote is not closed.
 */
export function splitWords(line: string, comments: boolean): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && /["\\]/.test(line[at + 1] ?? ''))
        word = `${word ?? ''}${line[++at] ?? ''}`;
      else word = `${word ?? ''}${character}`;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '#' && comments) {
      break;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else {
      word = (word ?? '') + (character === '\\' ? (line[++at] ?? '') : character);
    }
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}
