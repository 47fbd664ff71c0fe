export { limitHosts } from './limit.ts';
export { loadInventory, type Inventory } from './load.ts';
export type { Overrides } from './overrides.ts';
export { resolveTargets, type Target, type TargetOptions } from './resolve.ts';
export { inventorySchema } from './schema.ts';
export { expandPath } from './settings.ts';
export type { Sources } from './sources.ts';
export type { ConfiguredHop, Destination, Endpoint, Host, SshConfig, Sudo, Transport } from './types.ts';
