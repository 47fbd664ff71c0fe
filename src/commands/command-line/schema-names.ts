/** The published JSON Schemas. */
export const schemaNames = [
  'report',
  'inventory',
  'check',
  'benchmark',
  'bundle',
  'waivers',
  'profile',
] as const;

export type SchemaName = (typeof schemaNames)[number];
