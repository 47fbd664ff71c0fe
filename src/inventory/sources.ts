import type { FoundEndpoint } from './endpoint.ts';
import type { InventoryHost, Setting } from './host.ts';
import type { Overrides } from './overrides.ts';
import type { ConfiguredHop, Host } from './types.ts';

/** Settings of a host that come from somewhere. */
type Sourced = Exclude<keyof Host, 'name' | 'groups' | 'agent'>;

/** Where each setting comes from: `flag --user`, `file:line`, `ssh_config` or `default`. */
export type Sources = Readonly<Record<Sourced, string>>;

interface Names {
  readonly setting: Setting;
  readonly flag?: readonly [keyof Overrides, string];
  readonly configured?: keyof ConfiguredHop;
}

const names: Readonly<Record<Sourced, Names>> = {
  address: { setting: 'address', configured: 'address' },
  port: { setting: 'port', configured: 'port' },
  user: { setting: 'user', flag: ['user', '--user'], configured: 'user' },
  identityFiles: {
    setting: 'identityFile',
    flag: ['identityFiles', '--identity-file'],
    configured: 'identityFiles',
  },
  identitiesOnly: { setting: 'identitiesOnly', configured: 'identitiesOnly' },
  knownHostsFiles: {
    setting: 'knownHosts',
    flag: ['knownHostsFiles', '--known-hosts'],
    configured: 'knownHostsFiles',
  },
  hostKeyAlias: { setting: 'hostKeyAlias', configured: 'hostKeyAlias' },
  jump: { setting: 'jump', flag: ['jump', '--jump'], configured: 'jump' },
  transport: { setting: 'transport', flag: ['transport', '--transport'] },
  labels: { setting: 'labels' },
  parameters: { setting: 'parameters' },
  sudo: { setting: 'sudo', flag: ['sudo', '--sudo'] },
  pty: { setting: 'pty', flag: ['pty', '--pty'] },
  dockerSocket: { setting: 'dockerSocket', flag: ['dockerSocket', '--docker-socket'] },
};

export function sourcesOf(host: InventoryHost, overrides: Overrides, { configured }: FoundEndpoint): Sources {
  const entries = Object.entries(names).map(([name, { setting, flag, configured: key }]) => {
    if (flag !== undefined && overrides[flag[0]] !== undefined) return [name, `flag ${flag[1]}`];
    const stated = host.origin(setting);
    // The address of the inventory is a name for ssh_config, which may have another one for it.
    if (stated !== undefined && (key !== 'address' || configured.address === undefined))
      return [name, stated];
    return [name, key !== undefined && configured[key] !== undefined ? 'ssh_config' : 'default'];
  });
  return Object.fromEntries(entries) as Sources;
}

/** Whether a flag has another value for a setting. */
export function isOverridden(setting: Setting, overrides: Overrides): boolean {
  return Object.values(names).some(
    ({ setting: named, flag }) => named === setting && flag !== undefined && overrides[flag[0]] !== undefined,
  );
}
