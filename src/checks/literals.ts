import type { Column, ColumnType } from '../facts/types.ts';
import { isObject, type Json } from '../lib/json.ts';
import type { Keyword } from './vocabulary.ts';

/** What `type` calls the type of a column. */
const typeNames: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  mode: 'string',
  integer: 'integer',
  boolean: 'boolean',
  array: 'array',
  object: 'object',
  any: 'any',
};

/**
 * Why a literal after a keyword can never match the column, or null when it can. `source` is the literal as it is
 * written in the file: YAML reads an unquoted 0644 as the number 644.
 */
export function literalProblem(
  keyword: Keyword,
  literal: Json,
  column: Column & { readonly name: string },
  source: string | null,
): string | null {
  if (keyword === 'type') return typeProblem(literal, column);
  if (keyword === 'covers') return pathProblem(literal);
  if (keyword !== 'const' && keyword !== 'in') return null;
  const { name, type } = column;
  if (literal === null) return column.nullable ? null : `the column ${name} is never null`;
  if (fitsColumn(column, literal)) return modeProblem(literal, type);
  if (typeof literal === 'number' && typeNames[type] === 'string') {
    return `the column ${name} holds text: write it in quotes, as in "${source ?? literal}"`;
  }
  return `the column ${name} is of type ${type} and never has this value`;
}

/** Whether a column may hold the value. */
export function fitsColumn(column: Column, value: Json): boolean {
  const { type, nullable } = column;
  if (value === null) return nullable === true;
  if (type === 'any') return true;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === typeNames[type];
}

function typeProblem(
  wanted: Json,
  { name, type, nullable }: Column & { readonly name: string },
): string | null {
  if (wanted === 'null') return nullable ? null : `the column ${name} is never null`;
  if (type === 'any' || wanted === typeNames[type]) return null;
  return `the column ${name} is of type ${type}, never ${JSON.stringify(wanted)}`;
}

function modeProblem(literal: Json, type: ColumnType): string | null {
  if (type !== 'mode' || (typeof literal === 'string' && /^[0-7]{4}$/.test(literal))) return null;
  return 'modes are written with four octal digits, as in "0644"';
}

function pathProblem(literal: Json): string | null {
  if (typeof literal !== 'string') return null;
  const dotted = literal.split('/').some((segment) => segment === '.' || segment === '..');
  return dotted ? 'must be a path without "." and ".."' : null;
}
