import { countedAs } from '../../result/tally.ts';
import type { Report, WaiverNote } from '../../result/types.ts';
import { code } from '../machine/markdown-text.ts';
import { riskUuid } from './common.ts';

/** The waivers in force that cover a failed check, each as a risk whose deviation is approved. */
export function risksOf(report: Report) {
  const notes = report.hosts.flatMap((host) =>
    host.results.flatMap((result) => (countedAs(result) === 'waived' ? (result.waiver ?? []) : [])),
  );
  const byId = new Map(notes.map((note) => [note.id, note]));
  return [...byId.values()].map(riskOf);
}

function riskOf(waiver: WaiverNote) {
  return {
    uuid: riskUuid(waiver.id),
    title: `Waiver ${code(waiver.id)}`,
    description: `In force until ${code(waiver.expires)}.`,
    statement: `Accepted: ${code(waiver.reason, 2000)}`,
    status: 'deviation-approved',
  };
}
