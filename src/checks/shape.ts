import type { ErrorObject, ValidateFunction } from 'ajv';
import type { JsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { visible } from '../lib/text.ts';
import { validator } from '../lib/validator.ts';
import type { KeyPath, YamlFile } from '../lib/yaml.ts';
import type { Problem } from './problem.ts';

/** The validator of one of our own schemas, as `shapeProblems` needs it. */
export function shapeValidator(schema: JsonObject): () => ValidateFunction {
  return validator(schema, {
    ...{ allErrors: true, verbose: true, ownProperties: true },
    ...{ strictRequired: false, allowUnionTypes: true },
  });
}

/** Where a file differs from a schema, in the order of the schema, each once. */
export function shapeProblems(compiled: () => ValidateFunction, yaml: YamlFile): readonly Problem[] {
  const validate = compiled();
  if (validate(yaml.value)) return [];
  const problems = (validate.errors ?? []).flatMap((error) => problemOf(error, yaml));
  // A file may be wrong in thousands of places.
  const seen = new Map(problems.map((problem) => [JSON.stringify([problem.path, problem.message]), problem]));
  return [...seen.values()];
}

function problemOf(error: ErrorObject, yaml: YamlFile): readonly Problem[] {
  // What failed inside these is reported by itself.
  if (error.keyword === 'if' || error.keyword === 'propertyNames') return [];
  const path = pathOf(error);
  return [{ path, message: `${showPath(path)}: ${explain(error, path, yaml)}` }];
}

function pathOf({ instancePath, params, keyword, propertyName }: ErrorObject): KeyPath {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (keyword === 'additionalProperties') return [...steps, String(params['additionalProperty'])];
  return propertyName === undefined ? steps : [...steps, propertyName];
}

/** A path as people write it: `expect.fields.mode`. */
export function showPath(path: KeyPath): string {
  return path.length === 0 ? 'the file' : visible(path.join('.'), 200);
}

function explain(error: ErrorObject, path: KeyPath, yaml: YamlFile): string {
  const { keyword, params, message, data } = error;
  if (keyword === 'additionalProperties') {
    const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
    return `unknown key${didYouMean(String(path.at(-1)), known)}`;
  }
  if (keyword === 'required') return `${String(params['missingProperty'])} is missing`;
  if (keyword === 'enum') return `must be ${(params['allowedValues'] as readonly unknown[]).join(', ')}`;
  const isNumber = typeof data === 'number' && keyword === 'type' && params['type'] === 'string';
  if (isNumber) return `must be text: write it in quotes, as in "${yaml.source(path) ?? data}"`;
  const description: unknown = error.parentSchema?.['description'];
  return visible(
    [message ?? keyword, ...(typeof description === 'string' ? [description] : [])].join(': '),
    300,
  );
}
