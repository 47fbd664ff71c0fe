import type { Json, JsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { readYaml, type YamlFile } from '../lib/yaml.ts';
import { sectionOf } from '../result/benchmarks.ts';
import type { Basis, Benchmark, BenchmarkItem } from '../result/types.ts';
import { located, type Problem } from './problem.ts';
import { shapeProblems, shapeValidator } from './shape.ts';
import { unseenProblems } from './unseen.ts';

const text = { type: 'string', minLength: 1, maxLength: 300 };
const number: JsonObject = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._()-]*$',
  maxLength: 40,
  description: 'letters, digits, dots, hyphens and brackets, in quotes',
};

const section: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['number', 'title'],
  properties: { number, title: text },
};

const item: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['number', 'checks'],
  properties: {
    number,
    title: { ...text, description: 'What it asks for; left out, the title of its only check.' },
    checks: {
      type: 'array',
      maxItems: 200,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 80 },
      description: 'Ids of the checks that answer it; [] where there is none.',
    },
    assessment: { enum: ['automated', 'manual'], description: 'How the benchmark says that it is assessed.' },
    level: { enum: [1, 2], description: 'Its level in a benchmark that has levels.' },
  },
};

/** JSON Schema (draft 7) of a benchmark file. Closed: what it does not name is an error. */
export const benchmarkSchema: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'plimsoll benchmark',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'publisher', 'version', 'sections', 'items'],
  properties: {
    id: {
      type: 'string',
      pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$',
      maxLength: 80,
      description: 'lower case words and versions joined by hyphens',
    },
    title: text,
    publisher: text,
    version: { ...text, description: 'the version of the benchmark, in quotes' },
    sections: { type: 'array', minItems: 1, maxItems: 1000, items: section },
    items: { type: 'array', minItems: 1, maxItems: 5000, items: item },
  },
};

const benchmarkValidator = shapeValidator(benchmarkSchema);
const maxLength = 1_000_000;

type Written = Omit<Benchmark, 'items'> & {
  readonly items: readonly (Pick<BenchmarkItem, 'number' | 'checks'> & Partial<BenchmarkItem>)[];
};

export interface ReadBenchmark {
  /** Null when there are problems. */
  readonly benchmark: Benchmark | null;
  /** All that is wrong with the file, `file:line: …` each. */
  readonly problems: readonly string[];
}

/**
 * Reads a benchmark file; `file` is how messages call it.
 * @param checks titles of all checks that are known, by id
 * @param basis on which its checks answer its items
 */
export function readBenchmark(
  file: string,
  content: string,
  checks: ReadonlyMap<string, string>,
  basis: Basis,
): ReadBenchmark {
  const yaml = readYaml(file, content, { maxLength });
  if (!('value' in yaml)) return { benchmark: null, problems: yaml };
  const shape = [...shapeProblems(benchmarkValidator, yaml), ...unseenProblems(yaml.value, [])];
  const problems = shape.length > 0 ? shape : meaningProblems(yaml.value, checks);
  if (problems.length > 0) return { benchmark: null, problems: problems.map((one) => located(yaml, one)) };
  return { benchmark: complete(written(yaml), checks, basis), problems: [] };
}

/** Of the shape that the schema establishes. */
function written({ value }: Pick<YamlFile, 'value'>): Written {
  return value as unknown as Written;
}

function complete(benchmark: Written, titles: ReadonlyMap<string, string>, basis: Basis): Benchmark {
  const items = benchmark.items.map(({ number, title, checks, assessment = null, level = null }) => ({
    ...{ number, checks, assessment, level },
    title: title ?? titles.get(checks[0] ?? '') ?? '',
    basis: Object.fromEntries(checks.map((check) => [check, basis])),
  }));
  return { ...benchmark, items };
}

function meaningProblems(value: Json, checks: ReadonlyMap<string, string>): readonly Problem[] {
  const benchmark = written({ value });
  return [
    ...twice('sections', benchmark.sections),
    ...twice('items', benchmark.items),
    ...benchmark.items.flatMap((one, index) =>
      itemProblems(one, benchmark, checks).map(({ path, message }) => ({
        path: ['items', index, ...path],
        message: `items.${index}: ${message}`,
      })),
    ),
  ];
}

function twice(key: string, numbered: readonly { readonly number: string }[]): readonly Problem[] {
  const seen = new Set<string>();
  return numbered.flatMap(({ number }, index) =>
    seen.size < seen.add(number).size
      ? []
      : [{ path: [key, index, 'number'], message: `${key}.${index}: the number ${number} is there twice` }],
  );
}

function itemProblems(
  { number, title, checks: ids }: Written['items'][number],
  benchmark: Written,
  checks: ReadonlyMap<string, string>,
): readonly Problem[] {
  const unknown = ids.flatMap((id, index) =>
    checks.has(id)
      ? []
      : [{ path: ['checks', index], message: `there is no check "${id}"${didYouMean(id, checks.keys())}` }],
  );
  const astray =
    sectionOf(benchmark, number) === null
      ? [{ path: ['number'], message: `${number} is in none of the sections` }]
      : [];
  const untitled =
    title === undefined && ids.length !== 1
      ? [{ path: [], message: 'title is missing: only the title of a single check can stand for it' }]
      : [];
  return [...unknown, ...astray, ...untitled];
}
