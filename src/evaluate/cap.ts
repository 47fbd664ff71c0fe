import { isObject, type Json, type JsonObject } from '../lib/json.ts';

const maxText = 2000;
const maxItems = 100;
const maxDepth = 8;
/** Characters and members that one value may have altogether. */
const maxTotal = 20_000;

/** A copy of a host's value that is safe to keep in a report: what is too long, too many or too deep is cut, visibly. */
export function capValue(value: Json): Json {
  return cap(value, 0, { left: maxTotal });
}

/** Cuts text to at most `length` UTF-16 units and says so. */
export function cutText(text: string, length = maxText): string {
  if (text.length <= length) return text;
  // A surrogate pair cut in half is not valid Unicode any more.
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return `${text.slice(0, end)}… (cut, ${text.length} characters in all)`;
}

interface Budget {
  left: number;
}

function cap(value: Json, depth: number, budget: Budget): Json {
  budget.left -= 1;
  if (typeof value === 'string') {
    const text = cutText(value, Math.max(0, Math.min(maxText, budget.left)));
    budget.left -= text.length;
    return text;
  }
  // JSON has no numbers beyond what a double holds: as null they would read "not set".
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (!isObject(value) && !Array.isArray(value)) return value;
  if (depth >= maxDepth) return '… (cut, nested too deeply)';
  return isObject(value) ? capObject(value, depth, budget) : capList(value, depth, budget);
}

function capList(list: readonly Json[], depth: number, budget: Budget): Json {
  const kept: Json[] = [];
  for (const item of list.slice(0, maxItems)) {
    if (budget.left <= 0) break;
    kept.push(cap(item, depth + 1, budget));
  }
  return kept.length === list.length ? kept : [...kept, `… (cut, ${list.length} items in all)`];
}

function capObject(object: JsonObject, depth: number, budget: Budget): Json {
  const entries = Object.entries(object);
  const kept: [string, Json][] = [];
  for (const [key, value] of entries.slice(0, maxItems)) {
    if (budget.left <= 0) break;
    const name = cutText(key, 200);
    budget.left -= name.length;
    kept.push([name, cap(value, depth + 1, budget)]);
  }
  if (kept.length < entries.length) kept.push(['…', `cut, ${entries.length} members in all`]);
  return Object.fromEntries(kept);
}
