import { readFile } from 'node:fs/promises';
import { validateParameters } from '../checks/parameters.ts';
import type { Check } from '../checks/types.ts';
import { catalogue } from '../facts/catalogue/index.ts';
import { PlimsollError } from '../lib/errors.ts';
import { isObject, type JsonObject } from '../lib/json.ts';
import { readYaml } from '../lib/yaml.ts';
import type { CheckArguments } from './arguments.ts';
import { choicesOf, type Choices } from './choices.ts';

export interface Selected extends Choices {
  /** From --params; they beat those of the inventory, which beat `defaults`. */
  readonly parameters: JsonObject;
}

/**
 * The checks that the flags select, with parameters that fit them.
 * @param others parameters of the inventory, by where they stand, to be held to the same types.
 */
export async function selectedChecks(
  args: CheckArguments,
  others: readonly { readonly where: string; readonly parameters: JsonObject }[],
): Promise<Selected> {
  const choices = await choicesOf(args);
  const parameters = args.params === undefined ? {} : await readParameters(args.params);
  const given = [...others, { where: args.params ?? '', parameters }];
  const problems = given.flatMap(({ where, parameters }) =>
    validateParameters(choices.all, parameters).map((problem) => `${where}: ${problem}`),
  );
  if (problems.length > 0)
    throw new PlimsollError('PARAMETERS_INVALID', 'Some parameters cannot be used.', problems);
  return { ...choices, parameters };
}

/** The parameters of a host: those of --params over its own over those of the profile. */
export function parametersFor({ defaults, parameters }: Selected, own: JsonObject): JsonObject {
  return { ...defaults, ...own, ...parameters };
}

async function readParameters(path: string): Promise<JsonObject> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new PlimsollError('FILE_UNREADABLE', `cannot read the parameters ${path}`, [String(cause)], {
      cause,
    });
  });
  const yaml = readYaml(path, text);
  if (!('value' in yaml)) throw new PlimsollError('PARAMETERS_INVALID', `${path} cannot be used`, yaml);
  if (isObject(yaml.value)) return yaml.value;
  throw new PlimsollError('PARAMETERS_INVALID', `${path} must be a map from parameter names to values`);
}

/** The sections of the collector that checks need, and those that every report needs. */
export function neededSections(checks: readonly Check[]): ReadonlySet<string> {
  const always = ['host', 'docker.info', 'docker.version', 'processes', 'daemon.config', 'files', 'systemd'];
  return new Set([...always, ...checks.flatMap((check) => catalogue.get(check.each)?.sections ?? [])]);
}
