const MOST_CANDIDATES = 1000;

/**
 * The candidate that `word` is most likely a misspelling of, or null when none is close:
 * at most a third of the word's letters may differ. Of many candidates the first ones are looked at.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const typed = word.slice(0, 100).toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
  let left = MOST_CANDIDATES;
  for (const candidate of candidates) {
    if (left-- === 0) break;
    if (Math.abs(candidate.length - typed.length) >= bestDistance) continue;
    const distance = editDistance(typed, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Ready to append to a message: `, did you mean "icc"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = nearest(word, candidates);
  return candidate === null ? '' : `, did you mean "${candidate}"?`;
}

/** Letters to add, drop, change or swap with their neighbour; three rows of the matrix at a time. */
function editDistance(a: string, b: string): number {
  let older: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const costs = [
        (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
      ];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) costs.push((older[j - 2] ?? 0) + 1);
      current.push(Math.min(...costs));
    }
    [older, previous] = [previous, current];
  }
  return previous[b.length] ?? 0;
}
