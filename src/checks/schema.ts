import type { JsonObject } from '../lib/json.ts';
import { vocabulary } from './vocabulary.ts';

/** The vocabulary as properties of a closed schema. */
export const keywordProperties: JsonObject = Object.fromEntries(
  Object.entries(vocabulary).map(([name, { description, schema }]) => [name, { description, ...schema }]),
);

const text = { type: 'string', minLength: 1, maxLength: 4000 };
// Draft 7 ignores what stands beside $ref.
const condition = { allOf: [{ $ref: '#/definitions/condition' }] };

const parameter: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'description'],
  properties: {
    type: {
      enum: ['string', 'integer', 'boolean', 'strings'],
      description: 'string, integer, boolean, or strings for a list of text.',
    },
    description: { ...text, description: 'What the value says and why there is no right one for everybody.' },
    default: { description: 'Without a default the check is manual until the parameter is set.' },
  },
};

const parameterReference = { allOf: [{ $ref: '#/definitions/parameterReference' }] };
const line = { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x20-\\x7e]+$' };
const someLines: JsonObject = { type: 'array', minItems: 1, maxItems: 40, items: line };
const flags: JsonObject = { ...someLines, items: { ...line, pattern: '^--?[a-z][\\x20-\\x7e]*$' } };
const keys: JsonObject = { type: 'object', minProperties: 1 };

/** Some of these members, at least one. */
function part(description: string, properties: JsonObject): JsonObject {
  return { type: 'object', additionalProperties: false, minProperties: 1, description, properties };
}

const container = part(
  'What a person changes in the definition of a container; {column} stands for what was found there.',
  {
    run: part('Flags of docker run to leave out and to add.', { remove: flags, add: flags }),
    compose: part('Lines to take out of the service in a compose file, keys to set there.', {
      remove: someLines,
      set: keys,
    }),
    service: { ...flags, description: 'Flags of docker service update.' },
    kubernetes: part('Keys of the container in a pod, and of the spec of the pod.', {
      container: keys,
      pod: keys,
    }),
  },
);

const fix: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'disruption', 'restart', 'text'],
  description: 'How to put it right. At most one of mode, owner, auditRule, daemonJson and dockerUpdate.',
  properties: {
    kind: {
      enum: ['automatic', 'guarded', 'advice'],
      description:
        'automatic: safe for a script; guarded: only when asked for by name; advice: for a person.',
    },
    disruption: {
      enum: ['none', 'low', 'high'],
      description: 'What running workloads notice of the fix.',
    },
    restart: { type: 'boolean', description: 'Whether the Docker daemon must be restarted.' },
    text: { ...text, description: 'How to put it right, for a person.' },
    mode: {
      type: 'string',
      pattern: '^[0-7]{4}$',
      description: 'Permission bits that may stay, quoted, as in "0644".',
    },
    owner: {
      type: 'string',
      pattern: '^[a-z_][a-z0-9_-]{0,31}:[a-z_][a-z0-9_-]{0,31}$',
      description: 'user:group that must own the file.',
    },
    auditRule: {
      type: 'string',
      pattern: '^[rwxa]{1,4}$',
      description: 'Permission letters of the audit watch to add.',
    },
    daemonJson: {
      type: 'object',
      minProperties: 1,
      description: 'Top-level daemon.json keys and the values they must have: switches, numbers and words.',
    },
    dockerUpdate: part('Limits to set with docker update, each named by the parameter that says the value.', {
      memory: parameterReference,
      swap: parameterReference,
      pids: parameterReference,
      cpuShares: parameterReference,
      retries: parameterReference,
    }),
    container,
    dockerfile: { ...someLines, description: 'Lines for the Dockerfile of the image.' },
    steps: { ...someLines, description: 'Lines for a person to adapt and run, or to write into a file.' },
  },
};

const properties: JsonObject = {
  id: {
    type: 'string',
    pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
    maxLength: 80,
    description: 'The file name without .yaml: lower case words joined by hyphens.',
  },
  title: { ...text, maxLength: 150, description: 'What is true when the check passes, as a statement.' },
  failureTitle: {
    ...text,
    maxLength: 150,
    description: 'What is wrong when the check fails, as a statement.',
  },
  severity: { enum: ['critical', 'high', 'medium', 'low'], description: 'How much it matters.' },
  rationale: { ...text, description: 'Why it matters.' },
  each: { type: 'string', description: 'The table whose rows are judged.' },
  keys: {
    type: 'array',
    minItems: 1,
    maxItems: 100,
    items: { type: 'string' },
    description: 'Only rows whose key column has one of these values.',
  },
  when: { ...condition, description: 'Only rows that meet this.' },
  match: {
    enum: ['every', 'some', 'none'],
    description: 'How many rows must meet `expect`: every (the default), some (at least one), none.',
  },
  expect: { ...condition, description: 'What is expected of a row.' },
  params: {
    type: 'object',
    minProperties: 1,
    maxProperties: 20,
    propertyNames: { pattern: '^[a-z][A-Za-z0-9]*$', maxLength: 60 },
    additionalProperties: parameter,
    description: 'Values that differ from site to site, used as { $param: name }.',
  },
  verify: { ...text, description: 'How a person sees the same fact by hand.' },
  fix,
  references: {
    type: 'array',
    maxItems: 20,
    items: { type: 'string', pattern: '^https://[^ ]+$', maxLength: 500 },
    description: 'Where to read more.',
  },
  tags: {
    type: 'array',
    maxItems: 20,
    items: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 40 },
    description: 'Words to select checks by.',
  },
};

/** JSON Schema (draft 7) of a check file. Closed: what it does not name is an error. */
export const checkSchema: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'plimsoll check',
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter(
    (key) => !['failureTitle', 'keys', 'when', 'match', 'params'].includes(key),
  ),
  properties,
  definitions: {
    keywords: { type: 'object', additionalProperties: false, properties: keywordProperties },
    condition: { allOf: [{ $ref: '#/definitions/keywords' }], type: 'object', minProperties: 1 },
    parameterReference: {
      type: 'object',
      additionalProperties: false,
      required: ['$param'],
      properties: { $param: { type: 'string', description: 'Name of a parameter under params.' } },
    },
  },
};
