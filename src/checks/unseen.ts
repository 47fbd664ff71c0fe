import { isObject, type Json } from '../lib/json.ts';
import { hasUnseen, visible } from '../lib/text.ts';
import type { KeyPath } from '../lib/yaml.ts';
import type { Problem } from './problem.ts';
import { showPath } from './shape.ts';

/** A file may come from elsewhere, is shown on terminals, and what it says to run is copied: it hides nothing. */
export function unseenProblems(value: Json, path: KeyPath): readonly Problem[] {
  if (typeof value === 'string') {
    const message = `${showPath(path)}: has characters that cannot be seen: ${visible(value, 100)}`;
    return hasUnseen(value) ? [{ path, message }] : [];
  }
  if (Array.isArray(value))
    return value.flatMap((item: Json, index) => unseenProblems(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...unseenProblems(key, [...path, key]),
    ...unseenProblems(item, [...path, key]),
  ]);
}
