import { groupBy } from '../../lib/group-by.ts';
import { stableStringify, type Json, type JsonObject } from '../../lib/json.ts';
import { sha256Of } from '../../result/digest.ts';
import type { GivenParameter, Policy } from '../../result/types.ts';
import type { Parametrised } from './parameters.ts';
import type { Selected } from './selected-checks.ts';

/** Where the values of hosts come from. */
const inventory = 'inventory';

/**
 * What a run judges by, as its report tells it.
 * @param waivers digest of the waiver file, null without
 */
export function policyOf(selected: Selected, hosts: readonly Parametrised[], waivers: string | null): Policy {
  const { benchmarks, levels, leftOut, severities, profile, checks } = selected;
  const parameters = givenParameters(selected, hosts);
  const decided = {
    ...{ levels, leftOut, severities, waivers, checks, benchmarks: benchmarks.given },
    parameters: parameters.map(({ name, value, hosts: those }) => ({ name, value, hosts: those })),
  };
  return {
    benchmarks: benchmarks.given.map(({ id }) => id),
    ...{ levels, profile, leftOut, severities, parameters, waivers },
    attestations: null,
    digest: sha256Of(decided),
  };
}

/** Each value that is in force somewhere: of --params, else of the host, else of the profile. */
function givenParameters(
  { defaults, parameters, sources }: Selected,
  hosts: readonly Parametrised[],
): readonly GivenParameter[] {
  const names = [defaults, parameters, ...hosts.map((host) => host.parameters)].flatMap(Object.keys);
  return [...new Set(names)].sort().flatMap((name) => {
    if (Object.hasOwn(parameters, name)) {
      const source = sources.parameters.get(name) ?? '';
      return [{ name, value: valueOf(parameters, name), source, hosts: 'all' as const }];
    }
    return ofHosts(name, defaults, sources.defaults.get(name) ?? '', hosts);
  });
}

function ofHosts(
  name: string,
  defaults: JsonObject,
  source: string,
  hosts: readonly Parametrised[],
): readonly GivenParameter[] {
  const own = hosts.filter((host) => Object.hasOwn(host.parameters, name));
  const values = groupBy(own, (host) => stableStringify(host.parameters[name], 0));
  const given = [...values].map(([value, those]) => ({
    name,
    value: JSON.parse(value) as Json,
    source: inventory,
    hosts: those.length === hosts.length ? ('all' as const) : namesOf(those),
  }));
  const others = hosts.filter((host) => !Object.hasOwn(host.parameters, name));
  if (!Object.hasOwn(defaults, name) || (others.length === 0 && hosts.length > 0)) return given;
  const rest = own.length === 0 ? ('all' as const) : namesOf(others);
  return [...given, { name, value: valueOf(defaults, name), source, hosts: rest }];
}

function valueOf(parameters: JsonObject, name: string): Json {
  return parameters[name] ?? null;
}

function namesOf(hosts: readonly Parametrised[]): readonly string[] {
  return hosts.map((host) => host.name).sort();
}
