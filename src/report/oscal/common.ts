import { visible } from '../../lib/text.ts';
import type { CheckInfo, Report } from '../../result/types.ts';
import { uuidOf } from '../machine/identity.ts';

/** A check id as an OSCAL token, which cannot begin with a digit. */
export function controlName(check: Pick<CheckInfo, 'id'>): string {
  return /^[0-9]/.test(check.id) ? `_${check.id}` : check.id;
}

/** Properties in a namespace of our own; OSCAL allows no empty values, so these are left out. */
export function properties(values: Readonly<Record<string, string>>) {
  return Object.entries(values)
    .map(([name, value]) => ({ name, ns: 'urn:plimsoll', value: visible(value, 1000).trim() }))
    .filter((property) => property.value !== '');
}

/** OSCAL has no empty lists. */
export function optionalList<T>(name: string, items: readonly T[]): Readonly<Record<string, readonly T[]>> {
  return items.length === 0 ? {} : { [name]: items };
}

export function hostUuid(name: string): string {
  return uuidOf('host', name);
}

export function toolUuid(report: Report): string {
  return uuidOf('tool', report.tool.name, report.tool.version);
}

export function observationUuid(report: Report, host: string, check: string): string {
  return uuidOf('observation', report.run.id, host, check);
}

export function riskUuid(waiver: string): string {
  return uuidOf('waiver', waiver);
}
