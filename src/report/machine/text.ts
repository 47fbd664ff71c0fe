import { stableStringify, type Json } from '../../lib/json.ts';
import { visible } from '../../lib/text.ts';

/** Longest text of one field, in characters: a cell of a spreadsheet holds 32,767. */
export const longestField = 32_000;

/** A value of a host on one line, without invisible characters: text as it is, null as nothing, all else as JSON. */
export function plain(value: Json, max = longestField): string {
  if (value === null) return '';
  return visible(typeof value === 'string' ? value : compactJson(value), max);
}

/** JSON on one line with sorted keys. */
export function compactJson(value: unknown): string {
  return stableStringify(value, 0).trimEnd();
}

/** True for absolute web addresses, the only references that become links. */
export function isWebAddress(reference: string): boolean {
  return /^https?:\/\/[a-z0-9]/i.test(reference) && URL.canParse(reference) && !/[\s<>]/.test(reference);
}
