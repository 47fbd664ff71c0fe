import type { Column, TableSpec } from '../facts/types.ts';
import { isObject, property, type Json, type JsonObject } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { KeyPath } from '../lib/yaml.ts';
import { literalProblem } from './literals.ts';
import { showPath } from './shape.ts';
import { vocabulary, type Judged, type Keyword } from './vocabulary.ts';

/** What a condition is checked against, and where what is found goes. */
export interface Scope {
  /** Null when the check names no known table: then its columns cannot be checked. */
  readonly table: TableSpec | null;
  /** The `params` of the check as written. */
  readonly parameters: JsonObject;
  /** Collects the parameters that are used. */
  readonly used: Set<string>;
  readonly source: (path: KeyPath) => string | null;
  readonly report: (path: KeyPath, message: string) => void;
}

/** What a part of a condition judges: a row, a column of it, or something inside a column. */
type Subject = { readonly judged: 'row' } | (Column & { readonly judged: Judged; readonly name: string });

/**
 * Finds what the schema cannot: columns that the table has not, keywords that do not fit a column, literals that
 * a column never holds, parameters that are not declared. Skips what the schema has found fault with already.
 */
export function validateCondition(condition: Json, path: KeyPath, scope: Scope): void {
  visit(condition, path, { judged: 'row' }, scope);
}

function visit(condition: Json, path: KeyPath, subject: Subject, scope: Scope): void {
  if (!isObject(condition)) return;
  for (const [name, operand] of Object.entries(condition)) {
    if (!Object.hasOwn(vocabulary, name)) continue;
    const keyword = name as Keyword;
    const here = [...path, keyword];
    if (vocabulary[keyword].fits.includes(subject.judged))
      visitOperand(keyword, operand, here, subject, scope);
    else scope.report(here, misfit(keyword, here, subject));
  }
}

function misfit(keyword: Keyword, path: KeyPath, subject: Subject): string {
  if (subject.judged === 'row')
    return `${showPath(path)}: judges a value, not a row: write it under "fields"`;
  const { name, type } = subject as Column & { readonly name: string };
  return `${showPath(path)}: "${keyword}" does not fit the column ${name}, which is of type ${type}`;
}

function visitOperand(keyword: Keyword, operand: Json, path: KeyPath, subject: Subject, scope: Scope): void {
  switch (keyword) {
    case 'fields':
    case 'optionalFields':
      return visitFields(operand, path, subject, scope);
    case 'anyOf':
    case 'allOf':
      if (Array.isArray(operand))
        operand.forEach((part, i) => visit(part as Json, [...path, i], subject, scope));
      return;
    case 'not':
      return visit(operand, path, subject, scope);
    case 'items':
    case 'contains':
      return visit(operand, path, inside(String(path.at(-2))), scope);
    default:
      return visitLeaf(keyword, operand, path, subject, scope);
  }
}

function inside(name: string): Subject {
  return { judged: 'any', type: 'any', nullable: true, name, description: '' };
}

function visitFields(fields: Json, path: KeyPath, subject: Subject, scope: Scope): void {
  if (!isObject(fields)) return;
  for (const [name, condition] of Object.entries(fields)) {
    const here = [...path, name];
    if (subject.judged !== 'row' || !scope.table) {
      visit(condition, here, inside(name), scope);
      continue;
    }
    const { columns } = scope.table;
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (column) visit(condition, here, { ...column, judged: column.type, name }, scope);
    else {
      const hint = didYouMean(name, Object.keys(columns));
      scope.report(here, `${showPath(here)}: the table ${scope.table.name} has no column "${name}"${hint}`);
    }
  }
}

function visitLeaf(keyword: Keyword, operand: Json, path: KeyPath, subject: Subject, scope: Scope): void {
  if (subject.judged === 'row') return;
  const column = subject as Column & { readonly name: string };
  const expected = vocabulary[keyword].parameter;
  const parameter = property(operand, '$param');
  if (typeof parameter === 'string') {
    if (expected) return visitParameter(parameter, expected, [...path, '$param'], column, scope);
    return scope.report(path, `${showPath(path)}: takes no $param; use "in" with a list of one`);
  }
  const problem = (literal: Json, at: KeyPath) => {
    const message = literalProblem(keyword, literal, column, scope.source(at));
    if (message !== null) scope.report(at, `${showPath(at)}: ${message}`);
  };
  if (keyword === 'in' && Array.isArray(operand))
    operand.forEach((item, i) => problem(item as Json, [...path, i]));
  else problem(operand, path);
}

function visitParameter(
  name: string,
  expected: string,
  path: KeyPath,
  column: Column & { readonly name: string },
  scope: Scope,
): void {
  if (!visitReference(name, expected, path, scope)) return;
  if (expected === 'strings' && !['string', 'mode', 'any'].includes(column.type)) {
    scope.report(
      path,
      `${showPath(path)}: ${name} holds text, the column ${column.name} is of type ${column.type}`,
    );
  }
}

/** Whether the parameter that is named at the path is declared, and of the type expected; reports what it is not. */
export function visitReference(
  name: string,
  expected: string,
  path: KeyPath,
  { parameters, used, report }: Pick<Scope, 'parameters' | 'used' | 'report'>,
): boolean {
  used.add(name);
  const declared = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (declared === undefined) {
    const hint = didYouMean(name, Object.keys(parameters));
    report(path, `${showPath(path)}: no parameter "${name}" is declared under params${hint}`);
    return false;
  }
  const type = property(declared, 'type');
  if (type === expected) return true;
  const actual = typeof type === 'string' ? type : 'of none';
  report(path, `${showPath(path)}: needs a parameter of type ${expected}, ${name} is ${actual}`);
  return false;
}
