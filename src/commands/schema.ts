import { benchmarkSchema } from '../checks/benchmark-file.ts';
import { profileSchema } from '../checks/profile.ts';
import { editorSchema } from '../checks/editor-schema.ts';
import { waiverSchema } from '../evaluate/waivers/schema.ts';
import { bundleSchema } from '../facts/bundle-schema.ts';
import { inventorySchema } from '../inventory/index.ts';
import { reportSchema } from '../result/schema.ts';
import type { SchemaName } from './command-line/schema-names.ts';
import { exit, type Context } from './context.ts';

/** The published JSON Schemas, by name. */
const schemas: Readonly<Record<SchemaName, object>> = {
  report: reportSchema,
  inventory: inventorySchema,
  check: editorSchema(),
  benchmark: benchmarkSchema,
  bundle: bundleSchema,
  waivers: waiverSchema,
  profile: profileSchema,
};

export async function printSchema(name: SchemaName, context: Context): Promise<number> {
  await context.stdout(`${JSON.stringify(schemas[name], null, 2)}\n`);
  return exit.clean;
}
