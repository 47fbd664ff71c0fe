import type { Report, WaiverEntry } from '../../result/types.ts';
import { counted } from '../format.ts';
import { waiverCounts, waiverStates, waiverStateWords } from '../waiver-states.ts';

/** The waivers of the run and what each does; null where the run had none. */
export function waiversView(report: Report) {
  const entries = report.waivers ?? [];
  if (entries.length === 0) return null;
  const rows = entries.toSorted((a, b) => waiverStates.indexOf(a.state) - waiverStates.indexOf(b.state));
  return { rows: rows.map((entry) => rowOf(entry, report)), summary: summaryOf(entries, report) };
}

function rowOf(entry: WaiverEntry, report: Report) {
  const { id, state, reason, owner, ticket, from, expires, covers, tooBroad } = entry;
  return {
    id,
    state,
    stateWord: waiverStateWords[state],
    attention: state === 'expired' || state === 'expiring',
    reason,
    owner,
    ticket: ticket ?? '',
    checks: entry.checks.join(', '),
    hosts: entry.hosts.join(', '),
    subjects: entry.subjects.join(', '),
    from: from ?? '',
    lastDay: expires === 'never' ? 'never expires' : expires,
    left: expires === 'never' ? '' : daysLeft(expires, report.run.finishedAt),
    covers,
    tooBroad,
  };
}

/** From the day of the run, not from today: the same report reads the same on any day. */
function daysLeft(lastDay: string, at: string): string {
  const days = Math.round((Date.parse(lastDay) - Date.parse(at.slice(0, 10))) / 86_400_000);
  if (Number.isNaN(days)) return '';
  return days < 0
    ? `${counted(-days, 'day')} ago`
    : days === 0
      ? 'the day of the run'
      : `${counted(days, 'day')} left`;
}

function summaryOf(entries: readonly WaiverEntry[], report: Report): string {
  return `${counted(report.summary.waived, 'finding')} waived. ${waiverCounts(entries)}.`;
}
