import type { Check } from '../checks/types.ts';
import type { Json } from '../lib/json.ts';
import type { Fix, ResultFix } from '../result/types.ts';

/**
 * How one result can be put right. A fix that sets limits needs the values of its parameters: until they are set it is
 * advice, for no number is right for everybody.
 * @param parameters values by name, where they are set
 */
export function resultFix({ fix }: Check, parameters: ReadonlyMap<string, Json>): ResultFix {
  const { kind, disruption, restart } = fix;
  if (fix.dockerUpdate === undefined) return { kind, disruption, restart };
  const dockerUpdate = valuesOf(fix.dockerUpdate, parameters);
  if (dockerUpdate === null) return { kind: 'advice', disruption, restart };
  return { kind, disruption, restart, dockerUpdate };
}

function valuesOf(
  references: NonNullable<Fix['dockerUpdate']>,
  parameters: ReadonlyMap<string, Json>,
): Record<string, number> | null {
  const values = Object.entries(references).map(
    ([setting, { $param }]) => [setting, parameters.get($param)] as const,
  );
  const known = values.filter((entry): entry is readonly [string, number] => typeof entry[1] === 'number');
  return known.length < values.length ? null : Object.fromEntries(known);
}
