import type { TableSpec } from '../facts/types.ts';
import { isObject, property, type Json } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { visible } from '../lib/text.ts';
import type { KeyPath } from '../lib/yaml.ts';
import type { Problem } from './problem.ts';
import { showPath } from './shape.ts';
import { visitReference, type Scope } from './validate-condition.ts';

const actions = ['mode', 'owner', 'auditRule', 'daemonJson', 'dockerUpdate'];

/** Whether the kind of a fix and its actions go together. */
export function actionProblems(value: Json): readonly Problem[] {
  const fix = property(value, 'fix');
  const present = actions.filter((action) => property(fix, action) !== undefined);
  const kind = property(fix, 'kind');
  const path = ['fix'];
  if (present.length > 1) return [{ path, message: `fix: only one of ${present.join(', ')} may be there` }];
  if (kind === 'advice' && present.length > 0) {
    return [{ path, message: `fix: advice is for a person, so ${present[0]} cannot be there` }];
  }
  if ((kind === 'automatic' || kind === 'guarded') && present.length === 0) {
    return [{ path, message: `fix: ${kind} needs one of ${actions.join(', ')}` }];
  }
  return [];
}

/** Settings of the daemon that name a file or a program, as of a runtime, are not for a check to make. */
export function settingProblems(value: Json): readonly Problem[] {
  const settings = property(property(value, 'fix'), 'daemonJson');
  return Object.entries(isObject(settings) ? settings : {})
    .filter(([, setting]) => !isPlain(setting))
    .map(([key]) => ({
      path: ['fix', 'daemonJson', key],
      message: `fix.daemonJson.${visible(key, 80)}: must be true, false, a number or a word`,
    }));
}

function isPlain(setting: Json): boolean {
  return typeof setting === 'string'
    ? /^[A-Za-z0-9._-]+$/.test(setting)
    : typeof setting === 'boolean' || typeof setting === 'number';
}

type FixScope = Omit<Scope, 'source'>;

/** Reports parameters and columns that a fix names and that are not there. */
export function validateFix(fix: Json, scope: FixScope): void {
  const update = property(fix, 'dockerUpdate');
  const settings = Object.entries(isObject(update) ? update : {});
  for (const [setting, reference] of settings) {
    const name = property(reference, '$param');
    if (typeof name === 'string') {
      visitReference(name, 'integer', ['fix', 'dockerUpdate', setting, '$param'], scope);
    }
  }
  const names = [...Object.keys(scope.table?.columns ?? {}), ...settings.map(([setting]) => setting)];
  for (const part of ['container', 'dockerfile']) {
    const { table, report } = scope;
    if (table !== null) visitTexts(property(fix, part) ?? null, ['fix', part], { table, names, report });
  }
}

interface TextScope {
  readonly table: TableSpec;
  /** What may stand between braces. */
  readonly names: readonly string[];
  readonly report: Scope['report'];
}

function visitTexts(value: Json, path: KeyPath, scope: TextScope): void {
  if (typeof value === 'string') visitText(value, path, scope);
  else if (Array.isArray(value)) value.forEach((item, i) => visitTexts(item as Json, [...path, i], scope));
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) visitTexts(item, [...path, key], scope);
  }
}

function visitText(text: string, path: KeyPath, { table, names, report }: TextScope): void {
  for (const [, name = ''] of text.matchAll(/\{(\w+)\}/g)) {
    if (names.includes(name)) continue;
    const hint = didYouMean(name, names);
    report(path, `${showPath(path)}: the table ${table.name} has no column "${name}"${hint}`);
  }
}
