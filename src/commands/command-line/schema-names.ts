/** The published JSON Schemas. */
export const schemaNames = ['report', 'inventory', 'check', 'bundle', 'waivers', 'profile'] as const;

export type SchemaName = (typeof schemaNames)[number];
