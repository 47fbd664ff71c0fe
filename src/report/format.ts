import type { Json } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';

/** A share as whole per cent, rounded down: 100% is said only where nothing is missing. */
export function percent(share: number): string {
  // The addend takes back what floating point loses, as in 0.29 * 100.
  return `${Math.floor(share * 100 + 1e-9)}%`;
}

/** `2026-11-23T02:00:13.250Z` as `2026-11-23 02:00:13 UTC`. */
export function utc(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** The time between two instants, as in `3 min 12 s`. */
export function duration(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const parts = [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '', `${seconds % 60} s`];
  return parts.filter((part) => part !== '').join(' ');
}

/** `1 host`, `20 hosts`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/**
 * A value for reading: text as it is, all else as JSON, null as "not set".
 * Text that would read as another type, "true" for example, keeps its quotes.
 */
export function show(value: Json): string {
  if (value === null) return 'not set';
  if (typeof value === 'string') return readsAsAnotherType(value) ? JSON.stringify(value) : value;
  if (Array.isArray(value) && value.length === 0) return 'empty list';
  if (Array.isArray(value) && value.every((item) => !isObject(item) && !Array.isArray(item))) {
    return value.map((item: Json) => show(item)).join(', ');
  }
  return JSON.stringify(value);
}

function readsAsAnotherType(text: string): boolean {
  return (
    text.trim() !== text || text === '' || /^(true|false|null|not set|empty list|-?[1-9]\d*|0)$/.test(text)
  );
}
