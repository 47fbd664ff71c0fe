import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import { hostUserns, limitColumns, type LimitContext } from './container-limits.ts';
import { powerColumns, type PowerContext } from './container-powers.ts';
import { containerOwner } from './container-owner.ts';
import { machineOf, resourceColumns, type Machine } from './container-resources.ts';
import { lsmColumns, lsmOf } from './container-lsm.ts';
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
import { dataRoots } from './engine-paths.ts';
import type { Facts } from './facts.ts';
import { collected } from './not-collected.ts';
import { mountContext } from './mounted-paths.ts';
import { booleanAt, numberAt, textAt, textsAt } from './raw/json-access.ts';
import { stoppedContainers, type StoppedContainer } from './raw/stopped-containers.ts';
import { swarmState } from './daemon-settings.ts';
import { sandboxOf, type Stores } from './runtimes.ts';
import { mounts } from './raw/mount-info.ts';
import { mountTable } from './raw/mount-table.ts';
import { settingOf } from './setting.ts';
import { securityOptions } from './setting-sources.ts';

interface Context extends LimitContext, PowerContext {
  readonly info: Failable<JsonObject>;
  readonly machine: Machine;
  readonly inSwarm: Failable<boolean>;
  readonly daemonNoNewPrivileges: Failable<boolean>;
}

export function containers(facts: Facts): Table {
  const context: Context = {
    facts,
    mounting: mountContext(facts),
    lsm: lsmOf(facts.bundle, facts.info),
    hostNamespaces: facts.host.ok ? facts.host.value.namespaces : new Map(),
    info: facts.info,
    machine: machineOf(facts),
    inSwarm: mapFailable(facts.info, (info) => swarmState(info) !== 'inactive'),
    daemonSeccomp: mapFailable(facts.info, hasSeccomp),
    daemonNoNewPrivileges: mapFailable(settingOf(facts, 'no-new-privileges'), (value) => value === true),
    ownFilter: mapFailable(facts.info, hasOwnFilter),
    remapped: mapFailable(facts.info, isRemapped),
    rootless: mapFailable(facts.info, (info) => securityOptions(info).has('rootless')),
    defaultUlimits: settingOf(facts, 'default-ulimits'),
  };
  return tableOf(containersOf(facts), (all) => all.map((container) => containerRow(container, context)));
}

/** All containers, each with its process. */
export function containersOf(facts: Facts): Failable<readonly Container[]> {
  const { processes } = facts;
  const kept = stoppedContainers(facts.bundle);
  const stores = storesOf(facts);
  return mapFailable(facts.containers, (all) =>
    all.map((inspect) => {
      // A container between two restarts counts as running for Docker, but has no process.
      const started =
        booleanAt(inspect, 'State', 'Running') === true && numberAt(inspect, 'State', 'Pid') !== 0;
      const process = started ? processOf(inspect, processes) : null;
      const hostModes = new Set(modeNames.filter((mode) => leadsToHost(inspect, mode, all)));
      const stopped = stoppedOf(kept, inspect);
      const sandbox = process === null ? null : sandboxOf(inspect, facts.info, process, stores);
      return { inspect, running: process !== null, hostModes, process, sandbox, stopped };
    }),
  );
}

function storesOf(facts: Facts): Stores {
  const all = mounts(facts.bundle, facts.dockerd);
  const roots = dataRoots(facts);
  return { mounts: mountTable(all.ok ? all.value : []), roots: roots.ok ? roots.value : [] };
}

const modeNames = ['NetworkMode', 'PidMode', 'IpcMode', 'UTSMode', 'UsernsMode'];

/** `host`, or `container:ID` of one, or of one that shares with one, for which it is host. */
function leadsToHost(inspect: JsonObject, mode: string, all: readonly JsonObject[]): boolean {
  let current: JsonObject | undefined = inspect;
  for (let step = 0; current !== undefined && step < all.length + 1; step++) {
    const value: string = textAt(current, 'HostConfig', mode) ?? '';
    if (!value.startsWith('container:')) return value === 'host';
    const other = value.slice('container:'.length);
    current = all.find((one) => textAt(one, 'Id') === other || containerName(one) === other);
  }
  return false;
}

const changed = fail<never>(
  'PROCESS_CHANGED',
  'the container started or stopped while the host was read, or nothing was brought of it',
  'audit again',
);

/** Null for a container that has stopped since it was inspected. */
function processOf(inspect: JsonObject, processes: Facts['processes']): Container['process'] {
  if (!processes.ok) return processes;
  const found = processes.value.byId.get(textAt(inspect, 'Id') ?? '');
  return found === undefined ? changed : found;
}

function stoppedOf(
  kept: ReturnType<typeof stoppedContainers>,
  inspect: JsonObject,
): Failable<StoppedContainer> {
  if (!kept.ok) return kept;
  const found = kept.value.get(textAt(inspect, 'Id') ?? '');
  return found === undefined ? changed : succeed(found);
}

/** `name=seccomp,profile=unconfined` is a daemon that filters nothing by default. */
function hasSeccomp(info: JsonObject): boolean {
  const options = Array.isArray(info['SecurityOptions']) ? info['SecurityOptions'] : [];
  return (
    securityOptions(info).has('seccomp') &&
    !options.some((option) => typeof option === 'string' && option.includes('profile=unconfined'))
  );
}

/** Docker before 23.0 calls the profile that comes with it default. */
function hasOwnFilter(info: JsonObject): boolean {
  return textsAt(info, 'SecurityOptions').some((option) =>
    /^name=seccomp(,profile=(builtin|default))?$/.test(option),
  );
}

function isRemapped(info: JsonObject): boolean {
  return ['userns', 'rootless'].some((name) => securityOptions(info).has(name));
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
      user: textAt(inspect, 'Config', 'User') || null,
      restartPolicy: textAt(inspect, 'HostConfig', 'RestartPolicy', 'Name') || 'no',
      restartLimit: retries,
      ...capabilities.values,
    },
    {
      privileged: collected(container, ['HostConfig', 'Privileged'], () => succeed(isPrivileged(container))),
      ...capabilities.uncertain,
      ...lsmColumns(container, context.lsm),
      swarmTask: mapFailable(context.inSwarm, (inSwarm) => inSwarm && hasSwarmLabel(inspect)),
      root: isRoot(container),
      uid: uidOf(container, hostUserns(container, context), context.facts),
      seccomp: seccomp(container, context.daemonSeccomp),
      noNewPrivileges: noNewPrivileges(container, context.daemonNoNewPrivileges),
      hostNetwork: sharesNamespace(container, 'net', 'NetworkMode', context.hostNamespaces),
      hostPid: sharesNamespace(container, 'pid', 'PidMode', context.hostNamespaces),
      hostIpc: sharesNamespace(container, 'ipc', 'IpcMode', context.hostNamespaces),
      readonlyRootfs: readonlyRootfs(container),
      ...resourceColumns(container, context.info, context.machine),
      ...limitColumns(container, context),
      ...powerColumns(container, hostUserns(container, context), context),
    },
    [
      container.running
        ? undefined
        : `not running (${textAt(inspect, 'State', 'Status') ?? 'unknown'}): judged by its settings`,
    ],
  );
}

/** Of its first process, or who its root will be to the host where it has another user namespace. */
function uidOf(container: Container, sharesUsers: Failable<boolean>, facts: Facts): Failable<Json> {
  if (container.process !== null)
    return runtimeOr<Json>(
      container,
      (process) => (process.uids.includes(0) ? 0 : process.uid),
      () => null,
    );
  return sharesUsers.ok && !sharesUsers.value ? remappedRoot(facts) : succeed(null);
}

/** The data root of a daemon that remaps is called after its user and group: moby daemon/daemon_unix.go, setupDaemonRoot. */
function remappedRoot({ info, dockerd }: Facts): Failable<Json> {
  const root = info.ok
    ? /\/([1-9]\d{0,9})\.\d+\/?$/.exec(textAt(info.value, 'DockerRootDir') ?? '')?.[1]
    : undefined;
  return root === undefined ? mapFailable(dockerd, ({ uid }) => uid) : succeed(Number(root));
}

export function containerName(inspect: JsonObject): string {
  return (textAt(inspect, 'Name') ?? textAt(inspect, 'Id') ?? '').replace(/^\//, '');
}

/** Anyone may set the label: it only counts on a node of a swarm. */
function hasSwarmLabel(inspect: JsonObject): boolean {
  return (textAt(inspect, 'Labels', 'swarmService') ?? '') !== '';
}

function managedBy(inspect: JsonObject): string | null {
  const owner = containerOwner(inspect);
  if (owner === null || owner.tool === 'kubernetes') return owner?.tool ?? null;
  return owner.tool === 'swarm' ? `swarm:${owner.name}` : `compose:${owner.scope}/${owner.name}`;
}

function readonlyRootfs(container: Container): Failable<boolean> {
  const configured = booleanAt(container.inspect, 'HostConfig', 'ReadonlyRootfs') === true;
  return runtimeOr(
    container,
    (process) => process.rootMount?.split(',').includes('ro'),
    () => configured,
  );
}
