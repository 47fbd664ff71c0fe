import { fail, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import type { Container } from './container-security.ts';
import { at } from './raw/json-access.ts';

/** What is read of a part of inspect that an older collector did not ask for is not known. */
export function collected<T>(
  container: Container,
  path: readonly string[],
  read: (value: Json) => Failable<T>,
): Failable<T> {
  const value = at(container.inspect, ...path);
  if (value !== undefined) return read(value);
  return fail(
    'NOT_COLLECTED',
    `${path.at(-1) ?? ''} is not in the bundle`,
    'collect the facts of this host again',
  );
}
