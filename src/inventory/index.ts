export { loadInventory, type Inventory, type InventoryHost } from './load.ts';
export { limitHosts } from './limit.ts';
export type { Overrides } from './overrides.ts';
export { resolveTargets, type TargetOptions } from './resolve.ts';
export { inventorySchema } from './schema.ts';
export type { Endpoint, Host } from './types.ts';
