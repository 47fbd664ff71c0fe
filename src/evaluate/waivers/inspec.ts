import { located, type Problem } from '../../checks/problem.ts';
import { shapeValidator, shapeProblems } from '../../checks/shape.ts';
import { isObject, property, type Json, type JsonObject } from '../../lib/json.ts';
import type { YamlFile } from '../../lib/yaml.ts';
import { meaningOf, type Meaning, type Nameable } from './control-names.ts';
import { lastDay } from './days.ts';
import type { ReadWaivers } from './read.ts';
import type { Waiver } from './types.ts';

const entrySchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['justification'],
  properties: {
    justification: { type: 'string', minLength: 1, maxLength: 2000 },
    expiration_date: { type: 'string', description: 'a day or a time in ISO 8601' },
    // Our checks run under a waiver too.
    run: {},
  },
};
const entriesValidator = shapeValidator({ type: 'object', additionalProperties: entrySchema });

interface Entry {
  readonly justification: string;
  readonly expiration_date?: string;
}

/** InSpec's waiver file is a map from control ids to their waivers; ours is a list. */
export function isInspec(value: Json): boolean {
  if (!isObject(value)) return false;
  const marks = Object.keys(entrySchema['properties'] as JsonObject);
  return Object.values(value).some(
    (entry) => isObject(entry) && marks.some((mark) => Object.hasOwn(entry, mark)),
  );
}

/**
 * Reads a waiver file of InSpec, as far as its controls are about what our checks are about: one file may serve several
 * profiles. InSpec's waivers end as their date begins (control_eval_context and rule.rb of InSpec), ours at the end
 * of the last day, so the date moves one day back.
 */
export function readInspec(yaml: YamlFile, checks: readonly Nameable[]): ReadWaivers {
  const meanings = new Map(
    Object.keys(yaml.value as JsonObject).map((name) => [name, meaningOf(name, checks)]),
  );
  const shape = shapeProblems(entriesValidator, yaml).filter(
    ({ path }) => meanings.get(String(path[0]))?.kind !== 'foreign',
  );
  const read =
    shape.length > 0
      ? []
      : [...meanings].map(([control, meaning]) => convert(control, meaning, property(yaml.value, control)));
  const say = (list: readonly Problem[]) => list.map((problem) => located(yaml, problem));
  const problems = say([...shape, ...read.flatMap((control) => control.problems)]);
  if (problems.length > 0) return { waivers: [], problems, notices: [] };
  return {
    waivers: read.flatMap((control) => control.waivers),
    problems: [],
    notices: say(read.flatMap((control) => control.notices)),
  };
}

interface Converted {
  readonly waivers: readonly Waiver[];
  readonly problems: readonly Problem[];
  readonly notices: readonly Problem[];
}

const nothing: Converted = { waivers: [], problems: [], notices: [] };

function convert(control: string, meaning: Meaning, entry: Json | undefined): Converted {
  const about = (message: string): readonly Problem[] => [{ path: [control], message }];
  if (meaning.kind === 'foreign')
    return { ...nothing, notices: about(`${control} is left out: ${meaning.reason}`) };
  if (meaning.kind === 'ambiguous') {
    const cure =
      'name the control by the id of the check, or put the edition in front, as in cis-docker-1.8.0-5.5';
    return { ...nothing, problems: about(`${control}: ${meaning.reason}: ${cure}`) };
  }
  // Its shape was checked.
  const { justification, expiration_date: date } = entry as unknown as Entry;
  const expires = date === undefined ? 'never' : lastDay(date);
  if (expires === null)
    return {
      ...nothing,
      problems: about(`expiration_date "${date ?? ''}" is not a day of the calendar, as in 2026-12-31`),
    };
  const until =
    date === undefined
      ? 'has no expiration_date and never expires'
      : `ends as ${date} begins, so its last valid day is ${expires} (UTC)`;
  const { id, title } = meaning.check;
  const waiver: Waiver = {
    id: control,
    checks: [id],
    hosts: ['*'],
    subjects: [],
    reason: justification,
    owner: 'InSpec waiver file',
    ticket: null,
    from: null,
    expires,
  };
  const notices = about(`${control} is taken for "${title}" (${id}) on all hosts; it ${until}`);
  return { waivers: [waiver], problems: [], notices };
}
