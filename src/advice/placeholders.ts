import { isObject, sameJson, type Json, type JsonObject } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import { bySubject } from '../result/by-subject.ts';
import type { CheckResult, Finding } from '../result/types.ts';

/** Most values of one list, and most lines that one line with placeholders becomes. */
const most = 20;

/** What the audit found about each subject of a failed check: the values of the rows that its findings are about. */
export function foundRows(result: CheckResult): ReadonlyMap<string, readonly JsonObject[]> {
  const evidence = bySubject(result.evidence);
  const given = settings(result.fix.dockerUpdate ?? {});
  return new Map(
    [...bySubject(result.findings)].map(([subject, findings]) => {
      const rows = (evidence.get(subject) ?? [])
        .map(({ values }) => values)
        .filter((values) => findings.some((finding) => isAbout(finding, values)));
      return [subject, (rows.length === 0 ? [{}] : rows).map((row) => ({ ...row, ...given }))];
    }),
  );
}

function isAbout({ path, actual }: Finding, values: JsonObject): boolean {
  if (path !== '') return sameJson(values[path], actual);
  return isObject(actual) && Object.entries(actual).every(([name, value]) => sameJson(values[name], value));
}

/** Docker wants memory and swap as one number. */
function settings({ memory, swap, ...others }: JsonObject): JsonObject {
  if (typeof memory !== 'number') return others;
  return { ...others, memory, swap: memory + (typeof swap === 'number' ? swap : 0) };
}

/**
 * A line with `{column}` in it, once for each row and each item of a list. Null is nothing, and what is not known
 * stands as the name in capitals, for a person to fill in.
 */
export function filled(line: string, rows: readonly JsonObject[]): readonly string[] {
  const parts = line.split(/\{(\w+)\}/);
  if (parts.length === 1) return parts;
  const lines = rows.flatMap((row) =>
    parts.reduce<readonly string[]>(
      (texts, part, index) => {
        const values = index % 2 === 0 ? [part] : valuesOf(row, part);
        return texts.flatMap((text) => values.map((value) => text + value)).slice(0, most);
      },
      [''],
    ),
  );
  return [...new Set(lines)].slice(0, most);
}

function valuesOf(row: JsonObject, name: string): readonly string[] {
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  if (value === undefined) return [name.replaceAll(/([A-Z])/g, '_$1').toUpperCase()];
  if (value === null) return [''];
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  return items
    .slice(0, most)
    .map((item) => visible(typeof item === 'string' ? item : JSON.stringify(item), 200));
}

/** Not every version of compose takes a number in quotes. */
function numberIn(line: string, [row = {}]: readonly JsonObject[]): number | null {
  const [, name = ''] = /^\{(\w+)\}$/.exec(line) ?? [];
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  return typeof value === 'number' ? value : null;
}

/** The same for every text in a value; in a list a text can become several, and a number alone stays a number. */
export function filledIn(value: Json, rows: readonly JsonObject[]): Json {
  if (typeof value === 'string') return numberIn(value, rows) ?? filled(value, rows)[0] ?? '';
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap<Json>((item) =>
      typeof item === 'string' ? filled(item, rows) : [filledIn(item, rows)],
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, rows)]));
}
