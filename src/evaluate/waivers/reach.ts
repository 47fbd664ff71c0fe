import { selectorFits, type Selectable } from '../../checks/select.ts';
import { matchesGlob } from '../../lib/glob.ts';
import type { Waiver, WaiverTarget } from './types.ts';

/** Whether a waiver names a host, by itself or by one of its groups. */
export function reachesHost(waiver: Pick<Waiver, 'hosts'>, host: WaiverTarget): boolean {
  return waiver.hosts.some((pattern) =>
    pattern.startsWith('group:')
      ? host.groups.some((group) => matchesGlob(pattern.slice('group:'.length), group))
      : matchesGlob(pattern, host.name),
  );
}

export function reachesCheck(waiver: Pick<Waiver, 'checks'>, check: Selectable): boolean {
  return waiver.checks.some((selector) => selector === '*' || selectorFits(check, selector));
}

export function reachesSubject(waiver: Pick<Waiver, 'subjects'>, subject: string): boolean {
  return waiver.subjects.length === 0 || waiver.subjects.some((pattern) => matchesGlob(pattern, subject));
}

/** Where a day lies: before the first valid one, among them, or after the last. */
export function standing(
  waiver: Pick<Waiver, 'from' | 'expires'>,
  day: string,
): 'pending' | 'inForce' | 'expired' {
  if (waiver.expires !== 'never' && day > waiver.expires) return 'expired';
  return waiver.from !== null && day < waiver.from ? 'pending' : 'inForce';
}
