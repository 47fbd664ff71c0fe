import type { JsonObject } from '../lib/json.ts';
import type { AuditedContainer } from '../result/types.ts';
import { containerOwner } from './container-owner.ts';
import { containerName } from './containers.ts';
import { numberAt, textAt } from './raw/json-access.ts';

/** What a fix needs to know of a container: who it is, who made it, and what can be changed while it runs. */
export function auditedContainer(inspect: JsonObject): AuditedContainer {
  return {
    id: textAt(inspect, 'Id') ?? '',
    name: containerName(inspect),
    image: textAt(inspect, 'Config', 'Image') ?? '',
    owner: containerOwner(inspect),
    limits: limitsOf(inspect),
  };
}

function limitsOf(inspect: JsonObject): AuditedContainer['limits'] {
  const limit = (name: string): number => Math.max(0, numberAt(inspect, 'HostConfig', name) ?? 0);
  const memorySwap = numberAt(inspect, 'HostConfig', 'MemorySwap');
  if (memorySwap === undefined) return null;
  return {
    memory: limit('Memory'),
    memorySwap,
    pids: limit('PidsLimit'),
    cpuShares: limit('CpuShares'),
    restartPolicy: textAt(inspect, 'HostConfig', 'RestartPolicy', 'Name') || 'no',
    restartLimit: numberAt(inspect, 'HostConfig', 'RestartPolicy', 'MaximumRetryCount') ?? 0,
  };
}
