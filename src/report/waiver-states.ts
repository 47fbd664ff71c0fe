import type { WaiverEntry, WaiverState } from '../result/types.ts';
import { counted } from './format.ts';

/** What a reader should look at first. */
export const waiverStates: readonly WaiverState[] = [
  'expired',
  'expiring',
  'unused',
  'notNeeded',
  'pending',
  'active',
];

export const waiverStateWords: Readonly<Record<WaiverState, string>> = {
  active: 'In force',
  expiring: 'Expiring soon',
  expired: 'Expired',
  pending: 'Not yet in force',
  notNeeded: 'Not needed',
  unused: 'Unused',
};

/** How many waivers there are and how they stand, as in `3 waivers: 1 expired, 2 in force`. */
export function waiverCounts(entries: readonly WaiverEntry[]): string {
  const states = waiverStates.flatMap((state) => {
    const count = entries.filter((entry) => entry.state === state).length;
    return count === 0 ? [] : [`${count} ${waiverStateWords[state].toLowerCase()}`];
  });
  return `${counted(entries.length, 'waiver')}: ${states.join(', ')}`;
}
