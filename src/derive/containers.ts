import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import { lsmColumns, lsmOf, type Lsm } from './container-lsm.ts';
import {
  capabilityColumns,
  isPrivileged,
  isRoot,
  noNewPrivileges,
  runtimeOr,
  seccomp,
  sharesNamespace,
  type Container,
} from './container-security.ts';
import { daemonSettings } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { containerProcesses, type ContainerProcess } from './raw/container-process.ts';
import { booleanAt, numberAt, textAt } from './raw/json-access.ts';
import { securityOptions } from './setting-sources.ts';

interface Context {
  readonly lsm: Lsm;
  readonly hostNamespaces: ReadonlyMap<string, string>;
  readonly daemonSeccomp: Failable<boolean>;
  readonly daemonNoNewPrivileges: Failable<boolean>;
}

export function containers(facts: Facts): Table {
  const context: Context = {
    lsm: lsmOf(facts.bundle, facts.info),
    hostNamespaces: facts.host.ok ? facts.host.value.namespaces : new Map(),
    daemonSeccomp: mapFailable(facts.info, hasSeccomp),
    daemonNoNewPrivileges: daemonDefault(facts),
  };
  return tableOf(containersOf(facts), (all) => all.map((container) => containerRow(container, context)));
}

/** All containers, each with its process. */
export function containersOf(facts: Facts): Failable<readonly Container[]> {
  const processes = containerProcesses(facts.bundle);
  return mapFailable(facts.containers, (all) =>
    all.map((inspect) => {
      // A container between two restarts counts as running for Docker, but has no process.
      const running =
        booleanAt(inspect, 'State', 'Running') === true && numberAt(inspect, 'State', 'Pid') !== 0;
      return { inspect, running, process: running ? processOf(inspect, processes) : null };
    }),
  );
}

function processOf(
  inspect: JsonObject,
  processes: Failable<ReadonlyMap<string, Failable<ContainerProcess>>>,
): Failable<ContainerProcess> {
  if (!processes.ok) return processes;
  const found = processes.value.get(textAt(inspect, 'Id') ?? '');
  return (
    found ??
    fail('PROCESS_CHANGED', 'the container started or stopped while the host was read', 'audit again')
  );
}

/** `name=seccomp,profile=unconfined` is a daemon that filters nothing by default. */
function hasSeccomp(info: JsonObject): boolean {
  const options = Array.isArray(info['SecurityOptions']) ? info['SecurityOptions'] : [];
  return (
    securityOptions(info).has('seccomp') &&
    !options.some((option) => String(option).includes('profile=unconfined'))
  );
}

function daemonDefault(facts: Facts): Failable<boolean> {
  const table = daemonSettings(facts);
  const row =
    'rows' in table ? table.rows.find((row) => row.values['name'] === 'no-new-privileges') : undefined;
  const failure = row?.errors?.['value'];
  return failure === undefined ? succeed(row?.values['value'] === true) : { ok: false, failure };
}

function containerRow(container: Container, context: Context): Row {
  const { inspect } = container;
  const capabilities = capabilityColumns(container);
  const retries = numberAt(inspect, 'HostConfig', 'RestartPolicy', 'MaximumRetryCount') ?? 0;
  return buildRow(
    {
      name: containerName(inspect),
      id: textAt(inspect, 'Id') ?? '',
      image: textAt(inspect, 'Config', 'Image') ?? '',
      state: textAt(inspect, 'State', 'Status') ?? '',
      running: container.running,
      managedBy: managedBy(inspect),
      swarmTask: (textAt(inspect, 'Labels', 'swarmService') ?? '') !== '',
      privileged: isPrivileged(container),
      user: textAt(inspect, 'Config', 'User') || null,
      cpuLimit: cpuLimit(inspect),
      restartPolicy: textAt(inspect, 'HostConfig', 'RestartPolicy', 'Name') || 'no',
      restartLimit: retries,
      ...capabilities.values,
    },
    {
      ...capabilities.uncertain,
      ...lsmColumns(container, context.lsm),
      root: isRoot(container),
      uid: runtimeOr<Json>(
        container,
        (process) => process.uid,
        () => null,
      ),
      seccomp: seccomp(container, context.daemonSeccomp),
      noNewPrivileges: noNewPrivileges(container, context.daemonNoNewPrivileges),
      hostNetwork: sharesNamespace(container, 'net', 'NetworkMode', context.hostNamespaces),
      hostPid: sharesNamespace(container, 'pid', 'PidMode', context.hostNamespaces),
      hostIpc: sharesNamespace(container, 'ipc', 'IpcMode', context.hostNamespaces),
      readonlyRootfs: readonlyRootfs(container),
      memoryLimit: memoryLimit(container),
    },
    [
      container.running
        ? undefined
        : `not running (${textAt(inspect, 'State', 'Status') ?? 'unknown'}): judged by its settings`,
    ],
  );
}

export function containerName(inspect: JsonObject): string {
  return (textAt(inspect, 'Name') ?? textAt(inspect, 'Id') ?? '').replace(/^\//, '');
}

function managedBy(inspect: JsonObject): string | null {
  const label = (name: string): string => textAt(inspect, 'Labels', name) ?? '';
  if (label('swarmService') !== '') return `swarm:${label('swarmService')}`;
  if (label('pod') !== '') return 'kubernetes';
  return label('project') === '' ? null : `compose:${label('project')}/${label('composeService')}`;
}

function cpuLimit(inspect: JsonObject): string | null {
  const value = (name: string): number => numberAt(inspect, 'HostConfig', name) ?? 0;
  const cpuset = textAt(inspect, 'HostConfig', 'CpusetCpus') ?? '';
  // 1024 is what a container without a setting gets.
  if (value('CpuShares') > 0 && value('CpuShares') !== 1024) return `shares ${value('CpuShares')}`;
  if (value('NanoCpus') > 0) return `cpus ${value('NanoCpus') / 1e9}`;
  if (value('CpuQuota') > 0) return `quota ${value('CpuQuota')}`;
  return cpuset === '' ? null : `cpuset ${cpuset}`;
}

function readonlyRootfs(container: Container): Failable<boolean> {
  const configured = booleanAt(container.inspect, 'HostConfig', 'ReadonlyRootfs') === true;
  return runtimeOr(
    container,
    (process) => process.rootMount?.split(',').includes('ro'),
    () => configured,
  );
}

/** Bytes that the kernel enforces; 0 for none. A limit that is set but not enforced is none. */
function memoryLimit(container: Container): Failable<number> {
  const configured = numberAt(container.inspect, 'HostConfig', 'Memory') ?? 0;
  if (configured === 0) return succeed(0);
  return runtimeOr(
    container,
    (process) => (process.memoryLimit === null ? 0 : process.memoryLimit),
    () => configured,
  );
}
