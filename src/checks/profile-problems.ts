import type { KeyPath } from '../lib/yaml.ts';
import { validateParameters } from './parameters.ts';
import { located, type Problem } from './problem.ts';
import type { ProfileFile } from './profile.ts';
import { choiceProblem, selectorProblem, type Selectable, type Selection } from './select.ts';
import type { Check } from './types.ts';

type Judge = (selector: string) => string | null;

/**
 * What profiles say that fits none of the checks, `file:line: …` each.
 * @param files from the base up
 * @param flagged whether flags name the checks to run, so that those of the profiles do not count
 */
export function profileProblems(
  files: readonly ProfileFile[],
  checks: readonly (Check & Selectable)[],
  selection: Pick<Selection, 'given' | 'known' | 'levels'>,
  flagged: boolean,
): readonly string[] {
  const known: Judge = (selector) => selectorProblem(checks, selector);
  const runs: Judge = (selector) => choiceProblem(checks, selector, selection);
  const deciding = flagged ? undefined : files.findLast(({ profile }) => profile.checks !== undefined);
  return files.flatMap((file) => {
    const { checks: only = [], skip = [], severities = {}, parameters = {} } = file.profile;
    const problems = [
      ...judged(['checks'], only, file === deciding ? runs : known),
      ...judged(['skip'], skip, known),
      ...Object.keys(severities).flatMap((selector) => at(['severities', selector], known(selector))),
      ...validateParameters(checks, parameters).flatMap(({ path, message }) =>
        at(['parameters', ...path], message),
      ),
    ];
    return problems.map((problem) => located(file.yaml, problem));
  });
}

function judged(path: KeyPath, selectors: readonly string[], judge: Judge): readonly Problem[] {
  return selectors.flatMap((selector, index) => at([...path, index], judge(selector)));
}

function at(path: KeyPath, message: string | null): readonly Problem[] {
  return message === null ? [] : [{ path, message: `${String(path[0])}: ${message}` }];
}
