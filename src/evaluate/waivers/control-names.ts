import type { Selectable } from '../../checks/select.ts';
import { compareVersions } from '../version.ts';

/** What a control's name is held against. */
export type Nameable = Selectable & { readonly title: string };

/** The check that a control stands for, why that cannot be told, or that it is none of ours. */
export type Meaning =
  | { readonly kind: 'check'; readonly check: Nameable }
  | { readonly kind: 'ambiguous'; readonly reason: string }
  | { readonly kind: 'foreign'; readonly reason: string };

/**
 * Recommendations of CIS Docker 1.13.0, by which the profile dev-sec/cis-docker-benchmark numbers its controls
 * (controls/*.rb), and the numbers that the same subjects have in 1.6.0. Those of sections 3 to 5 are made below;
 * those without a successor, such as the kernel's version and the legacy registry, have null.
 */
const successors: Readonly<Record<string, string | null>> = {
  '1.1': '1.1.1',
  '1.2': null,
  '1.3': '1.2.1',
  '1.4': null,
  '1.5': '1.2.2',
  '1.6': '1.1.2',
  '1.7': '1.1.3',
  '1.8': '1.1.5',
  '1.9': '1.1.6',
  '1.10': '1.1.7',
  '1.11': '1.1.9',
  '1.12': '1.1.10',
  '1.13': '1.1.11',
  '1.14': '1.1.14',
  '1.15': '1.1.18',
  '2.1': '2.2',
  '2.2': '2.3',
  '2.3': '2.4',
  '2.4': '2.5',
  '2.5': '2.6',
  '2.6': '2.7',
  '2.7': '2.8',
  '2.8': '2.9',
  '2.9': '2.10',
  '2.10': '2.11',
  '2.11': '2.12',
  '2.12': '2.13',
  '2.13': null,
  '2.14': '2.15',
  '2.15': '5.1',
  '2.16': '7.1',
  '2.17': '7.2',
  '2.18': '2.16',
  '2.19': '7.3',
  '2.20': '2.17',
  '2.21': '2.18',
  '2.22': '7.4',
  '2.23': '7.5',
  '2.24': '7.6',
  '6.1': null,
  '6.2': null,
  '6.3': null,
  '6.4': '6.1',
  '6.5': '6.2',
  ...sameNumbers(3, 20, 0),
  ...sameNumbers(4, 11, 0),
  ...sameNumbers(5, 31, 1),
};

function sameNumbers(section: number, count: number, shift: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`${section}.${at + 1}`, `${section}.${at + 1 + shift}`]),
  );
}

/**
 * Tells what a control of an InSpec profile is about: by the id of one of our checks, as a control of
 * dev-sec/cis-docker-benchmark, or by the CIS number at its end. A number without its edition counts only where it
 * means the same in all of them.
 */
export function meaningOf(control: string, checks: readonly Nameable[]): Meaning {
  const exact = checks.find((check) => check.id === control);
  if (exact !== undefined) return { kind: 'check', check: exact };
  const devSec = /^(?:host-(?=[16])|docker-(?=[2-6]))(\d\.\d{1,2})$/.exec(control)?.[1];
  if (devSec !== undefined && Object.hasOwn(successors, devSec))
    return meant(oldCheck(devSec, checks), `CIS Docker 1.13.0, ${devSec}`);
  const [, name = '', number] = /^(.*?)(?<![0-9.])(\d+(?:\.\d+)+)$/s.exec(control) ?? [];
  if (number === undefined || (name !== '' && !/docker/i.test(name)))
    return { kind: 'foreign', reason: 'no check of plimsoll has that name' };
  const stated = /(?<![0-9.])\d+\.\d+\.\d+(?![0-9.])/.exec(name)?.[0];
  if (stated === undefined) return inAllEditions(number, checks);
  if (editionsOf(checks).includes(stated))
    return meant(numbered(number, stated, checks), `CIS Docker ${stated}, ${number}`);
  return ambiguous(number, `the edition ${stated} is not known here`, checks);
}

function meant(check: Nameable | undefined, what: string): Meaning {
  return check === undefined
    ? { kind: 'foreign', reason: `no check of plimsoll is about ${what}` }
    : { kind: 'check', check };
}

function inAllEditions(number: string, checks: readonly Nameable[]): Meaning {
  const [first, ...others] = readings(number, checks).map(({ check }) => check);
  if (first !== undefined && others.every((check) => check === first)) return { kind: 'check', check: first };
  if (first === undefined && others.every((check) => check === undefined))
    return meant(undefined, `a number ${number}`);
  return ambiguous(number, 'its edition is not stated', checks);
}

function ambiguous(number: string, why: string, checks: readonly Nameable[]): Meaning {
  const titles = new Map<string, string[]>();
  for (const { edition, check } of readings(number, checks)) {
    const title = check === undefined ? 'nothing' : `"${check.title}" (${check.id})`;
    titles.set(title, [...(titles.get(title) ?? []), edition]);
  }
  const list = [...titles].map(([title, those]) => `${title} in ${those.join(', ')}`).join('; ');
  return { kind: 'ambiguous', reason: `${number} may be ${list}; ${why}` };
}

/** What a number means in each edition that is known. */
function readings(
  number: string,
  checks: readonly Nameable[],
): readonly { readonly edition: string; readonly check: Nameable | undefined }[] {
  return [
    ...editionsOf(checks).map((edition) => ({ edition, check: numbered(number, edition, checks) })),
    { edition: '1.13.0', check: oldCheck(number, checks) },
  ];
}

function oldCheck(number: string, checks: readonly Nameable[]): Nameable | undefined {
  const successor = Object.hasOwn(successors, number) ? successors[number] : undefined;
  return typeof successor !== 'string' ? undefined : numbered(successor, '1.6.0', checks);
}

function numbered(number: string, edition: string, checks: readonly Nameable[]): Nameable | undefined {
  return checks.find(({ numbers }) => numbers.includes(`cis-docker-${edition}:${number}`));
}

/** Those of the family that number any of the checks, the latest first. */
function editionsOf(checks: readonly Nameable[]): readonly string[] {
  const editions = checks.flatMap(({ numbers }) =>
    numbers.flatMap((number) => /^cis-docker-(\d+(?:\.\d+)*):/.exec(number)?.[1] ?? []),
  );
  return [...new Set(editions)].sort((a, b) => compareVersions(b, a));
}
