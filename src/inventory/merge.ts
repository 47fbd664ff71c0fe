import { hostname } from 'node:os';
import { PlimsollError } from '../lib/errors.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import { visible } from '../lib/text.ts';
import { bareHop } from './hops.ts';
import type { InventoryHost } from './host.ts';
import type { Inventory } from './load.ts';
import { parseTarget } from './words.ts';

export type Candidates = Map<string, InventoryHost>;

const unstated = {
  ...bareHop,
  sudo: undefined,
  pty: undefined,
  dockerSocket: undefined,
  transport: undefined,
  groups: [],
  labels: {},
  parameters: {},
  flaws: [],
  notices: [],
} as const;

/** @throws PlimsollError INVENTORY_INVALID when two files have a host of the same name. */
export function mergeInventories(inventories: readonly Inventory[]): Candidates {
  const seen = new Map<string, string>();
  const merged: Candidates = new Map();
  const twice: string[] = [];
  for (const { file, hosts } of inventories) {
    for (const host of hosts) {
      const first = seen.get(host.name);
      if (first !== undefined) twice.push(`${file}: ${host.name}: is in ${first} already`);
      seen.set(host.name, file);
      merged.set(host.name, host);
    }
  }
  if (twice.length > 0)
    throw new PlimsollError('INVENTORY_INVALID', 'hosts are in more than one inventory', twice);
  return merged;
}

/**
 * Adds the target of one `-H`: the inventory host of that name with another user or port, or a new host.
 * @throws PlimsollError USAGE when it cannot be read, or says something else than an earlier `-H` about the same host.
 */
export function addTarget(candidates: Candidates, text: string, added: Map<string, string>): void {
  const target = parseTarget(text);
  if (target === undefined) {
    throw new PlimsollError(
      'USAGE',
      `-H "${visible(text, 100)}": expected [user@]host[:port], IPv6 in brackets`,
    );
  }
  const { user, address, port } = target;
  const known = candidates.get(address);
  const isPlain = known !== undefined || port === undefined || port === 22;
  const name = isPlain ? address : hostAndPort(address, port);
  if (added.has(name)) {
    if (added.get(name) === text) return;
    throw new PlimsollError('USAGE', `-H ${added.get(name)} and -H ${text} are the same host ${name}`);
  }
  added.set(name, text);
  const base = known ?? { ...unstated, name, address, origin: () => undefined };
  candidates.set(name, {
    ...base,
    user: user ?? base.user,
    port: port ?? base.port,
    origin(setting) {
      const isStated = { address: known === undefined, user: user !== undefined, port: port !== undefined };
      return isStated[setting as keyof typeof isStated] ? 'flag -H' : base.origin(setting);
    },
  });
}

/** Adds this machine; when the inventory has a host of its name, that host with transport local. */
export function addLocal(candidates: Candidates): void {
  const name = hostname();
  const base = candidates.get(name) ?? { ...unstated, name, address: 'localhost', origin: () => undefined };
  candidates.set(name, {
    ...base,
    jump: null,
    transport: 'local',
    origin: (setting) => (setting === 'transport' ? 'flag --local' : base.origin(setting)),
  });
}
