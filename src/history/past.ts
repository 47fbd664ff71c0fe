import type { Past } from '../diff/since.ts';
import type { TrendPoint } from '../result/types.ts';
import type { Entry } from './entry.ts';

/** Runs in a trend. */
const TREND = 30;
/** Runs that are looked at for flapping, and the changes among them that make it. */
export const LAST = 10;
const CHANGES = 3;

/** What a run and those of the same scope before it, the oldest first, come to. */
export function pastOf(earlier: readonly Entry[], current: Entry): Past {
  const runs = [...earlier.filter((entry) => entry.scope === current.scope), current];
  const last = runs.slice(-LAST).map((run) => new Set(run.failing));
  return {
    trend: runs.slice(-TREND).map(pointOf),
    isFlapping(fingerprint) {
      const seen = last.map((failing) => failing.has(fingerprint));
      return seen.filter((failing, index) => index > 0 && failing !== seen[index - 1]).length >= CHANGES;
    },
  };
}

function pointOf({ id, startedAt, score, pass, fail, error, manual, waived, hosts }: Entry): TrendPoint {
  return { id, startedAt, score, pass, fail, error, manual, waived, hosts };
}
