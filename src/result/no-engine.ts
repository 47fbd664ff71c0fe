import type { HostResult } from './types.ts';

/** Why there is nothing to judge on a host; null on any that may have an engine. */
export function whySkipped({ state, notes = [] }: Pick<HostResult, 'state' | 'notes'>): string | null {
  return state === 'noEngine' ? notes.join(' ') : null;
}
