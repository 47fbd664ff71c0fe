import type { Check } from '../../checks/types.ts';
import { catalogue } from '../../facts/catalogue/index.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { CheckArguments } from '../command-line/arguments.ts';
import { choicesOf, type Choices } from './choices.ts';
import { requireParameters, type Parametrised } from './parameters.ts';

export interface Selected extends Choices {
  /** From --params; they beat those of the inventory, which beat `defaults`. */
  readonly parameters: JsonObject;
  /** Where the parameters stand, `file:line`. */
  readonly sources: {
    readonly defaults: ReadonlyMap<string, string>;
    readonly parameters: ReadonlyMap<string, string>;
  };
}

/** The checks that the flags select, with parameters that fit them. */
export async function selectedChecks(
  args: CheckArguments,
  hosts: readonly Parametrised[],
): Promise<Selected> {
  const choices = await choicesOf(args);
  const { parameters, sources } = await requireParameters(args.params, hosts, choices.all);
  return { ...choices, parameters, sources: { defaults: choices.defaultSources, parameters: sources } };
}

/** The parameters of a host: those of --params over its own over those of the profile. */
export function parametersFor({ defaults, parameters }: Selected, own: JsonObject): JsonObject {
  return { ...defaults, ...own, ...parameters };
}

/** The sections of the collector that checks need, and those that every report needs. */
export function neededSections(checks: readonly Check[]): ReadonlySet<string> {
  const units = ['systemd', 'systemd.command'];
  const always = ['host', 'docker.info', 'docker.version', 'processes', 'daemon.config', 'files', ...units];
  return new Set([...always, ...checks.flatMap((check) => catalogue.get(check.each)?.sections ?? [])]);
}
