import { catalogue } from '../../facts/catalogue/index.ts';
import type { JsonObject } from '../../lib/json.ts';

const text = (minLength: number, maxLength: number): JsonObject => ({ type: 'string', minLength, maxLength });
const list = (items: JsonObject): JsonObject => ({ type: 'array', minItems: 1, maxItems: 1000, items });

/** The kinds of subject that a finding can have. */
export const subjectKinds: readonly string[] = [
  ...new Set([...catalogue.values()].map((table) => table.subject.kind)),
].sort();

const properties: JsonObject = {
  id: {
    ...text(1, 80),
    pattern: '^[A-Za-z0-9][A-Za-z0-9._:/-]*$',
    description: 'a name of letters, digits and . _ : / -, unique in the file',
  },
  checks: {
    ...list(text(1, 100)),
    description: 'a list of slugs, CIS numbers or sections (quoted), or tags; "*" for all',
  },
  hosts: {
    ...list({
      ...text(1, 255),
      pattern: '^(?!group:$)(group:)?[^:].*$',
      description: 'a host name or glob, or group:NAME',
    }),
    description: 'a list of host names, globs or group:NAME; "*" for all',
  },
  subjects: {
    ...list({
      ...text(1, 4000),
      pattern: `^(${subjectKinds.join('|')}):.+$`,
      description: `a glob that begins with ${subjectKinds.map((kind) => `${kind}:`).join(', ')}`,
    }),
    description: 'only findings about these subjects; left out for all',
  },
  reason: { ...text(15, 2000), description: 'at least 15 characters: why this is accepted' },
  owner: { ...text(1, 200), description: 'who answers for it' },
  ticket: { ...text(1, 500), description: 'where it was agreed' },
  from: { ...text(10, 10), description: 'the first day on which it holds, YYYY-MM-DD, UTC' },
  expires: {
    ...text(5, 10),
    description: 'the last day on which it holds, YYYY-MM-DD, UTC, or the word never',
  },
};

/** JSON Schema (draft 7) of a waiver file. Closed: what it does not name is an error. */
export const waiverSchema: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'plimsoll waivers',
  description: 'a list of waivers, or a waiver file of InSpec in YAML or JSON',
  type: 'array',
  maxItems: 5000,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'checks', 'hosts', 'reason', 'owner', 'expires'],
    properties,
  },
};
