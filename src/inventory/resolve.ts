import { userInfo } from 'node:os';
import { PlimsollError } from '../lib/errors.ts';
import { compareText } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import { limitHosts } from './limit.ts';
import { loadInventory, type InventoryHost } from './load.ts';
import { addLocal, addTarget, mergeInventories, type Candidates } from './merge.ts';
import { checkOverrides, type Overrides } from './overrides.ts';
import { expandPath, type Hop } from './settings.ts';
import type { Endpoint, Host } from './types.ts';
import { parseTarget } from './words.ts';

export interface TargetOptions {
  readonly inventoryFiles: readonly string[];
  /** `[user@]host[:port]`, or the name of an inventory host with another user or port. */
  readonly hosts: readonly string[];
  /** Audit this machine too. */
  readonly local: boolean;
  /** Patterns of `--limit`. */
  readonly limit: readonly string[];
  readonly overrides: Overrides;
}

/**
 * Everything that is to be audited: all hosts of the inventories, those named by `-H`, this machine; then limited.
 * A flag beats the inventory; the user or port in a `-H` target beats the flag for all hosts, being nearer.
 * @returns hosts sorted by name; names are unique.
 * @throws PlimsollError FILE_UNREADABLE, INVENTORY_INVALID or USAGE.
 */
export async function resolveTargets(options: TargetOptions): Promise<readonly Host[]> {
  checkOverrides(options.overrides);
  const candidates = mergeInventories(await Promise.all(options.inventoryFiles.map(loadInventory)));
  const jump = jumpFlag(options.overrides.jump, candidates);
  const added = new Map<string, string>();
  for (const text of options.hosts) addTarget(candidates, text, added);
  if (options.local) addLocal(candidates);
  if (candidates.size === 0) {
    throw new PlimsollError('USAGE', 'no host to audit', [
      'name one with -H, an inventory with -i, or this one with --local',
    ]);
  }
  const limited = limitHosts([...candidates.values()], options.limit);
  return limited
    .map((host) => {
      const named = added.get(host.name)?.includes('@') ? { user: host.user } : {};
      return toHost(host, { ...options.overrides, ...(named as Overrides) }, jump);
    })
    .toSorted((a, b) => compareText(a.name, b.name));
}

/** Undefined when the flag is not given. */
function jumpFlag(text: string | undefined, candidates: Candidates): Hop | undefined {
  if (text === undefined) return undefined;
  const named = candidates.get(text);
  if (named !== undefined) return named;
  const target = parseTarget(text);
  if (target !== undefined) return { ...target, identityFiles: undefined, knownHostsFiles: undefined };
  const found = visible(text, 100);
  throw new PlimsollError(
    'USAGE',
    `jump "${found}": expected [user@]host[:port] or the name of an inventory host`,
  );
}

function toHost(host: InventoryHost, overrides: Overrides, jump: Hop | undefined): Host {
  const transport = host.transport ?? 'ssh';
  const hop = transport === 'local' ? null : (jump ?? host.jump);
  return {
    ...endpoint(host, overrides, host),
    name: host.name,
    transport,
    groups: host.groups,
    labels: host.labels,
    parameters: host.parameters,
    user: overrides.user ?? host.user ?? userInfo().username,
    // The hop's own flag would name the host itself when the fleet has its jump host in it.
    jump: hop === null || isSame(hop, host) ? null : endpoint(hop, overrides, host),
    sudo: overrides.sudo ?? host.sudo ?? false,
    dockerSocket: overrides.dockerSocket ?? host.dockerSocket ?? null,
  };
}

/** Files that a hop does not name are those of the host behind it. */
function endpoint(hop: Hop, overrides: Overrides, host: Hop): Endpoint {
  return {
    address: hop.address,
    port: hop.port ?? 22,
    user: hop.user ?? userInfo().username,
    identityFiles: fromFlag(overrides.identityFiles) ?? hop.identityFiles ?? host.identityFiles ?? [],
    knownHostsFiles: fromFlag(overrides.knownHostsFiles) ?? hop.knownHostsFiles ?? host.knownHostsFiles ?? [],
  };
}

function fromFlag(files: readonly string[] | undefined): readonly string[] | undefined {
  return files?.map((name) => expandPath(name, process.cwd()));
}

function isSame(a: Hop, b: Hop): boolean {
  return a.address === b.address && (a.port ?? 22) === (b.port ?? 22);
}
