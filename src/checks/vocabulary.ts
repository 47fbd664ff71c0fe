import type { ColumnType } from '../facts/types.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Condition, ParameterSpec } from './types.ts';

export type Keyword = keyof Condition;

/** What a keyword can judge: a whole row, or a value of a column. */
export type Judged = ColumnType | 'row';

export interface KeywordSpec {
  readonly description: string;
  /** JSON Schema of what is written after the keyword. */
  readonly schema: JsonObject;
  readonly fits: readonly Judged[];
  /** Type of the parameter that may stand in place of a literal. */
  readonly parameter?: ParameterSpec['type'];
}

const values: readonly Judged[] = ['string', 'integer', 'boolean', 'array', 'object', 'any', 'mode'];
const everything: readonly Judged[] = ['row', ...values];
const condition: JsonObject = { $ref: '#/definitions/condition' };
const fields = { type: 'object', minProperties: 1 };

/** A literal of this schema, or a reference to a parameter. Not `anyOf`, which would report both branches. */
function operand(literal: JsonObject): JsonObject {
  return { if: { type: 'object' }, then: { $ref: '#/definitions/parameterReference' }, else: literal };
}

const count = { type: 'integer', minimum: 0 };

/** The closed vocabulary of conditions. The schema, the validator and the documentation are made from it. */
export const vocabulary: Readonly<Record<Keyword, KeywordSpec>> = {
  fields: {
    description: 'Columns that must be set and meet their condition. {} asks only that the column is set.',
    schema: { ...fields, additionalProperties: { $ref: '#/definitions/keywords' } },
    fits: ['row', 'object', 'any'],
  },
  optionalFields: {
    description:
      'Columns that must meet their condition where they are set. {} asks nothing but that it is known, and shows it.',
    schema: { ...fields, additionalProperties: { $ref: '#/definitions/keywords' } },
    fits: ['row', 'object', 'any'],
  },
  type: {
    description: 'The value is of this type.',
    schema: { enum: ['string', 'integer', 'boolean', 'array', 'object', 'null'] },
    fits: values,
  },
  const: { description: 'The value is exactly this one, of the same type.', schema: {}, fits: values },
  in: {
    description: 'The value is one of these.',
    schema: operand({ type: 'array', maxItems: 1000 }),
    fits: values,
    parameter: 'strings',
  },
  like: {
    description:
      'The value is text that matches one of these patterns: * stands for any characters but /, ? for any one.',
    schema: operand({ type: 'array', items: { type: 'string' }, maxItems: 1000 }),
    fits: ['string', 'any'],
    parameter: 'strings',
  },
  minimum: {
    description: 'The value is a number and not below this one.',
    schema: operand({ type: 'number' }),
    fits: ['integer', 'any'],
    parameter: 'integer',
  },
  maximum: {
    description: 'The value is a number and not above this one.',
    schema: operand({ type: 'number' }),
    fits: ['integer', 'any'],
    parameter: 'integer',
  },
  minLength: {
    description: 'The value is text of at least so many characters.',
    schema: count,
    fits: ['string', 'any'],
  },
  minItems: {
    description: 'The value is a list of at least so many items.',
    schema: count,
    fits: ['array', 'any'],
  },
  maxItems: {
    description: 'The value is a list of at most so many items.',
    schema: count,
    fits: ['array', 'any'],
  },
  items: {
    description: 'The value is a list and every item meets this.',
    schema: condition,
    fits: ['array', 'any'],
  },
  contains: {
    description: 'The value is a list and at least one item meets this.',
    schema: condition,
    fits: ['array', 'any'],
  },
  not: { description: 'This is not met.', schema: condition, fits: everything },
  anyOf: {
    description: 'At least one of these is met.',
    schema: { type: 'array', minItems: 1, maxItems: 50, items: condition },
    fits: everything,
  },
  allOf: {
    description: 'All of these are met.',
    schema: { type: 'array', minItems: 1, maxItems: 50, items: condition },
    fits: everything,
  },
  maxMode: {
    description:
      'The value is a file mode and has no permission bit, special bits included, beyond this one.',
    schema: { type: 'string', pattern: '^[0-7]{3,4}$' },
    fits: ['mode', 'any'],
  },
  covers: {
    description: 'The value is this absolute path or a directory above it.',
    schema: { type: 'string', pattern: '^/' },
    fits: ['string', 'any'],
  },
  startsWith: {
    description: 'The value is text that begins with this.',
    schema: { type: 'string', minLength: 1 },
    fits: ['string', 'any'],
  },
  version: {
    description:
      'The value is a version and not older than this one; what follows the dotted numbers is ignored.',
    schema: operand({ type: 'string', pattern: '^[0-9]+([.][0-9]+)*$' }),
    fits: ['string', 'any'],
    parameter: 'string',
  },
};

/** Own keywords of a condition, in the order of the file. */
export function keywordsOf(part: Condition): readonly Keyword[] {
  return Object.keys(part).filter((key): key is Keyword => Object.hasOwn(vocabulary, key));
}
