import type { Row, Table } from '../facts/types.ts';
import type { Failable, Failure } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';

/** A row of certain values, and of values that may not have been had. */
export function buildRow(
  values: Readonly<Record<string, Json>>,
  uncertain: Readonly<Record<string, Failable<Json>>> = {},
  notes: readonly (string | undefined)[] = [],
): Row {
  const known: Record<string, Json> = { ...values };
  const errors: Record<string, Failure> = {};
  for (const [column, cell] of Object.entries(uncertain)) {
    if (cell.ok) known[column] = cell.value;
    else errors[column] = cell.failure;
  }
  const note = notes.filter((text) => text !== undefined && text !== '').join('; ');
  return {
    values: known,
    ...(Object.keys(errors).length > 0 ? { errors } : {}),
    ...(note === '' ? {} : { note }),
  };
}

/** The rows that a function makes of a value, or the reason why there is no value. */
export function tableOf<T>(source: Failable<T>, rows: (value: T) => readonly Row[]): Table {
  return source.ok ? { rows: rows(source.value) } : { error: source.failure };
}

export function mapFailable<T, U>(source: Failable<T>, change: (value: T) => U): Failable<U> {
  return source.ok ? { ok: true, value: change(source.value) } : source;
}

/** Both values, or the first failure. */
export function both<A, B>(a: Failable<A>, b: Failable<B>): Failable<readonly [A, B]> {
  if (!a.ok) return a;
  return b.ok ? { ok: true, value: [a.value, b.value] } : b;
}
