import type { Log } from '../lib/log.ts';
import { utc } from '../report/format.ts';
import type { Report } from '../result/types.ts';

/** One line on what changed since the earlier run, where there is one to compare with. */
export function recapSince({ since }: Report, log: Log): void {
  if (since === undefined || since.previous === null) return;
  const { newlyFailing, fixed, stillFailing, newlyUndetermined } = since.counts;
  const words = [
    `${newlyFailing} newly failing`,
    `${fixed} fixed`,
    `${stillFailing} still failing`,
    ...(newlyUndetermined > 0 ? [`${newlyUndetermined} no longer determined`] : []),
    ...(since.hosts.nowUnreachable.length > 0
      ? [`${since.hosts.nowUnreachable.length} hosts no longer reached`]
      : []),
  ];
  log.info(`Since ${utc(since.previous.startedAt)}: ${words.join(', ')}`);
}
