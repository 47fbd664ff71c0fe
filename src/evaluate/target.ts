import type { Row } from '../facts/types.ts';
import type { Failure } from '../lib/failure.ts';
import { isObject, property, type Json } from '../lib/json.ts';

/** What a condition is held against: a row as a whole, or one value and the path to it. */
export type Target =
  | { readonly row: Row; readonly path: '' }
  | { readonly row?: never; readonly path: string; readonly value: Json };

const notGathered: Failure = {
  code: 'NOT_GATHERED',
  message: 'it was not gathered',
  hint: 'Collect the facts of this host again with this version of plimsoll.',
};

/** The value of a column, or why there is none. A member that a nested object lacks is null: not set. */
export function lookUp(
  target: Target,
  name: string,
): { readonly value: Json } | { readonly failure: Failure } {
  if (!target.row) return { value: property(target.value, name) ?? null };
  const { values, errors } = target.row;
  const failure = errors && Object.hasOwn(errors, name) ? errors[name] : undefined;
  if (failure) return { failure };
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined ? { failure: notGathered } : { value };
}

/** True for targets that have named members: rows and objects. */
export function hasMembers(target: Target): boolean {
  return target.row !== undefined || isObject(target.value);
}

/** The target that is the member `name`, with its value. */
export function member(target: Target, name: string, value: Json): Target {
  return { path: target.path === '' ? name : `${target.path}.${name}`, value };
}

/** Those of the columns of a row that have a value, by name, in the order of `names`. */
export function valuesOf(row: Row, names: readonly string[]): readonly (readonly [string, Json])[] {
  return names.flatMap((name) => {
    const found = lookUp({ row, path: '' }, name);
    return 'value' in found ? [[name, found.value] as const] : [];
  });
}
