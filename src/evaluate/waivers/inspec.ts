import { located, type Problem } from '../../checks/problem.ts';
import { selectorFits, type Selectable } from '../../checks/select.ts';
import { shapeValidator, shapeProblems } from '../../checks/shape.ts';
import { isObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { YamlFile } from '../../lib/yaml.ts';
import type { Edition } from '../../result/types.ts';
import { dayBefore, isDay } from './days.ts';
import type { ReadWaivers } from './read.ts';
import type { Waiver } from './types.ts';

const entrySchema: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['justification'],
  properties: {
    justification: { type: 'string', minLength: 1, maxLength: 2000 },
    expiration_date: { type: 'string', description: 'a day, YYYY-MM-DD' },
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
 * Reads a waiver file of InSpec. A control is taken for the check of the same id, or else for the check with the
 * CIS number that the control's name ends in. InSpec's waivers end as their date begins (control_eval_context and
 * rule.rb of InSpec), ours at the end of the last day, so the date moves one day back.
 */
export function readInspec(yaml: YamlFile, checks: readonly Selectable[], edition: Edition): ReadWaivers {
  const shape = shapeProblems(entriesValidator, yaml);
  const entries = shape.length > 0 ? [] : Object.entries(yaml.value as unknown as Record<string, Entry>);
  const controls = entries.map(([control, entry]) => convert(control, entry, checks, edition));
  const say = (list: readonly Problem[]) => list.map((problem) => located(yaml, problem));
  const problems = say([...shape, ...controls.flatMap((control) => control.problems)]);
  if (problems.length > 0) return { waivers: [], problems, notices: [] };
  return {
    waivers: controls.map((control) => control.waiver),
    problems: [],
    notices: say(controls.flatMap((control) => control.notices)),
  };
}

interface Converted {
  readonly waiver: Waiver;
  readonly problems: readonly Problem[];
  readonly notices: readonly Problem[];
}

function convert(control: string, entry: Entry, checks: readonly Selectable[], edition: Edition): Converted {
  const date = entry.expiration_date;
  const selector = selectorOf(control, checks, edition);
  const about = (message: string): Problem => ({ path: [control], message });
  const wrongDate = date !== undefined && !isDay(date);
  const problems = [
    ...(selector === null ? [about(`no check of CIS ${edition} answers to the control "${control}"`)] : []),
    ...(wrongDate ? [about(`expiration_date "${date}" is not a day of the calendar, as in 2026-12-31`)] : []),
  ];
  const expires = date === undefined || wrongDate ? 'never' : dayBefore(date);
  const until =
    date === undefined
      ? 'has no expiration_date and never expires'
      : `ends as ${date} begins, so its last valid day is ${expires} (UTC)`;
  const waiver: Waiver = {
    id: control,
    checks: [selector ?? ''],
    hosts: ['*'],
    subjects: [],
    reason: entry.justification,
    owner: 'InSpec waiver file',
    ticket: null,
    from: null,
    expires,
  };
  return {
    waiver,
    problems,
    notices: [about(`${control} is taken for ${selector ?? ''} on all hosts; it ${until}`)],
  };
}

function selectorOf(control: string, checks: readonly Selectable[], edition: Edition): string | null {
  const number = /(?:^|[^0-9.])([0-9]+(?:\.[0-9]+)+)$/.exec(control)?.[1];
  const exact = checks.find((check) => check.id === control);
  if (exact !== undefined) return exact.id;
  const known = number !== undefined && checks.some((check) => selectorFits(check, number, edition));
  return known ? number : null;
}
