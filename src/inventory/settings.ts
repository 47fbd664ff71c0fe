import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Json } from '../lib/json.ts';
import type { Sudo, Transport } from './types.ts';

/** Settings as an inventory file states them, at any level. The schema has checked the types. */
export interface RawSettings {
  readonly address?: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFile?: string | readonly string[];
  readonly knownHosts?: string | readonly string[];
  readonly jump?: string | RawHop | null;
  readonly hostKeyAlias?: string;
  readonly identitiesOnly?: boolean;
  readonly sudo?: Sudo;
  readonly pty?: boolean;
  readonly dockerSocket?: string;
  readonly transport?: Transport;
  readonly labels?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, Json>>;
}

export type RawHop = Pick<
  RawSettings,
  'port' | 'user' | 'identityFile' | 'knownHosts' | 'hostKeyAlias' | 'identitiesOnly'
> & {
  readonly address: string;
};

export interface RawGroup extends RawSettings {
  readonly hosts?: Readonly<Record<string, RawSettings | null>> | readonly string[];
}

export interface RawHost extends RawSettings {
  readonly groups?: readonly string[];
}

export interface RawInventory {
  readonly defaults?: RawSettings;
  readonly parameters?: Readonly<Record<string, Json>>;
  readonly groups?: Readonly<Record<string, RawGroup | null>>;
  readonly hosts?: Readonly<Record<string, RawHost | null>>;
}

/** One SSH hop as far as the inventory states it. */
export interface Hop {
  readonly address: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly identityFiles: readonly string[] | undefined;
  readonly knownHostsFiles: readonly string[] | undefined;
  readonly hostKeyAlias: string | undefined;
  readonly identitiesOnly: boolean | undefined;
  /** The hop in front of this one; null for none, whatever ssh_config says. */
  readonly jump: Hop | null | undefined;
}

/** `~` is the home folder; a relative name counts from `folder`. */
export function expandPath(name: string, folder: string): string {
  if (name === '~' || name.startsWith('~/')) return join(homedir(), name.slice(1));
  return resolve(folder, name);
}

/** One file name or several, as absolute paths; relative names count from the folder of `inventoryFile`. */
export function expandFiles(
  names: string | readonly string[] | undefined,
  inventoryFile: string,
): readonly string[] | undefined {
  if (names === undefined) return undefined;
  return [names].flat().map((name) => expandPath(name, dirname(inventoryFile)));
}

/** Later layers win; labels and parameters are merged key by key. */
export function mergeSettings(layers: readonly RawSettings[]): RawSettings {
  return {
    ...(Object.assign({}, ...layers) as RawSettings),
    labels: mergeMaps(layers.map((layer) => layer.labels)),
    parameters: mergeMaps(layers.map((layer) => layer.parameters)),
  };
}

function mergeMaps<T>(
  maps: readonly (Readonly<Record<string, T>> | undefined)[],
): Readonly<Record<string, T>> {
  return Object.fromEntries(maps.flatMap((map) => Object.entries(map ?? {})));
}
