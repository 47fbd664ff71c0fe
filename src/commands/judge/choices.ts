import { loadChecks, shippedChecks } from '../../checks/load.ts';
import { profileProblems } from '../../checks/profile-problems.ts';
import { mergeProfiles } from '../../checks/profile.ts';
import { selectChecks } from '../../checks/select.ts';
import { withSeverities } from '../../checks/severities.ts';
import type { Check } from '../../checks/types.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { Edition } from '../../result/types.ts';
import type { ChoiceArguments } from '../command-line/arguments.ts';
import { loadProfile, profileInvalid } from './load-profile.ts';

export interface Choices {
  /** Every check that is known, with its severity in the profile. */
  readonly all: readonly Check[];
  readonly edition: Edition;
  readonly levels: readonly (1 | 2)[];
  /** Those of `all` that are to run. */
  readonly checks: readonly Check[];
  /** From the profile; everything else beats them. */
  readonly defaults: JsonObject;
}

/**
 * The checks that flags and profile select: a flag beats the profile, but --skip adds to what it leaves out.
 * @throws PlimsollError for checks, selectors or a profile that cannot be used.
 */
export async function choicesOf(args: ChoiceArguments): Promise<Choices> {
  const files = args.profile === undefined ? [] : await loadProfile(args.profile);
  const profile = mergeProfiles(files.map((file) => file.profile));
  const edition = editionOf(args.benchmark ?? profile.benchmark);
  const levels = levelsOf(args.level ?? profile.level);
  const known = await loadChecks([shippedChecks, ...args.checks]);
  const problems = profileProblems(files, known, { edition, levels }, args.check.length > 0);
  if (problems.length > 0) throw profileInvalid(problems);
  const all = withSeverities(known, profile.severities ?? {}, edition);
  const checks = selectChecks(all, {
    edition,
    levels,
    only: args.check.length > 0 ? args.check : (profile.checks ?? []),
    skip: [...(profile.skip ?? []), ...args.skip],
  });
  return { all, edition, levels, checks, defaults: profile.parameters ?? {} };
}

/** Of `cis-docker-1.8.0`, say; without one, the latest. */
export function editionOf(benchmark = 'cis-docker-1.8.0'): Edition {
  return benchmark.slice('cis-docker-'.length) as Edition;
}

function levelsOf(level = 2): readonly (1 | 2)[] {
  return level === 1 ? [1] : [1, 2];
}
