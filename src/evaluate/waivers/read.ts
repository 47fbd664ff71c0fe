import { located, type Problem } from '../../checks/problem.ts';
import { selectorProblem, type Selectable } from '../../checks/select.ts';
import { shapeValidator, shapeProblems } from '../../checks/shape.ts';
import { readYaml, type YamlFile } from '../../lib/yaml.ts';
import type { Nameable } from './control-names.ts';
import { isDay } from './days.ts';
import { isInspec, readInspec } from './inspec.ts';
import { waiverSchema } from './schema.ts';
import type { Waiver } from './types.ts';

const waiversValidator = shapeValidator(waiverSchema);
const maxLength = 2_000_000;

export interface ReadWaivers {
  /** Empty when there are problems. */
  readonly waivers: readonly Waiver[];
  /** Why the file cannot be used, `file:line: …` each. */
  readonly problems: readonly string[];
  /** What was read otherwise than it is written, `file:line: …` each; only an InSpec file has such. */
  readonly notices: readonly string[];
}

/** Reads a waiver file, plimsoll's own or one of InSpec; `checks` are all that are known, selected or not. */
export function readWaivers(file: string, content: string, checks: readonly Nameable[]): ReadWaivers {
  const yaml = readYaml(file, content, { maxLength });
  if (!('value' in yaml)) return { waivers: [], problems: yaml, notices: [] };
  if (isInspec(yaml.value)) return readInspec(yaml, checks);
  const shape = shapeProblems(waiversValidator, yaml);
  const problems = [...shape, ...meaningProblems(yaml, shape, checks)];
  if (problems.length > 0) {
    return { waivers: [], problems: problems.map((problem) => located(yaml, problem)), notices: [] };
  }
  return { waivers: (yaml.value as unknown as readonly Written[]).map(complete), problems: [], notices: [] };
}

type Written = Omit<Waiver, 'subjects' | 'ticket' | 'from'> & Partial<Waiver>;

function complete(waiver: Written): Waiver {
  return { subjects: [], ticket: null, from: null, ...waiver };
}

/** What the schema cannot say, of those waivers that it has nothing to say against. */
function meaningProblems(
  yaml: YamlFile,
  shape: readonly Problem[],
  checks: readonly Selectable[],
): readonly Problem[] {
  const broken = new Set(shape.map((problem) => String(problem.path[0])));
  if (!Array.isArray(yaml.value)) return [];
  const whole = [...yaml.value.entries()].filter(([index]) => !broken.has(String(index)));
  const seen = new Set<string>();
  return whole.flatMap(([index, value]) => {
    const waiver = value as Written;
    const twice = seen.has(waiver.id);
    seen.add(waiver.id);
    const problems = [
      ...(twice ? [{ path: ['id'], message: `the id ${waiver.id} is there twice` }] : []),
      ...dayProblems(waiver),
      ...checkProblems(waiver, checks),
    ];
    return problems.map(({ path, message }) => ({ path: [index, ...path], message }));
  });
}

function checkProblems(waiver: Written, checks: readonly Selectable[]): readonly Problem[] {
  return waiver.checks.flatMap((selector, at) => {
    const message = selector === '*' ? null : selectorProblem(checks, selector);
    return message === null ? [] : [{ path: ['checks', at], message }];
  });
}

function dayProblems({ from, expires }: Written): readonly Problem[] {
  const wrong = (key: string, value: string): Problem => ({
    path: [key],
    message: `${key}: "${value}" is not a day of the calendar, as in 2026-12-31`,
  });
  const problems = [
    ...(typeof from === 'string' && !isDay(from) ? [wrong('from', from)] : []),
    ...(expires !== 'never' && !isDay(expires) ? [wrong('expires', expires)] : []),
  ];
  if (problems.length > 0 || expires === 'never' || (from ?? '') <= expires) return problems;
  return [{ path: ['expires'], message: `expires: ${expires} is before ${from ?? ''}, the first day` }];
}
