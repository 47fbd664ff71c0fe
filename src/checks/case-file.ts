import type { JsonObject, Json } from '../lib/json.ts';
import { readYaml } from '../lib/yaml.ts';
import type { Outcome } from '../result/types.ts';
import { located } from './problem.ts';
import { shapeValidator, shapeProblems } from './shape.ts';

/** One case of a check: rows that a host might have, and the verdict they must get. */
export interface Case {
  readonly name: string;
  /** The table could not be had at all. */
  readonly table?: { readonly error: { readonly message: string } };
  /** Columns by name; `$errors` says which could not be determined and why, `$note` is the note of the row. */
  readonly rows?: readonly CaseRow[];
  readonly parameters?: Readonly<Record<string, Json>>;
  readonly outcome: Outcome;
  /** Exactly these findings, in any order; what one does not name may be anything. */
  readonly findings?: readonly {
    readonly subject?: string;
    readonly path?: string;
    readonly rule?: string;
  }[];
}

export type CaseRow = Readonly<Record<string, Json>>;

const texts: JsonObject = { type: 'object', additionalProperties: { type: 'string' } };
const text: JsonObject = { type: 'string', minLength: 1 };

/** Shape of a list of `properties`, closed. */
function listOf(properties: JsonObject, required: readonly string[]): JsonObject {
  return { type: 'array', items: { type: 'object', additionalProperties: false, required, properties } };
}

const caseSchema: JsonObject = {
  ...listOf(
    {
      name: text,
      table: {
        type: 'object',
        additionalProperties: false,
        required: ['error'],
        properties: {
          error: {
            type: 'object',
            additionalProperties: false,
            required: ['message'],
            properties: { message: text },
          },
        },
      },
      rows: { type: 'array', items: { type: 'object', properties: { $errors: texts, $note: text } } },
      parameters: { type: 'object' },
      outcome: { enum: ['pass', 'fail', 'manual', 'notApplicable', 'error'] },
      findings: listOf({ subject: text, path: { type: 'string' }, rule: text }, []),
    },
    ['name', 'outcome'],
  ),
};

const caseValidator = shapeValidator(caseSchema);

/** Reads a case file; `file` is how messages call it. Problems are `file:line: …` each. */
export function readCases(
  file: string,
  content: string,
): { readonly cases: readonly Case[]; readonly problems: readonly string[] } {
  const yaml = readYaml(file, content);
  if (!('value' in yaml)) return { cases: [], problems: yaml };
  const problems = shapeProblems(caseValidator, yaml).map((problem) => located(yaml, problem));
  // The schema has just established this shape.
  return problems.length > 0 ? { cases: [], problems } : { cases: yaml.value as unknown as Case[], problems };
}
