import type { ErrorObject } from 'ajv';
import { didYouMean } from '../lib/nearest.ts';
import { visible } from '../lib/text.ts';
import { validator } from '../lib/validator.ts';
import type { KeyPath, YamlFile } from '../lib/yaml.ts';
import { pathOf, salvage } from './salvage.ts';
import { inventorySchema } from './schema.ts';
import type { RawInventory } from './settings.ts';

const inventoryValidator = validator(inventorySchema, {
  allErrors: true,
  verbose: true,
  allowUnionTypes: true,
});

/** Errors that are told: a file with more is not the one that was meant. */
export const MOST_ERRORS = 1000;

/**
 * Holds a file against the schema.
 * @returns the errors, one `file:line: key path: what was expected` each, and what is whole of the file.
 */
export function checkShape(yaml: YamlFile): {
  readonly errors: readonly string[];
  readonly raw: RawInventory;
} {
  const value = yaml.value ?? {};
  const validate = inventoryValidator();
  if (validate(value)) return { errors: [], raw: value as RawInventory };
  const errors = (validate.errors ?? []).slice(0, MOST_ERRORS).flatMap((error) => describe(error, yaml));
  return { errors: [...new Set(errors)], raw: salvage(value, validate) };
}

/** A key path as people write it: `hosts.web-01.port`. */
export function showPath(path: KeyPath): string {
  return path.length === 0 ? 'the file' : visible(path.join('.'), 200);
}

function describe(error: ErrorObject, yaml: YamlFile): readonly string[] {
  // The rule that a name broke is reported by itself.
  if (error.keyword === 'propertyNames') return [];
  const path = pathOf(error);
  return [`${yaml.at(path)}: ${showPath(path)}: ${explain(error, path)}`];
}

function explain(error: ErrorObject, path: KeyPath): string {
  if (error.keyword === 'additionalProperties') {
    const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
    return `unknown key${didYouMean(String(path.at(-1)), known)}`;
  }
  if (error.keyword === 'required') return `${String(error.params['missingProperty'])} is missing`;
  const expected = `expected ${String(error.parentSchema?.['description'] ?? error.message)}`;
  return error.propertyName === undefined
    ? `${expected}, found ${visible(JSON.stringify(error.data), 60)}`
    : expected;
}
