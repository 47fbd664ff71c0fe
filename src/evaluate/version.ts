/**
 * The dotted numbers that a version begins with: "28.5.2" and "6.1.0-18-amd64" and "20.10.24+dfsg1" all read.
 * Null where it does not begin with a digit. Neither the kernel nor Docker keeps to semver.
 */
export function parseVersion(text: string): readonly number[] | null {
  const dotted = /^\d+(?:\.\d+)*/.exec(text.slice(0, 100));
  return dotted ? dotted[0].split('.').map(Number) : null;
}

/** rc9 comes before rc10. */
const inNumericOrder = new Intl.Collator('en', { numeric: true });

/** Negative, zero or positive; a missing part counts as 0. Throws when either is no version. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (!left || !right) throw new Error(`"${(left ? b : a).slice(0, 100)}" is not a version`);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePreReleases(preReleaseOf(a), preReleaseOf(b));
}

/** "-rc.1" of "28.3.3-rc.1"; empty for a release, also for one that a distribution has built anew. */
function preReleaseOf(version: string): string {
  return /^[\d.]+([-~]?(?:alpha|beta|dev|pre|rc).*)$/i.exec(version.slice(0, 100))?.[1] ?? '';
}

/** A release comes after all that led to it. */
function comparePreReleases(a: string, b: string): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  return inNumericOrder.compare(a, b);
}
