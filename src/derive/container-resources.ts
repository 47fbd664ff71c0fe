import { succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import { limitOr, type Container } from './container-security.ts';
import type { Facts } from './facts.ts';
import { collected } from './not-collected.ts';
import type { CgroupLimits } from './raw/container-process.ts';
import { cpusIn } from './raw/host-facts.ts';
import { booleanAt, numberAt, textAt } from './raw/json-access.ts';

/** What the host has to give: a limit that is no less limits nothing. Null where it is not known. */
export interface Machine {
  readonly cpus: number | null;
  readonly memory: number | null;
  readonly processes: number | null;
}

export function machineOf({ host, info }: Facts): Machine {
  const told = info.ok ? info.value : {};
  return {
    cpus: (host.ok ? host.value.cpus : null) ?? numberAt(told, 'NCPU') ?? null,
    memory: numberAt(told, 'MemTotal') ?? null,
    processes: host.ok ? host.value.processes : null,
  };
}

/** Columns about CPU, memory and processes: the limits of the container's own, and what the kernel holds it to. */
export function resourceColumns(
  container: Container,
  info: Failable<JsonObject>,
  machine: Machine,
): Readonly<Record<string, Failable<Json>>> {
  const asked = mapFailable(info, (known) => cpuSettings(container.inspect, known, machine));
  return {
    cpuLimit: mapFailable(asked, (settings) => settings.find(({ limits }) => limits)?.text ?? null),
    cpuSettings: mapFailable(asked, (settings) => settings.map(({ text }) => text)),
    memoryLimit: mapFailable(memoryLimit(container, info), (limit) => limiting(limit, machine.memory)),
    memoryEnforced: succeed(enforced(container, 'memory', machine.memory)),
    pidsLimit: mapFailable(pidsLimit(container), (limit) => limiting(limit, machine.processes)),
    pidsEnforced: succeed(enforced(container, 'pids', machine.processes)),
  };
}

function limiting(limit: number, most: number | null): number {
  return most !== null && limit >= most ? 0 : limit;
}

interface CpuSetting {
  readonly text: string;
  readonly limits: boolean;
}

/** The period of a quota where none is set, in microseconds. */
const usualPeriod = 100_000;

/** Only what the kernel of the host can enforce, as the daemon says, and what is less than all CPUs, limits. */
function cpuSettings(inspect: JsonObject, info: JsonObject, machine: Machine): readonly CpuSetting[] {
  const value = (name: string): number => numberAt(inspect, 'HostConfig', name) ?? 0;
  const enforces = (name: string): boolean => booleanAt(info, name) !== false;
  const isPart = (cpus: number): boolean => machine.cpus === null || cpus < machine.cpus;
  const all = machine.cpus === null ? '' : ` of ${machine.cpus}`;
  const [shares, cpus] = [value('CpuShares'), value('NanoCpus') / 1e9];
  const quota = value('CpuQuota');
  const cpuset = textAt(inspect, 'HostConfig', 'CpusetCpus') ?? '';
  const ofQuota = quota / (value('CpuPeriod') || usualPeriod);
  return [
    // 1024 is what a container without a setting gets.
    { isSet: shares > 0, text: `shares ${shares}`, limits: shares !== 1024 && enforces('CPUShares') },
    { isSet: cpus > 0, text: `cpus ${cpus}${all}`, limits: isPart(cpus) && enforces('CpuCfsQuota') },
    { isSet: quota > 0, text: `quota ${quota}`, limits: isPart(ofQuota) && enforces('CpuCfsQuota') },
    {
      isSet: cpuset !== '',
      text: `cpuset ${cpuset}${all}`,
      limits: isPart(cpusIn(cpuset)) && enforces('CPUSet'),
    },
  ].filter(({ isSet }) => isSet);
}

/** Bytes that the kernel enforces; 0 for none. A limit that is set but not enforced is none. */
function memoryLimit(container: Container, info: Failable<JsonObject>): Failable<number> {
  const configured = numberAt(container.inspect, 'HostConfig', 'Memory') ?? 0;
  // docker update cannot take a limit away: a number that no host has stands for none.
  if (configured <= 0 || configured >= 2 ** 62) return succeed(0);
  if (info.ok && booleanAt(info.value, 'MemoryLimit') === false) return succeed(0);
  return limitOr(
    container,
    ({ memory }) => (memory.own === null ? 0 : memory.own),
    () => configured,
  );
}

/** The limit that the kernel enforces; 0 for none: null, 0 and -1 all mean that. */
function pidsLimit(container: Container): Failable<number> {
  return collected(container, ['HostConfig', 'PidsLimit'], (value) => {
    const configured = typeof value === 'number' && value > 0 ? value : 0;
    if (configured === 0) return succeed(0);
    return limitOr(
      container,
      ({ pids }) => (pids.own === null ? 0 : pids.own),
      () => configured,
    );
  });
}

/**
 * What the kernel holds a running container to, whoever set it: systemd gives every unit a TasksMax, and the unit of a
 * container is one under its cgroup driver; a cgroup above may have a limit that it shares.
 */
function enforced({ process }: Container, word: 'memory' | 'pids', most: number | null): string | null {
  if (process?.ok !== true) return null;
  const { own, above }: CgroupLimits = process.value[word];
  const [limit, place] =
    above !== null && above.limit < (own ?? Infinity) ? [above.limit, above.cgroup] : [own, 'its own cgroup'];
  if (typeof limit !== 'number') return null;
  return `${limit} at ${place}${limiting(limit, most) === 0 ? ', no less than the host has' : ''}`;
}
