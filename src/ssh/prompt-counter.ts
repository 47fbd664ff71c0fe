/** More than any prompt has. */
const LONGEST = 500;

/**
 * Counts how often a prompt has come in a text that arrives in pieces; each piece is looked at once, however many
 * there are.
 * @param prompt global; null is never found
 */
export function createPromptCounter(prompt: RegExp | null): (piece: string) => number {
  let rest = '';
  let count = 0;
  return (piece) => {
    if (prompt === null) return 0;
    rest += piece;
    for (const match of rest.matchAll(prompt)) {
      count++;
      rest = match.input.slice(match.index + match[0].length);
    }
    rest = rest.slice(-LONGEST);
    return count;
  };
}
