/** The same for paths and names, part by part: no star reaches past a slash. */
export function matchesPath(pattern: string, path: string): boolean {
  const [patterns, parts] = [pattern.split('/'), path.split('/')];
  return (
    patterns.length === parts.length && patterns.every((one, index) => matchesGlob(one, parts[index] ?? ''))
  );
}

/**
 * Matches a whole text against a pattern of literal characters, `*` (any run) and `?` (any one character).
 * Steps back to the last star only, so that no pattern takes more than pattern x text steps.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let mark = 0;
  for (let i = 0; i < text.length;) {
    if (pattern[at] === '*') {
      star = at++;
      mark = i;
    } else if (pattern[at] === '?' || pattern[at] === text[i]) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
