import type { FindingChange, Report, Since, SinceCounts, TrendPoint } from '../result/types.ts';
import { failuresOf } from './findings.ts';
import type { Comparison } from './types.ts';

/** Most findings of one list that a report carries; `counts` says how many there were. */
const maxListed = 200;

/** What is known of earlier runs besides the one that is compared with. */
export interface Past {
  /** Runs of the same scope, the oldest first, this one last. */
  readonly trend: readonly TrendPoint[];
  /** Whether a finding came and went several times. */
  readonly isFlapping: (fingerprint: string) => boolean;
}

/** The part of a report that tells what changed, from a comparison with an earlier one. */
export function sinceOf(source: Since['source'], comparison: Comparison, past: Past): Since {
  const { newlyFailing, fixed, newlyWaived, newlyUndetermined } = comparison;
  const flapping = [...newlyFailing, ...fixed].filter((item) => past.isFlapping(item.fingerprint));
  return {
    source,
    previous: { id: comparison.old.id, startedAt: comparison.old.startedAt },
    sameScope: comparison.sameScope,
    counts: countsOf(comparison, flapping),
    hosts: comparison.hosts,
    newlyFailing: newlyFailing.slice(0, maxListed),
    fixed: fixed.slice(0, maxListed),
    newlyWaived: newlyWaived.slice(0, maxListed),
    newlyUndetermined: newlyUndetermined.slice(0, maxListed).map(({ host, check }) => ({ host, check })),
    flapping: flapping.slice(0, maxListed),
    trend: past.trend,
  };
}

/** The same for a run that has none to be compared with: all that it finds is new, and nothing is listed. */
export function sinceNothing(report: Report, past: Past): Since {
  const failing = [...failuresOf(report).values()].filter((failure) => !failure.waived).length;
  const nothing = { new: [], gone: [], nowUnreachable: [], reachableAgain: [] };
  return {
    source: 'history',
    previous: null,
    sameScope: true,
    counts: {
      newlyFailing: failing,
      fixed: 0,
      stillFailing: 0,
      changedEvidence: 0,
      newlyWaived: 0,
      waiverEnded: 0,
      newlyUndetermined: 0,
      flapping: 0,
    },
    hosts: nothing,
    newlyFailing: [],
    fixed: [],
    newlyWaived: [],
    newlyUndetermined: [],
    flapping: [],
    trend: past.trend,
  };
}

/** One run as a point of the trend. */
export function trendPoint(report: Report): TrendPoint {
  const { pass, fail, error, manual, waived, score, hosts } = report.summary;
  const { id, startedAt } = report.run;
  return { id, startedAt, score, pass, fail, error, manual, waived, hosts };
}

function countsOf(comparison: Comparison, flapping: readonly FindingChange[]): SinceCounts {
  return {
    newlyFailing: comparison.newlyFailing.length,
    fixed: comparison.fixed.length,
    stillFailing: comparison.stillFailing.length,
    changedEvidence: comparison.changedEvidence.length,
    newlyWaived: comparison.newlyWaived.length,
    waiverEnded: comparison.waiverEnded.length,
    newlyUndetermined: comparison.newlyUndetermined.length,
    flapping: flapping.length,
  };
}
