import { readFile } from 'node:fs/promises';
import { validateParameters } from '../../checks/parameters.ts';
import { located } from '../../checks/problem.ts';
import type { Check } from '../../checks/types.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import { groupBy } from '../../lib/group-by.ts';
import { isObject, type JsonObject } from '../../lib/json.ts';
import { readYaml } from '../../lib/yaml.ts';

/** A host, as far as its parameters go. */
export interface Parametrised {
  readonly name: string;
  readonly parameters: JsonObject;
}

/** Parameters, and where each of them stands, `file:line`. */
export interface Given {
  readonly parameters: JsonObject;
  readonly sources: ReadonlyMap<string, string>;
}

interface Read extends Given {
  readonly problems: readonly string[];
}

/**
 * The parameters of --params, if it is given, held to the checks as those of the hosts are.
 * @throws PlimsollError FILE_UNREADABLE, or PARAMETERS_INVALID with all that is wrong.
 */
export async function requireParameters(
  file: string | undefined,
  hosts: readonly Parametrised[],
  checks: readonly Check[],
): Promise<Given> {
  const { problems, ...given } =
    file === undefined
      ? { parameters: {}, sources: new Map<string, string>(), problems: [] }
      : await readParameters(file, checks);
  const all = [...hostProblems(hosts, checks), ...problems];
  if (all.length > 0) throw new PlimsollError('PARAMETERS_INVALID', 'Some parameters cannot be used.', all);
  return given;
}

/** What is wrong on several hosts, as by their group, is said once. */
function hostProblems(hosts: readonly Parametrised[], checks: readonly Check[]): readonly string[] {
  const wrong = hosts.flatMap(({ name, parameters }) =>
    validateParameters(checks, parameters).map(({ message }) => ({ name, message })),
  );
  return [...groupBy(wrong, ({ message }) => message)].map(([message, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return `${first.name}${more}: ${message}`;
  });
}

async function readParameters(file: string, checks: readonly Check[]): Promise<Read> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(`the parameters ${file}`, cause);
  });
  const yaml = readYaml(file, text);
  if (!('value' in yaml)) throw new PlimsollError('PARAMETERS_INVALID', `${file} cannot be used`, yaml);
  if (isObject(yaml.value)) {
    const problems = validateParameters(checks, yaml.value).map((problem) => located(yaml, problem));
    const sources = new Map(Object.keys(yaml.value).map((name) => [name, yaml.at([name])]));
    return { parameters: yaml.value, sources, problems };
  }
  throw new PlimsollError('PARAMETERS_INVALID', `${file} must be a map from parameter names to values`);
}
