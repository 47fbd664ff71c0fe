import { catalogue } from '../facts/catalogue/index.ts';
import type { TableSpec } from '../facts/types.ts';
import type { JsonObject } from '../lib/json.ts';
import { checkSchema } from './schema.ts';

/**
 * The schema of check files with the names of tables and columns in it, so that an editor completes and checks
 * them. Loading a check does the same with clearer messages and uses `checkSchema`.
 */
export function editorSchema(): JsonObject {
  const tables = [...catalogue.values()];
  const { properties, definitions } = checkSchema as Record<'properties' | 'definitions', JsonObject>;
  const rows = Object.fromEntries(tables.map((table) => [rowName(table), rowSchema(table)]));
  return {
    ...checkSchema,
    properties: { ...properties, each: eachSchema(tables) },
    definitions: { ...definitions, ...rows },
    allOf: tables.map(conditionsOf),
  };
}

function rowName(table: TableSpec): string {
  return `row of ${table.name}`;
}

function rowReference(table: TableSpec): JsonObject {
  return { $ref: `#/definitions/${encodeURIComponent(rowName(table))}` };
}

function eachSchema(tables: readonly TableSpec[]): JsonObject {
  const choices = tables.map(({ name, description }) => ({ const: name, description }));
  return { type: 'string', description: 'The table whose rows are judged.', oneOf: choices };
}

function conditionsOf(table: TableSpec): JsonObject {
  const row = rowReference(table);
  return {
    if: { required: ['each'], properties: { each: { const: table.name } } },
    then: { properties: { when: row, expect: row } },
  };
}

function rowSchema(table: TableSpec): JsonObject {
  const columns = Object.entries(table.columns).map(([name, column]) => {
    const type = column.nullable ? `${column.type} or null` : column.type;
    return [name, { description: `${column.description} (${type})` }] as const;
  });
  const fields = {
    propertyNames: { enum: Object.keys(table.columns) },
    properties: Object.fromEntries(columns),
  };
  const row = rowReference(table);
  const list = { items: row };
  return { properties: { fields, optionalFields: fields, not: row, anyOf: list, allOf: list } };
}
