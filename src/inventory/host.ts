import type { Json } from '../lib/json.ts';
import type { Hop, RawSettings } from './settings.ts';
import type { Sudo, Transport } from './types.ts';

/** What can be stated about a host, by the name that our own inventory has for it. */
export type Setting = keyof RawSettings;

/** A host of an inventory, of whichever format. Undefined was not stated anywhere. */
export interface InventoryHost extends Hop {
  readonly name: string;
  /** In the order in which they count: the later wins. */
  readonly groups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly sudo: Sudo | undefined;
  readonly pty: boolean | undefined;
  readonly dockerSocket: string | undefined;
  readonly transport: Transport | undefined;
  /** Where a setting is stated, `file:line`; undefined where it is not. */
  readonly origin: (setting: Setting) => string | undefined;
}

/** What came of reading an inventory: the hosts count only when there is no error. */
export interface Loaded {
  /** `file:line: key path: what was expected` each. */
  readonly errors: readonly string[];
  /** In the order of the file. */
  readonly hosts: readonly InventoryHost[];
}
