import { parameterTypes } from '../checks/parameters.ts';
import type { ParameterSpec } from '../checks/types.ts';
import { words } from '../evaluate/words.ts';
import { compareText, stableStringify } from '../lib/json.ts';
import type { ChoiceArguments } from './command-line/arguments.ts';
import { exit, type Context } from './context.ts';
import { choicesOf } from './judge/choices.ts';
import { table } from './terminal/table.ts';

export type ParamsArguments = Pick<ChoiceArguments, 'checks'> & { readonly json: boolean };

interface Parameter extends ParameterSpec {
  readonly name: string;
  /** Ids of the checks that it is for. */
  readonly usedBy: readonly string[];
}

/** Every parameter that checks take: its type, its default and the checks that use it. */
export async function listParameters(args: ParamsArguments, context: Context): Promise<number> {
  const everything = { benchmark: [], level: undefined, check: [], skip: [], profile: undefined };
  const { all } = await choicesOf({ ...args, ...everything });
  const parameters = new Map<string, Parameter>();
  for (const { id, params } of all)
    for (const [name, spec] of Object.entries(params))
      parameters.set(name, { name, ...spec, usedBy: [...(parameters.get(name)?.usedBy ?? []), id] });
  const listed = [...parameters.values()].toSorted((a, b) => compareText(a.name, b.name));
  await context.stdout(args.json ? stableStringify(listed) : table(listed.map(rowOf)));
  return exit.clean;
}

function rowOf({ name, type, default: value, usedBy, description }: Parameter): readonly string[] {
  const shown = value === undefined ? 'no default: manual until set' : words(value);
  return [name, parameterTypes[type], shown, usedBy.join(', '), description];
}
