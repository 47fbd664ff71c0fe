import { PlimsollError } from '../lib/errors.ts';
import { compareText } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import { toEndpoint } from './endpoint.ts';
import { parseHops } from './hops.ts';
import type { InventoryHost } from './host.ts';
import { limitHosts } from './limit.ts';
import { loadInventory } from './load.ts';
import { addLocal, addTarget, mergeInventories, type Candidates } from './merge.ts';
import { checkOverrides, type Overrides } from './overrides.ts';
import type { Hop } from './settings.ts';
import { isOverridden, sourcesOf, type Sources } from './sources.ts';
import type { Host, SshConfig } from './types.ts';

export interface TargetOptions {
  /** `-` is standard input. */
  readonly inventoryFiles: readonly string[];
  /** `[user@]host[:port]`, or the name of an inventory host with another user or port. */
  readonly hosts: readonly string[];
  /** Audit this machine too. */
  readonly local: boolean;
  /** Patterns of `--limit`. */
  readonly limit: readonly string[];
  readonly overrides: Overrides;
  readonly sshConfig: SshConfig;
  /** Told what is left out of inventories, and of the hosts that are audited. */
  readonly warn: (text: string) => void;
}

/** A host, and where each of its settings comes from. */
export interface Target {
  readonly host: Host;
  readonly sources: () => Sources;
}

/**
 * Everything that is to be audited: all hosts of the inventories, those named by `-H`, this machine; then limited.
 * A flag beats the inventory, and that ssh_config; the user or port in a `-H` target beats the flag for all hosts,
 * being nearer.
 * @returns targets sorted by name; names are unique.
 * @throws PlimsollError FILE_UNREADABLE, INVENTORY_INVALID, CONFIG_INVALID or USAGE.
 */
export async function resolveTargets(options: TargetOptions): Promise<readonly Target[]> {
  checkOverrides(options.overrides);
  const inventories = await Promise.all(options.inventoryFiles.map(loadInventory));
  const candidates = mergeInventories(inventories);
  const jump = jumpFlag(options.overrides.jump, candidates);
  const added = new Map<string, string>();
  for (const text of options.hosts) addTarget(candidates, text, added);
  if (options.local) addLocal(candidates);
  if (candidates.size === 0) {
    const none = options.inventoryFiles.length === 0 ? '' : `: ${options.inventoryFiles.join(', ')} has none`;
    throw new PlimsollError('USAGE', `no host to audit${none}`, [
      'name one with -H, an inventory with -i, or this one with --local',
    ]);
  }
  const limited = await limitHosts([...candidates.values()], options.limit);
  requireSound(limited, options.overrides);
  const notices = [...inventories, ...limited].flatMap((from) => from.notices);
  for (const notice of new Set(notices)) options.warn(notice);
  const targets = await settleAll(
    limited.map((host) => {
      const hasUser = added.get(host.name)?.includes('@') === true;
      const overrides = hasUser ? { ...options.overrides, user: undefined } : options.overrides;
      return toTarget(host, overrides, jump, options.sshConfig);
    }),
  );
  return targets.toSorted((a, b) => compareText(a.host.name, b.host.name));
}

/** Hosts that cannot be used stop a run only if they are part of it, and if no flag mends what is wrong with them. */
function requireSound(hosts: readonly InventoryHost[], overrides: Overrides): void {
  const flawed = hosts.flatMap(({ name, flaws }) => {
    const left = flaws.filter(({ setting }) => setting === undefined || !isOverridden(setting, overrides));
    return left.length === 0 ? [] : [{ name, texts: left.map(({ text }) => text) }];
  });
  const [first] = flawed;
  if (first === undefined) return;
  const details = new Set(flawed.flatMap(({ texts }) => texts));
  const count = flawed.length === 1 ? 'one host' : `${flawed.length} hosts`;
  throw new PlimsollError('INVENTORY_INVALID', `${count} of the inventory cannot be audited as it stands`, [
    ...details,
    `mend it, or leave out what is not to be audited, as with --limit '!${visible(first.name, 100)}'`,
  ]);
}

/** Undefined when the flag is not given, null for `none`. */
function jumpFlag(text: string | undefined, candidates: Candidates): Hop | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'none') return null;
  const hop = candidates.get(text) ?? parseHops(text);
  if (hop !== undefined) return hop;
  const found = visible(text, 100);
  throw new PlimsollError(
    'USAGE',
    `jump "${found}": expected [user@]host[:port], several with commas, the name of an inventory host, or none`,
  );
}

/** What is wrong is told about all hosts at once. */
async function settleAll<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const done = await Promise.allSettled(work);
  const problems = done.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const [first] = problems;
  if (first === undefined)
    return done.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const foreign = problems.find((problem) => !(problem instanceof PlimsollError));
  if (foreign instanceof Error || problems.length === 1)
    throw foreign instanceof Error ? foreign : (first as Error);
  const known = problems as readonly PlimsollError[];
  if (new Set(known.map(({ message }) => message)).size === 1) throw first as Error;
  const details = new Set([...known.map(({ message }) => message), ...(known[0]?.details ?? [])]);
  throw new PlimsollError('CONFIG_INVALID', `${problems.length} hosts cannot be reached this way`, [
    ...details,
  ]);
}

async function toTarget(
  host: InventoryHost,
  flags: Overrides,
  jump: Hop | null | undefined,
  sshConfig: SshConfig,
): Promise<Target> {
  const isLocal = host.transport === 'local';
  const overrides = isLocal ? withoutTransport(flags) : flags;
  const transport = overrides.transport ?? host.transport ?? 'ssh';
  const stated = jump === undefined ? host.jump : jump;
  const hop = { ...host, user: overrides.user ?? host.user, jump: isLocal ? null : stated };
  const found = await toEndpoint(hop, {
    overrides,
    sshConfig: isLocal ? () => Promise.resolve({ beyond: [] }) : sshConfig,
    behind: host,
    isForClient: transport === 'openssh',
    path: [],
  });
  return {
    host: {
      ...found.endpoint,
      name: host.name,
      transport,
      groups: host.groups,
      labels: host.labels,
      parameters: host.parameters,
      sudo: overrides.sudo ?? host.sudo ?? false,
      // The terminal of this machine is the one that plimsoll itself runs on.
      pty: !isLocal && (overrides.pty ?? host.pty ?? false),
      dockerSocket: overrides.dockerSocket ?? host.dockerSocket ?? null,
    },
    sources: () => sourcesOf(host, overrides, found),
  };
}

/** This machine is not reached by SSH, whatever the others are reached by. */
function withoutTransport(overrides: Overrides): Overrides {
  const { transport, ...others } = overrides;
  return transport === undefined ? overrides : others;
}
