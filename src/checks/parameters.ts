import { didYouMean } from '../lib/nearest.ts';
import type { Json } from '../lib/json.ts';
import type { Problem } from './problem.ts';
import type { Check, ParameterSpec } from './types.ts';

export type Given = Readonly<Record<string, Json>>;

/** Types of parameters in words. */
export const parameterTypes: Readonly<Record<ParameterSpec['type'], string>> = {
  string: 'text',
  integer: 'a whole number',
  boolean: 'true or false',
  strings: 'a list of text',
};

/** What is wrong with the given values: unknown names and wrong types. */
export function validateParameters(checks: readonly Check[], given: Given): readonly Problem[] {
  const declared = new Map(checks.flatMap((check) => Object.entries(check.params)));
  return Object.entries(given).flatMap(([name, value]) => {
    const spec = declared.get(name);
    const about = (message: string) => [{ path: [name], message }];
    if (!spec) return about(`no check has a parameter "${name}"${didYouMean(name, declared.keys())}`);
    return fitsParameter(spec.type, value) ? [] : about(wrongType(name, spec));
  });
}

/**
 * The values that the parameters of a check have: given, else default; a name with neither is absent.
 * Throws on a value of the wrong type, which `validateParameters` should have caught before.
 */
export function resolveParameters(check: Check, given: Given): ReadonlyMap<string, Json> {
  const resolved = new Map<string, Json>();
  for (const [name, spec] of Object.entries(check.params)) {
    const value = Object.hasOwn(given, name) ? given[name] : spec.default;
    if (value === undefined) continue;
    if (!fitsParameter(spec.type, value)) throw new Error(wrongType(name, spec));
    resolved.set(name, value);
  }
  return resolved;
}

/** Whether a value is of the type that a parameter declares. */
export function fitsParameter(type: ParameterSpec['type'], value: Json): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'strings') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === type;
}

function wrongType(name: string, spec: ParameterSpec): string {
  return `the parameter "${name}" must be ${parameterTypes[spec.type]}`;
}
