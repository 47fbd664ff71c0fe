import type { Tally } from '../../result/types.ts';
import { percent } from '../format.ts';
import { statuses } from './status.ts';

/** A score with what it was computed from, so that a reader can compute it again. */
export function scoreView(tally: Tally) {
  const { pass, fail, error, waived, manual } = tally;
  const decided = pass + fail + waived;
  const applicable = decided + manual + error;
  return {
    score: tally.score === null ? 'n/a' : percent(tally.score),
    /** Length of the ring, out of 100. */
    arc: tally.score === null ? 0 : Math.round(tally.score * 1000) / 10,
    formula:
      tally.score === null
        ? 'no check was decided'
        : `${pass} pass / (${pass} pass + ${fail} fail + ${error} error)`,
    withoutWaivers: waived === 0 ? null : percent(pass / (pass + fail + error + waived)),
    coverage: applicable === 0 ? 'n/a' : percent(decided / applicable),
    coverageFormula: `${decided} decided of ${applicable} applicable`,
    failed: fail,
    counts: statuses.map(({ status, glyph, word }) => ({ status, glyph, word, count: tally[status] })),
    bar: barOf(tally),
  };
}

const barOrder = ['pass', 'waived', 'manual', 'notApplicable', 'error', 'fail'] as const;

/** The share of each status as one bar, 1000 wide. */
function barOf(tally: Tally) {
  const total = barOrder.reduce((sum, status) => sum + tally[status], 0);
  let start = 0;
  return barOrder.flatMap((status) => {
    if (tally[status] === 0) return [];
    const width = Math.round((tally[status] / total) * 10000) / 10;
    const x = Math.round(start * 10) / 10;
    start += width;
    return [{ status, x, width }];
  });
}
