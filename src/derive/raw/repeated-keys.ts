import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import { isTable } from './config-keys.ts';
import { parseJson } from './section.ts';

/**
 * The settings of a file that may name a key twice. Go reads both into the same table, so that entries of the first stay
 * (encoding/json, Unmarshal); null empties it, and of anything else the last counts.
 */
export function joined(settings: JsonObject, text: string): JsonObject {
  const tables = new Map<string, JsonObject>();
  for (const [key, value] of members(text)) {
    if (isObject(value)) tables.set(key, { ...tables.get(key), ...value });
    else tables.delete(key);
  }
  return { ...settings, ...Object.fromEntries(tables) };
}

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** The tables at the top of an object, each as often as it is named; its text is known to be JSON. */
function members(text: string): readonly (readonly [string, Json])[] {
  const found: (readonly [string, Json])[] = [];
  let depth = 0;
  let key = '';
  let start = 0;
  let last = '';
  for (const { 0: word, index } of text.matchAll(token)) {
    if (word === ':' && depth === 1) {
      key = parseJson(last) as string;
      start = index + 1;
    }
    if (depth === 1 && start > 0 && (word === ',' || word === '}')) {
      if (isTable(key)) found.push([key, parseJson(text.slice(start, index)) ?? null]);
      start = 0;
    }
    if (word === '{' || word === '[') depth++;
    if (word === '}' || word === ']') depth--;
    last = word;
  }
  return found;
}
