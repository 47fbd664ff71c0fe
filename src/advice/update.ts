import type { AuditedContainer, ContainerOwner, ResultFix } from '../result/types.ts';

/** One change that `docker update` makes, with the value it must find and the value it leaves. */
export interface Update {
  readonly setting: 'memory' | 'pids' | 'cpu-shares' | 'restart';
  /** `LIMIT:TOTAL` for memory, without and with swap; a number; `POLICY:RETRIES`. */
  readonly audited: string;
  readonly wanted: string;
}

type Limits = NonNullable<AuditedContainer['limits']>;
type Values = NonNullable<ResultFix['dockerUpdate']>;

/** The least that Docker takes. */
const leastMemory = 6 * 1024 * 1024;
/** What a container without a setting gets. */
const usualShares = 1024;

/** How a script may set these limits on a container, or why it may not. */
export function updateOf(values: Values, container: AuditedContainer): Update | { readonly reason: string } {
  const { id, name, owner, limits } = container;
  if (owner !== null) return { reason: `${ownerWords(owner)} would undo it: change it there` };
  if (!/^[0-9a-f]{64}$/.test(id) || !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(name)) {
    return { reason: 'its id or its name is unusual' };
  }
  if (limits === null) return { reason: 'its limits were not collected: audit again' };
  return changeOf(values, limits);
}

function changeOf(values: Values, limits: Limits): Update | { readonly reason: string } {
  const { memory, pids, cpuShares, retries } = values;
  if (memory !== undefined) return memoryChange(memory, values.swap ?? 0, limits);
  if (pids !== undefined) return limitChange('pids', pids, limits.pids, 1, 4194304);
  if (cpuShares === usualShares) return { reason: `${usualShares} is what a container gets anyway` };
  if (cpuShares !== undefined) return limitChange('cpu-shares', cpuShares, limits.cpuShares, 2, 262144);
  if (retries === undefined || retries < 1 || retries > 5) return { reason: 'the limit is not 1 to 5' };
  const audited = `${limits.restartPolicy}:${limits.restartLimit}`;
  if (!/^[a-z-]+:[0-9]+$/.test(audited)) return { reason: 'its restart policy is unusual' };
  return { setting: 'restart', audited, wanted: `on-failure:${retries}` };
}

function memoryChange(memory: number, swap: number, limits: Limits): Update | { readonly reason: string } {
  if (memory < leastMemory || swap < 0) return { reason: `the limit is below ${leastMemory} bytes` };
  const { memory: limit, memorySwap } = limits;
  // A number that no host has stands for none, as after a rollback.
  if (limit > 0 && limit < 2 ** 62) return { reason: 'it has a limit, which is not in force' };
  return {
    setting: 'memory',
    audited: limit === 0 ? `0:${memorySwap}` : '0:0',
    wanted: `${memory}:${memory + swap}`,
  };
}

function limitChange(
  setting: 'pids' | 'cpu-shares',
  wanted: number,
  audited: number,
  least: number,
  most: number,
): Update | { readonly reason: string } {
  if (wanted < least || wanted > most) return { reason: `the limit is not ${least} to ${most}` };
  if (audited > 0 && audited !== usualShares) return { reason: 'it has a limit, which is not in force' };
  return { setting, audited: '0', wanted: String(wanted) };
}

/** As in "compose project shop, service web". */
export function ownerWords({ tool, scope, name }: ContainerOwner): string {
  if (tool === 'swarm') return `swarm service ${name}`;
  if (tool === 'compose') return `compose project ${scope}, service ${name}`;
  return `Kubernetes pod ${scope === '' ? '' : `${scope}/`}${name}`;
}
