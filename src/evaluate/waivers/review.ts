import type { Selectable } from '../../checks/select.ts';
import type { CheckResult, HostResult, WaiverEntry, WaiverState } from '../../result/types.ts';
import { daysBetween } from './days.ts';
import { reachesCheck, reachesHost, reachesSubject, standing } from './reach.ts';
import type { Waiver } from './types.ts';

/** Days before its end in which a waiver counts as expiring. */
const NOTICE_DAYS = 30;

/**
 * What each waiver does in a report, in the order of the file.
 * @param day the UTC day that decides, `YYYY-MM-DD`
 */
export function reviewWaivers(
  waivers: readonly Waiver[],
  checks: readonly Selectable[],
  hosts: readonly Pick<HostResult, 'name' | 'groups' | 'state' | 'results'>[],
  day: string,
): readonly WaiverEntry[] {
  return waivers.map((waiver) => {
    const ids = new Set(checks.filter((check) => reachesCheck(waiver, check)).map((check) => check.id));
    const reached = ids.size === 0 ? [] : hosts.filter((host) => reachesHost(waiver, host));
    const results = reached.flatMap((host) => host.results.filter((result) => ids.has(result.check)));
    const covers = results.filter((result) => needs(waiver, result)).length;
    const open =
      reached.some((host) => host.state === 'unreachable') || results.some((result) => isOpen(result));
    const use = reached.length === 0 ? 'unused' : covers === 0 && !open ? 'notNeeded' : 'used';
    return { ...waiver, covers, state: stateOf(waiver, day, use), tooBroad: isTooBroad(waiver) };
  });
}

/** What can be said of waivers by the day alone, as if each were needed. */
export function reviewByDay(waivers: readonly Waiver[], day: string): readonly WaiverEntry[] {
  return waivers.map((waiver) => ({
    ...waiver,
    covers: 0,
    state: stateOf(waiver, day, 'used'),
    tooBroad: isTooBroad(waiver),
  }));
}

function needs(waiver: Waiver, result: CheckResult): boolean {
  if (result.outcome !== 'fail') return false;
  return (
    waiver.subjects.length === 0 || result.findings.some(({ subject }) => reachesSubject(waiver, subject))
  );
}

/** Whether the check may fail for all that is known. */
function isOpen({ outcome }: CheckResult): boolean {
  return outcome === 'error' || outcome === 'manual';
}

function stateOf(waiver: Waiver, day: string, use: 'used' | 'notNeeded' | 'unused'): WaiverState {
  const stands = standing(waiver, day);
  if (stands !== 'inForce') return stands;
  if (use !== 'used') return use;
  const ends = waiver.expires !== 'never' && daysBetween(day, waiver.expires) <= NOTICE_DAYS;
  return ends ? 'expiring' : 'active';
}

/** A waiver of everything everywhere is a switch to turn the audit off. */
function isTooBroad(waiver: Waiver): boolean {
  const isAll = (pattern: string): boolean => /^[*]+$/.test(pattern);
  return waiver.subjects.length === 0 && waiver.checks.includes('*') && waiver.hosts.some(isAll);
}
