import { otherDaemons, otherNote } from './daemon.ts';
import { visible } from '../lib/text.ts';
import type { Facts } from './facts.ts';

const LONGEST_NOTE = 500;

/** What of the host as a whole is not judged, each in one sentence. */
export function hostNotes(facts: Facts): readonly string[] {
  const others = otherDaemons(facts);
  const foreign = facts.info.ok || facts.info.failure.code !== 'NOT_DOCKER' ? null : facts.info.failure;
  const notes = [others.ok && facts.dockerd.ok ? otherNote(others.value) : undefined, foreign?.message];
  return notes.flatMap((note) => (note === undefined ? [] : visible(note, LONGEST_NOTE)));
}
