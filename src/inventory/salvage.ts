import type { ErrorObject, ValidateFunction } from 'ajv';
import type { RawInventory } from './settings.ts';

/**
 * A copy of the value without the parts that break the schema, so that the references in the rest can be checked
 * too and all errors are told at once. Hosts and groups stay by name: others may refer to them.
 */
export function salvage(value: unknown, validate: ValidateFunction): RawInventory {
  const copy: unknown = structuredClone(value ?? {});
  // Removing a key can leave its parent short of it: each round goes one level up.
  for (let round = 0; round < 8; round++) {
    if (validate(copy)) return copy as RawInventory;
    for (const error of validate.errors ?? []) drop(copy, error);
  }
  return {};
}

function drop(root: unknown, error: ErrorObject): void {
  // Said again by the rule that the name broke, there with the name.
  if (error.keyword === 'propertyNames') return;
  const path = pathOf(error);
  const last = path.pop();
  const parent = path.reduce<unknown>((node, step) => child(node, step), root);
  if (last === undefined || typeof parent !== 'object' || parent === null) return;
  const isEntry = path.length === 1 && (path[0] === 'hosts' || path[0] === 'groups');
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isEntry && error.keyword === 'type') (parent as Record<string, unknown>)[last] = null;
  else Reflect.deleteProperty(parent, last);
}

/** The steps to the thing that is wrong: a key that should not be there is one step below the instance. */
export function pathOf(error: ErrorObject): string[] {
  const steps = error.instancePath.split('/').slice(1);
  const path = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (error.keyword === 'additionalProperties') return [...path, String(error.params['additionalProperty'])];
  return error.propertyName === undefined ? path : [...path, error.propertyName];
}

function child(node: unknown, step: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) return undefined;
  return (node as Record<string, unknown>)[step];
}
