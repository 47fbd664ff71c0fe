const failure = {
  type: 'object',
  required: ['code', 'message', 'hint'],
  additionalProperties: false,
  properties: { code: { type: 'string' }, message: { type: 'string' }, hint: { type: 'string' } },
} as const;

const section = {
  type: 'object',
  required: ['status', 'text', 'stderr', 'truncated'],
  additionalProperties: false,
  properties: {
    status: { type: ['integer', 'null'] },
    text: { type: 'string' },
    stderr: { type: 'string' },
    truncated: { type: 'boolean' },
  },
} as const;

/** JSON Schema of a fact bundle; printed by `plimsoll schema bundle`. */
export const bundleSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'plimsoll fact bundle',
  description: 'The redacted output of the collector on one host.',
  type: 'object',
  required: ['schemaVersion', 'host', 'collectedAt', 'failure', 'sections'],
  additionalProperties: false,
  properties: {
    schemaVersion: { const: 1 },
    host: {
      type: 'object',
      required: ['name', 'address', 'groups', 'labels', 'dockerSocket', 'parameters'],
      additionalProperties: false,
      properties: {
        name: { type: 'string' },
        address: { type: 'string' },
        groups: { type: 'array', items: { type: 'string' } },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        dockerSocket: { type: 'string' },
        parameters: { type: 'object' },
      },
    },
    collectedAt: { type: 'string' },
    failure: { anyOf: [{ type: 'null' }, failure] },
    sections: { type: 'object', additionalProperties: section },
  },
} as const;
