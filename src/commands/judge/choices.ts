import { dirname, isAbsolute, join } from 'node:path';
import { isFile, loadBenchmarks } from '../../checks/load-benchmarks.ts';
import { loadChecks, shippedChecks } from '../../checks/load.ts';
import { numbered, type Benchmarks } from '../../checks/naming.ts';
import { profileProblems } from '../../checks/profile-problems.ts';
import { mergeProfiles, type ProfileFile } from '../../checks/profile.ts';
import {
  membership,
  selectChecks,
  selectorFits,
  type Selectable,
  type Selection,
} from '../../checks/select.ts';
import { withSeverities } from '../../checks/severities.ts';
import type { Check } from '../../checks/types.ts';
import type { JsonObject } from '../../lib/json.ts';
import { numberingOf } from '../../result/benchmarks.ts';
import type { Level, Policy } from '../../result/types.ts';
import type { ChoiceArguments } from '../command-line/arguments.ts';
import { loadProfile, profileInvalid } from './load-profile.ts';

export interface Choices {
  /** Every check that is known, with its severity in the profile, in the order of the benchmarks. */
  readonly all: readonly (Check & Selectable)[];
  readonly benchmarks: Benchmarks;
  readonly levels: readonly Level[];
  /** Those of `all` that are to run. */
  readonly checks: readonly (Check & Selectable)[];
  /** From the profile; everything else beats them. */
  readonly defaults: JsonObject;
  /** Where each of these stands, `file:line`. */
  readonly defaultSources: ReadonlyMap<string, string>;
  /** The profile's file. */
  readonly profile: string | null;
  readonly leftOut: Policy['leftOut'];
  /** Of checks that run: what the profile made of their severities. */
  readonly severities: Policy['severities'];
}

/**
 * The checks that flags and profile select: a flag beats the profile, but --skip adds to what it leaves out.
 * @throws PlimsollError for checks, benchmarks, selectors or a profile that cannot be used.
 */
export async function choicesOf(args: ChoiceArguments): Promise<Choices> {
  const files = args.profile === undefined ? [] : await loadProfile(args.profile);
  const profile = mergeProfiles(files.map((file) => file.profile));
  const named = args.benchmark.length > 0 ? args.benchmark : benchmarksOf(files);
  const { known, benchmarks } = await knownChecks(args.checks, named);
  const levels = levelsOf(args.level ?? profile.level);
  const problems = profileProblems(files, known, { ...benchmarks, levels }, args.check.length > 0);
  if (problems.length > 0) throw profileInvalid(problems);
  const all = withSeverities(known, profile.severities ?? {});
  const flagged = args.check.length > 0;
  const only = flagged ? args.check : (profile.checks ?? []);
  const checks = selectChecks(all, {
    ...benchmarks,
    levels,
    only,
    skip: [...(profile.skip ?? []), ...args.skip],
  });
  return {
    ...{ all, benchmarks, levels, checks },
    ...{
      defaults: profile.parameters ?? {},
      defaultSources: sourcesOf(files),
      profile: args.profile ?? null,
    },
    leftOut: leftOutOf(all, checks, { ...benchmarks, levels, only, skip: args.skip }, flagged),
    severities: changedSeverities(known, checks),
  };
}

/** Why checks that the benchmarks ask for do not run: by a flag, by the level, or else by the profile. */
function leftOutOf(
  all: readonly Selectable[],
  checks: readonly Selectable[],
  selection: Selection,
  flagged: boolean,
): Policy['leftOut'] {
  const runs = new Set(checks.map(({ id }) => id));
  const { only, skip, ...rest } = selection;
  const asked = membership({ ...rest, levels: [1, 2] });
  const ofLevel = membership(rest);
  return all
    .filter((check) => !runs.has(check.id) && asked(check))
    .map((check) => {
      const fits = (selector: string) => selectorFits(check, selector);
      if (flagged && !only.some(fits)) return { check: check.id, by: 'check' };
      if (!ofLevel(check)) return { check: check.id, by: 'level' };
      return { check: check.id, by: skip.some(fits) ? 'skip' : 'profile' };
    });
}

function changedSeverities(before: readonly Check[], checks: readonly Check[]): Policy['severities'] {
  const was = new Map(before.map(({ id, severity }) => [id, severity]));
  return checks.flatMap(({ id, severity }) => {
    const from = was.get(id) ?? severity;
    return from === severity ? [] : [{ check: id, from, to: severity }];
  });
}

/** Where the parameters of profiles stand; the later file beats the earlier. */
function sourcesOf(files: readonly ProfileFile[]): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(({ profile, yaml }) =>
      Object.keys(profile.parameters ?? {}).map((name) => [name, yaml.at(['parameters', name])] as const),
    ),
  );
}

/**
 * All checks, numbered and in the order of the benchmarks.
 * @param folders of checks besides those that are shipped
 * @param named benchmarks, by id or file
 */
export async function knownChecks(
  folders: readonly string[],
  named: readonly string[],
): Promise<{ readonly known: readonly (Check & Selectable)[]; readonly benchmarks: Benchmarks }> {
  const checks = await loadChecks([shippedChecks, ...folders]);
  const benchmarks = await loadBenchmarks(named, checks);
  const { compare } = numberingOf(benchmarks.given);
  return { known: numbered(checks, benchmarks).toSorted((a, b) => compare(a.id, b.id)), benchmarks };
}

/** What the uppermost profile says that names any; a file is relative to the profile. */
function benchmarksOf(files: readonly ProfileFile[]): readonly string[] {
  const deciding = files.findLast(({ profile }) => profile.benchmark !== undefined);
  const named = [deciding?.profile.benchmark ?? []].flat();
  const folder = dirname(deciding?.yaml.file ?? '');
  return named.map((name) => (isFile(name) && !isAbsolute(name) ? join(folder, name) : name));
}

function levelsOf(level = 2): readonly Level[] {
  return level === 1 ? [1] : [1, 2];
}
