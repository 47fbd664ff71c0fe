import type { Notification } from 'sarif';
import { countedAs } from '../../result/tally.ts';
import type { Report } from '../../result/types.ts';
import { counted } from '../format.ts';

/** That `all` results were more than the file holds. */
export function cutNotes(all: number, most: number): readonly Notification[] {
  if (all <= most) return [];
  const text = `${most} of ${all} results are in this file, the most severe first; all are in report.json.`;
  return [{ level: 'warning', message: { text } }];
}

/** That results under a waiver in force are left out. */
export function waivedNotes(report: Report): readonly Notification[] {
  const waived = report.hosts.flatMap((host) =>
    host.results.filter((result) => countedAs(result) === 'waived'),
  );
  if (waived.length === 0) return [];
  const text = `${counted(waived.length, 'failed check')} under a waiver in force ${waived.length === 1 ? 'is' : 'are'} left out; see report.json.`;
  return [{ level: 'note', message: { text } }];
}
