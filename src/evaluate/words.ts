import type { Json } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import { capValue } from './cap.ts';

const maxLength = 200;
const maxListed = 8;
const looksLikeOther = new Set(['', 'true', 'false', 'null', 'not set']);

/** A value in words, for one line of text. Text that could be taken for another type comes in quotes. */
export function words(value: Json): string {
  if (value === null) return 'not set';
  if (typeof value === 'string') return isAmbiguous(value) ? quoted(value) : visible(value, maxLength);
  return Array.isArray(value) ? listed(value) : asJson(value);
}

/** Like `words`, with the type said: for values of a type that cannot be judged. */
export function typedWords(value: Json): string {
  if (typeof value === 'string') return `the text ${quoted(value)}`;
  if (typeof value === 'number') return `the number ${value}`;
  return Array.isArray(value) ? `the list ${words(value)}` : words(value);
}

/** "a, b or c" */
export function joinWords(parts: readonly string[], last: 'and' | 'or'): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1)}`;
}

function quoted(text: string): string {
  return `"${visible(text, maxLength)}"`;
}

function isAmbiguous(text: string): boolean {
  return looksLikeOther.has(text) || text !== text.trim() || String(Number(text)) === text;
}

function listed(list: readonly Json[]): string {
  if (list.length === 0) return 'an empty list';
  const more = list.length > maxListed ? `, and ${list.length - maxListed} more` : '';
  return `[${list.slice(0, maxListed).map(item).join(', ')}${more}]`;
}

function item(value: Json): string {
  return Array.isArray(value) ? asJson(value) : words(value);
}

function asJson(value: Json): string {
  return visible(JSON.stringify(capValue(value)), maxLength);
}
