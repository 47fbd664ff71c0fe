import type { WaiverEntry } from '../../result/types.ts';
import { daysBetween } from './days.ts';

/**
 * What a person should know about a waiver; empty when it does what it should and ends in good time.
 * @param judged false when the entry comes from the file alone and nothing is known of what it covers
 */
export function waiverRemarks(entry: WaiverEntry, day: string, judged = true): readonly string[] {
  const state = stateRemark(entry, day, judged);
  return [
    ...(state === null ? [] : [`${entry.id}: ${state}`]),
    ...(entry.tooBroad ? [`${entry.id}: too broad: it covers every check on every host`] : []),
    ...(entry.expires === 'never' ? [`${entry.id}: never expires`] : []),
  ];
}

function stateRemark(entry: WaiverEntry, day: string, judged: boolean): string | null {
  const { state, expires, covers } = entry;
  const failed = results(covers);
  switch (state) {
    case 'active':
      return null;
    case 'expiring':
      return `expires ${inDays(daysBetween(day, expires))} (last valid day ${expires})${judged ? `; it covers ${failed}` : ''}`;
    case 'expired':
      return `expired ${ago(daysBetween(expires, day))} (last valid day ${expires})${judged ? `; ${left(covers, failed)}` : ''}`;
    case 'pending':
      return `holds from ${entry.from ?? ''} on, not yet`;
    case 'notNeeded':
      return 'not needed: nothing that it covers fails';
    case 'unused':
      return 'unused: no check on a host of this run is what it covers';
  }
}

function left(covers: number, failed: string): string {
  return covers === 0 ? 'nothing that failed needs it' : `it no longer protects ${failed}`;
}

function results(count: number): string {
  return count === 1 ? '1 failed check' : `${count} failed checks`;
}

function inDays(days: number): string {
  return days === 0 ? 'today' : `in ${days} ${days === 1 ? 'day' : 'days'}`;
}

function ago(days: number): string {
  return days === 1 ? '1 day ago' : `${days} days ago`;
}
