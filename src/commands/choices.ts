import { loadChecks, shippedChecks } from '../checks/load.ts';
import { validateParameters } from '../checks/parameters.ts';
import { selectChecks, selectorFits } from '../checks/select.ts';
import { withSeverities } from '../checks/severities.ts';
import type { Profile } from '../checks/profile.ts';
import type { Check } from '../checks/types.ts';
import { PlimsollError } from '../lib/errors.ts';
import type { JsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Edition } from '../result/types.ts';
import type { CheckArguments } from './arguments.ts';
import { loadProfile } from './load-profile.ts';
import { editionOf, levelsOf } from './options.ts';

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
export async function choicesOf(args: CheckArguments): Promise<Choices> {
  const profile = args.profile === undefined ? {} : await loadProfile(args.profile);
  const edition = editionOf(args.benchmark ?? profile.benchmark);
  const levels = levelsOf(args.level ?? profile.level);
  const known = await loadChecks([shippedChecks, ...args.checks]);
  requireFit(known, profile, edition);
  const all = withSeverities(known, profile.severities ?? {}, edition);
  const checks = selectChecks(all, {
    edition,
    levels,
    only: args.check.length > 0 ? args.check : (profile.checks ?? []),
    skip: [...(profile.skip ?? []), ...args.skip],
  });
  return { all, edition, levels, checks, defaults: profile.parameters ?? {} };
}

function requireFit(checks: readonly Check[], profile: Profile, edition: Edition): void {
  const words = new Set(checks.flatMap((check) => [check.id, ...check.tags, check.cis[edition] ?? '']));
  const unknown = Object.keys(profile.severities ?? {}).filter(
    (selector) => !checks.some((check) => selectorFits(check, selector, edition)),
  );
  const problems = [
    ...unknown.map(
      (selector) =>
        `severities: no check has the id, CIS ${edition} number or tag "${selector}"${didYouMean(selector, words)}`,
    ),
    ...validateParameters(checks, profile.parameters ?? {}).map((problem) => `parameters: ${problem}`),
  ];
  if (problems.length > 0)
    throw new PlimsollError('PROFILE_INVALID', 'The profile cannot be used.', problems);
}
