import type { Json } from '../lib/json.ts';
import type { Hop, RawSettings } from './settings.ts';
import type { Sudo, Transport } from './types.ts';

/** What can be stated about a host, by the name that our own inventory has for it. */
export type Setting = keyof RawSettings;

/** What is wrong with one host, and no matter while it is not audited. */
export interface Flaw {
  /** `file:line: variable: what was expected` */
  readonly text: string;
  /** The setting that it is about: no matter either where a flag has another value for it. */
  readonly setting?: Setting;
}

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
  readonly flaws: readonly Flaw[];
  /** What was left out of it, to be said where it is audited. */
  readonly notices: readonly string[];
  /** Where a setting is stated, `file:line`; undefined where it is not. */
  readonly origin: (setting: Setting) => string | undefined;
}

/** What came of reading an inventory: the hosts count only when there is no error. */
export interface Loaded {
  /** What was left out of the file. */
  readonly notices: readonly string[];
  /** `file:line: key path: what was expected` each. */
  readonly errors: readonly string[];
  /** In the order of the file. */
  readonly hosts: readonly InventoryHost[];
}
