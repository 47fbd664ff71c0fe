import { isObject, type Json } from '../lib/json.ts';
import type { Mark } from './redact-mark.ts';
import { isProxyName, isSecretName } from './redact-names.ts';
import { keptTest } from './redact-step.ts';
import { isHarmless, redactText } from './redact-text.ts';
import { withoutProxyLogin } from './redact-urls.ts';

/** Docker lists the names of a service's secrets under this key. */
const NAMES_OF_SECRETS = 'Secrets';

/** A JSON value with secrets replaced: by the name of their key, or by their form. */
export function redactJson(value: Json, mark: Mark): Json {
  if (typeof value === 'string') return redactText(value, mark);
  if (Array.isArray(value)) return value.map((item: Json) => redactJson(item, mark));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, item]): [string, Json] => [
    name,
    member(name, item, mark),
  ]);
  return Object.fromEntries(entries);
}

function member(name: string, item: Json, mark: Mark): Json {
  if (name === 'HealthTest' || name === 'Test') return healthTest(item, mark);
  if (name !== NAMES_OF_SECRETS && isSecretName(name)) return withheld(name, item, mark);
  if (isProxyName(name) && typeof item === 'string') return withoutProxyLogin(item, mark);
  return redactJson(item, mark);
}

/** Of the test of a health check: how it is run, and the command without what no check asks for. */
function healthTest(item: Json, mark: Mark): Json {
  if (!Array.isArray(item)) return redactJson(item, mark);
  const words = item.filter((word) => typeof word === 'string');
  return words.length < item.length
    ? redactJson(item, mark)
    : [...keptTest(words, { mark, heard: () => undefined })];
}

/** Under the name of a secret: every text and number, but the keys of objects and what else they hold. */
function withheld(name: string, item: Json, mark: Mark): Json {
  if (item === '' || item === null || typeof item === 'boolean') return item;
  if (Array.isArray(item)) return item.map((part: Json) => withheld(name, part, mark));
  if (typeof item === 'object') return redactJson(item, mark);
  return isHarmless(name, String(item)) ? item : mark(String(item));
}
