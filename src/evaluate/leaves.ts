import { matchesPath } from '../lib/glob.ts';
import { isObject, sameJson, type Json } from '../lib/json.ts';
import { coversPath, isPlainPath } from './path.ts';
import { compareVersions, parseVersion } from './version.ts';

export type LeafKeyword =
  | 'type'
  | 'const'
  | 'in'
  | 'like'
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'minItems'
  | 'maxItems'
  | 'maxMode'
  | 'covers'
  | 'startsWith'
  | 'version';

export interface Leaf {
  /** Whether the value is of a type that the keyword can judge. */
  readonly reads: (value: Json) => boolean;
  /** Asked only of values that it reads. The operand was validated when the check was loaded. */
  readonly holds: (value: Json, operand: Json) => boolean;
}

const always = () => true;
const isNumber = (value: Json) => typeof value === 'number';
const isText = (value: Json) => typeof value === 'string';
const isMode = (value: Json) => typeof value === 'string' && /^[0-7]{1,6}$/.test(value);
const isVersion = (value: Json) => typeof value === 'string' && parseVersion(value) !== null;
const text = (value: Json) => (typeof value === 'string' ? value : '');
const items = (value: Json) => (Array.isArray(value) ? value.length : 0);
const characters = (value: Json) => [...text(value)].length;

/** The keywords that look at one value and at nothing else. */
export const leaves: Readonly<Record<LeafKeyword, Leaf>> = {
  type: { reads: always, holds: (value, name) => isOfType(value, name) },
  const: { reads: always, holds: equal },
  in: { reads: always, holds: (value, list) => asList(list).some((wanted) => equal(value, wanted)) },
  like: {
    reads: isText,
    holds: (value, list) => asList(list).some((one) => matchesPath(text(one), text(value))),
  },
  minimum: { reads: isNumber, holds: (value, bound) => Number(value) >= Number(bound) },
  maximum: { reads: isNumber, holds: (value, bound) => Number(value) <= Number(bound) },
  minLength: { reads: isText, holds: (value, bound) => characters(value) >= Number(bound) },
  minItems: { reads: Array.isArray, holds: (value, bound) => items(value) >= Number(bound) },
  maxItems: { reads: Array.isArray, holds: (value, bound) => items(value) <= Number(bound) },
  maxMode: { reads: isMode, holds: (value, mode) => (octal(value) & ~octal(mode)) === 0 },
  covers: { reads: isPlainPath, holds: (value, path) => coversPath(text(value), text(path)) },
  startsWith: { reads: isText, holds: (value, prefix) => text(value).startsWith(text(prefix)) },
  version: {
    reads: isVersion,
    holds: (value, oldest) => compareVersions(text(value), text(oldest)) >= 0,
  },
};

/** Compares kinds first: a huge list from a host is not worth writing out to see that it is not `false`. */
function equal(value: Json, wanted: Json): boolean {
  const sameKind = typeof value === typeof wanted && Array.isArray(value) === Array.isArray(wanted);
  return sameKind && sameJson(value, wanted);
}

function octal(value: Json): number {
  return Number.parseInt(text(value), 8);
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

function isOfType(value: Json, name: Json): boolean {
  if (name === 'null') return value === null;
  if (name === 'array') return Array.isArray(value);
  if (name === 'object') return isObject(value);
  if (name === 'integer') return Number.isInteger(value);
  return typeof value === name;
}
