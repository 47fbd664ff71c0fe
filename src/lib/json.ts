export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type JsonObject = { readonly [key: string]: Json };

/** True for plain JSON objects; arrays and null are not objects here. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an own property; what a hostile document puts on the prototype is not seen. */
export function property(value: unknown, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Compares code units: the same order on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** JSON text with sorted keys and a final newline: the same value gives the same bytes. */
export function stableStringify(value: unknown, indent = 2): string {
  return JSON.stringify(value, sortKeys, indent) + '\n';
}

/** The value as it comes back from its JSON text: keys sorted, and no memory shared with what it was made from. */
export function asStored<T>(value: T): T {
  return JSON.parse(stableStringify(value, 0)) as T;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (!isObject(value) || isSorted(Object.keys(value))) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  // A null prototype keeps a key named __proto__ an ordinary key.
  return Object.assign(Object.create(null), Object.fromEntries(sorted));
}

function isSorted(keys: readonly string[]): boolean {
  return keys.every((key, index) => index === 0 || compareText(keys[index - 1] ?? '', key) < 0);
}

/** Structural equality of two JSON values. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a, sortKeys) === JSON.stringify(b, sortKeys);
}

/** The value of a JSON text; undefined for one that is none, or is nested deeper than `maxDepth`. */
export function parseJson(text: string, maxDepth: number): unknown {
  try {
    return depthOf(text) > maxDepth ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How deep brackets stand in each other; whatever walks a value recurses that deep. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character === '\\') at++;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}
