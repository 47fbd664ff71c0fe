import type { Json, JsonObject } from '../lib/json.ts';
import { readYaml, type YamlFile } from '../lib/yaml.ts';
import type { Severity } from '../result/types.ts';
import { located } from './problem.ts';
import { shapeValidator, shapeProblems } from './shape.ts';

/** What a profile file says; nothing has to be said. */
export interface Profile {
  /** Id or file, or several. */
  readonly benchmark?: string | readonly string[];
  readonly level?: 1 | 2;
  /** Selectors of the only checks to run, and of those to leave out. */
  readonly checks?: readonly string[];
  readonly skip?: readonly string[];
  /** Other severities, by selector; the later wins. */
  readonly severities?: Readonly<Record<string, Severity>>;
  readonly parameters?: JsonObject;
}

/** A profile and the file it extends, relative to its own. */
export interface ProfileFile {
  readonly yaml: YamlFile;
  readonly profile: Profile;
  readonly extends: string | null;
}

const selectors: JsonObject = {
  type: 'array',
  maxItems: 1000,
  items: { type: 'string', minLength: 1, maxLength: 100 },
  description: 'a list of ids, numbers of items or sections (quoted), or tags',
};

/** JSON Schema (draft 7) of a profile file. Closed: what it does not name is an error. */
export const profileSchema: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'plimsoll profile',
  type: 'object',
  additionalProperties: false,
  properties: {
    extends: {
      type: 'string',
      minLength: 1,
      maxLength: 1000,
      description: 'another profile, relative to this file; what this one says beats it',
    },
    benchmark: {
      type: ['string', 'array'],
      minLength: 1,
      maxLength: 1000,
      minItems: 1,
      maxItems: 100,
      items: { type: 'string', minLength: 1, maxLength: 1000 },
      description: 'a benchmark by its id, or a file relative to this one; or a list of them',
    },
    level: { enum: [1, 2], description: 'of benchmarks that have levels; 2 includes 1' },
    checks: { ...selectors, minItems: 1 },
    skip: selectors,
    severities: {
      type: 'object',
      additionalProperties: { enum: ['critical', 'high', 'medium', 'low'] },
      description: 'other severities, by id, number of an item or section (quoted), or tag; the later wins',
    },
    parameters: { type: 'object', description: 'values for the parameters of checks' },
  },
};

const profileValidator = shapeValidator(profileSchema);

/** Reads one profile file; what it extends is not looked at. Problems are `file:line: …` each. */
export function readProfile(file: string, text: string): ProfileFile | readonly string[] {
  const yaml = readYaml(file, text);
  if (!('value' in yaml)) return yaml;
  const problems = shapeProblems(profileValidator, yaml).map((problem) => located(yaml, problem));
  if (problems.length > 0) return problems;
  // The schema has just established this shape.
  const { extends: base, ...profile } = yaml.value as { readonly extends?: string } & Record<string, Json>;
  return { yaml, profile, extends: base ?? null };
}

/** Profiles from the base up: the later beats the earlier, but what is left out stays left out. */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  return profiles.reduce<Profile>(
    (base, profile) => ({
      ...base,
      ...profile,
      skip: [...(base.skip ?? []), ...(profile.skip ?? [])],
      severities: { ...base.severities, ...profile.severities },
      parameters: { ...base.parameters, ...profile.parameters },
    }),
    {},
  );
}
