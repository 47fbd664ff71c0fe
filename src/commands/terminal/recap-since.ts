import type { Log } from '../../lib/log.ts';
import { counted } from '../../report/format.ts';
import { sinceCounts, sinceWhen } from '../../report/since.ts';
import type { Report } from '../../result/types.ts';

/** One line on what changed since the earlier run, where there is one to compare with. */
export function recapSince({ since }: Report, log: Log): void {
  const when = since === undefined ? null : sinceWhen(since);
  if (since === undefined || when === null) return;
  const lost = since.hosts.nowUnreachable.length;
  const words = [
    ...sinceCounts(since).map(({ count, words }) => `${count} ${words}`),
    ...(lost > 0 ? [`${counted(lost, 'host')} no longer reached`] : []),
  ];
  log.info(`${when}: ${words.join(', ')}`);
}
