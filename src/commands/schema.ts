import { profileSchema } from '../checks/profile.ts';
import { editorSchema } from '../checks/editor-schema.ts';
import { waiverSchema } from '../evaluate/waivers/schema.ts';
import { bundleSchema } from '../facts/bundle-schema.ts';
import { inventorySchema } from '../inventory/index.ts';
import { reportSchema } from '../result/schema.ts';
import { exit, type Context } from './context.ts';

/** The published JSON Schemas, by name. */
export const schemas = {
  report: reportSchema,
  inventory: inventorySchema,
  check: editorSchema(),
  bundle: bundleSchema,
  waivers: waiverSchema,
  profile: profileSchema,
} as const;

export type SchemaName = keyof typeof schemas;

export async function printSchema(name: SchemaName, context: Context): Promise<number> {
  await context.stdout(`${JSON.stringify(schemas[name], null, 2)}\n`);
  return exit.clean;
}
