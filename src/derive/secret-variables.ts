import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { at, textsAt } from './raw/json-access.ts';
import { isAddressName, isSecretName } from './secret-names.ts';

/** Variables of an image or a service that hold a secret, by their names or because a password stands in the value. */
export function secretVariables(inspect: JsonObject): Failable<readonly string[]> {
  const names = textsAt(inspect, 'Env');
  const isTold = at(inspect, 'EnvLogins') !== undefined;
  if (at(inspect, 'Env') === undefined || (!isTold && names.some(isAddressName))) return notCollected;
  return succeed([...new Set([...names.filter(isSecretName), ...textsAt(inspect, 'EnvLogins')])]);
}

const notCollected = fail<never>(
  'NOT_COLLECTED',
  'which variables hold a password is not in the bundle',
  'collect the facts of this host again',
);
