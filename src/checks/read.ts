import { readYaml } from '../lib/yaml.ts';
import { located } from './problem.ts';
import { checkSchema } from './schema.ts';
import { shapeValidator, shapeProblems } from './shape.ts';
import type { Check } from './types.ts';
import { validateCheck } from './validate-check.ts';

const checkValidator = shapeValidator(checkSchema);

export interface ReadCheck {
  /** Null when there are problems. */
  readonly check: Check | null;
  /** All that is wrong with the file, `file:line: …` each. */
  readonly problems: readonly string[];
}

/** Reads one check file; `name` is its file name without `.yaml`, `file` how messages call it. */
export function readCheck(file: string, name: string, text: string): ReadCheck {
  const yaml = readYaml(file, text);
  if (!('value' in yaml)) return { check: null, problems: yaml };
  const problems = [...shapeProblems(checkValidator, yaml), ...validateCheck(yaml, name)];
  if (problems.length > 0) {
    return { check: null, problems: problems.map((problem) => located(yaml, problem)) };
  }
  // The schema has just established this shape; only what is optional in the file remains to be filled in.
  const written = yaml.value as unknown as Omit<Check, 'match' | 'params'> & Partial<Check>;
  const { match = 'every', params = {} } = written;
  return { check: { ...written, match, params }, problems: [] };
}
