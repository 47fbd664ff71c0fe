import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import { booleanAt, listAt, textAt, textsAt } from './raw/json-access.ts';
import {
  addedCapabilities,
  capabilitiesOf,
  configuredCapabilities,
  normalizeCapability,
} from './raw/capabilities.ts';
import type { ContainerProcess } from './raw/container-process.ts';
import { parseGoBoolean } from './raw/dockerd-flags.ts';
import { parseJson } from './raw/section.ts';
import type { StoppedContainer } from './raw/stopped-containers.ts';

/** One container: what inspect claims, and its process where it has one. */
export interface Container {
  readonly inspect: JsonObject;
  readonly running: boolean;
  /** Modes such as PidMode by which it shares with the host, on its own or through another container. */
  readonly hostModes: ReadonlySet<string>;
  /** Null for a container that does not run; a failure where its process could not be read. */
  readonly process: Failable<ContainerProcess> | null;
  /** Why its first process does not show what is in a container that runs; null where it does. */
  readonly sandbox: Failable<never> | null;
  /** Of a container that does not run: what is kept of it. */
  readonly stopped: Failable<StoppedContainer>;
}

export const needsRoot = fail<never>(
  'NEEDS_ROOT',
  'the process of the container may not be read',
  'audit as root, or with sudo: true in the inventory (--sudo)',
);

/** What the kernel shows of a running container, what its settings come to for any other. */
export function runtimeOr<T>(
  container: Container,
  fromProcess: (process: ContainerProcess) => T | null | undefined,
  fromSettings: () => T,
): Failable<T> {
  return container.sandbox ?? limitOr(container, fromProcess, fromSettings);
}

/** The same for what holds for a sandbox with all that is in it. */
export function limitOr<T>(
  container: Container,
  fromProcess: (process: ContainerProcess) => T | null | undefined,
  fromSettings: () => T,
): Failable<T> {
  if (container.process === null) return succeed(fromSettings());
  if (!container.process.ok) return container.process;
  const seen = fromProcess(container.process.value);
  return seen === null || seen === undefined ? needsRoot : succeed(seen);
}

export function isPrivileged(container: Container): boolean {
  return booleanAt(container.inspect, 'HostConfig', 'Privileged') === true;
}

/** `name=value`, or with the colon of old Docker versions, or the bare name. */
export function securityOption(container: Container, name: string): string | undefined {
  const options = textsAt(container.inspect, 'HostConfig', 'SecurityOpt');
  // Of several, Docker takes the last.
  const option = options.findLast(
    (text) => text === name || text.startsWith(`${name}=`) || text.startsWith(`${name}:`),
  );
  return option === undefined || option === name ? option : option.slice(name.length + 1);
}

export function capabilityColumns(container: Container): {
  readonly values: Readonly<Record<string, Json>>;
  readonly uncertain: Readonly<Record<string, Failable<Json>>>;
} {
  const { add, drop, configured, held } = capabilitySets(container);
  return {
    values: { capAdd: isPrivileged(container) ? ['ALL'] : addedCapabilities(add), capDrop: drop },
    uncertain: {
      capabilities: mapFailable(held, (names) => names),
      extraCapabilities: mapFailable(held, (names) => names.filter((name) => !configured.includes(name))),
    },
  };
}

/** What its settings come to. */
export function configuredOf(container: Container): readonly string[] {
  return capabilitySets(container).configured;
}

/** Those that the container holds, or what its settings come to where its process could not be read. */
export function capabilitiesAsFarAsKnown(container: Container): readonly string[] {
  const { configured, held } = capabilitySets(container);
  return held.ok ? held.value : configured;
}

function capabilitySets(container: Container) {
  const add = textsAt(container.inspect, 'HostConfig', 'CapAdd').map(normalizeCapability);
  const drop = textsAt(container.inspect, 'HostConfig', 'CapDrop').map(normalizeCapability);
  const configured = configuredCapabilities(add, drop, isPrivileged(container));
  return { add, drop, configured, held: runtimeOr(container, heldCapabilities, () => configured) };
}

function heldCapabilities({
  capBounding,
  capEffective,
  capReserve,
}: ContainerProcess): readonly string[] | null {
  if (capBounding === null || capEffective === null) return null;
  return capabilitiesOf(capBounding | capEffective | capReserve);
}

const seccompModes: readonly string[] = ['disabled', 'strict', 'filter'];

export function seccomp(container: Container, daemonHasSeccomp: Failable<boolean>): Failable<string> {
  const profile = securityOption(container, 'seccomp');
  if (profile !== undefined && allowsAll(profile)) return succeed('disabled');
  if (container.process !== null) {
    return runtimeOr(
      container,
      (process) => (process.seccomp === null ? null : seccompModes[process.seccomp]),
      () => 'disabled',
    );
  }
  if (isPrivileged(container)) return succeed('disabled');
  // A profile of its own stands in the option as JSON.
  if (profile !== undefined) return succeed(profile === 'unconfined' ? 'disabled' : 'filter');
  return mapFailable(daemonHasSeccomp, (has) => (has ? 'filter' : 'disabled'));
}

/** What is only written down is let through. */
export function isLet(action: string | undefined): boolean {
  return action === 'SCMP_ACT_ALLOW' || action === 'SCMP_ACT_LOG';
}

/** A profile that stops no call is no filter, though the kernel runs it as one. */
function allowsAll(profile: string): boolean {
  const parsed = parseJson(profile);
  return (
    isLet(textAt(parsed, 'defaultAction')) &&
    listAt(parsed, 'syscalls').every((rule) => isLet(textAt(rule, 'action')))
  );
}

/** The default that the daemon had when it created a container counts for one without an option of its own. */
export function noNewPrivileges(container: Container, daemonDefault: Failable<boolean>): Failable<boolean> {
  const option = securityOption(container, 'no-new-privileges');
  if (container.process !== null) {
    return runtimeOr(
      container,
      (process) => process.noNewPrivileges,
      () => false,
    );
  }
  if (option === undefined) {
    const kept = container.stopped.ok ? container.stopped.value.noNewPrivileges : null;
    if (kept !== null) return succeed(kept);
    return daemonDefault.ok && daemonDefault.value ? unknownDefault : daemonDefault;
  }
  return succeed(option === 'no-new-privileges' || parseGoBoolean(option) === true);
}

const unknownDefault = fail<never>(
  'NEEDS_ROOT',
  'whether the daemon had its default of today when it created the container may not be read',
  'audit as root, or with sudo: true in the inventory (--sudo)',
);

/** Whether a namespace is the host's own, of the process or by the mode it was created with. */
export function sharesNamespace(
  container: Container,
  kind: 'net' | 'pid' | 'ipc' | 'uts' | 'user',
  mode: string,
  hostNamespaces: ReadonlyMap<string, string>,
): Failable<boolean> {
  const configured = container.hostModes.has(mode);
  if (container.process === null || configured) return succeed(configured);
  return runtimeOr(
    container,
    (process) => {
      const [own, host] = [process.namespaces.get(kind), hostNamespaces.get(kind)];
      return own === undefined || host === undefined ? null : own === host;
    },
    () => configured,
  );
}

/** User 0 inside the container: of the process, which can take up any of its user ids again, or by the configured user. */
export function isRoot(container: Container): Failable<boolean> {
  if (container.process === null) return isConfiguredRoot(container);
  return runtimeOr(
    container,
    (process) => (process.uid === null ? null : process.uids.some((uid) => insideUid(uid, process) === 0)),
    () => false,
  );
}

/** A name is what /etc/passwd in the container makes of it; it comes before a number there too. */
function isConfiguredRoot({ inspect, stopped }: Container): Failable<boolean> {
  const user = textAt(inspect, 'Config', 'User') ?? '';
  if (isRootUser(user)) return succeed(true);
  const name = user.split(':')[0] ?? '';
  const accounts = stopped.ok ? stopped.value.accounts : null;
  const account = accounts?.find((one) => one.name === name || String(one.uid) === name);
  if (account !== undefined) return succeed(account.uid === 0);
  if (/^\d+$/.test(name)) return succeed(false);
  return stopped.ok ? unknownUser : stopped;
}

const unknownUser = fail<never>(
  'USER_UNKNOWN',
  'which user id the name of its user stands for could not be read from its filesystem',
  'audit as root, with ctr on the host where the image store is that of containerd; else start the container and audit again, give the user as a number, or remove the container',
);

/** A user id of the host as processes inside the container see it. */
export function insideUid(uid: number, process: ContainerProcess): number {
  const range = process.uidMap.find(([, outside, length]) => uid >= outside && uid < outside + length);
  return range === undefined ? uid : range[0] + (uid - range[1]);
}

/** "", root, 0, 00, +0, 0:0 and root:root are all root, whatever the container has in /etc/passwd. */
export function isRootUser(user: string): boolean {
  const name = user.split(':')[0] ?? '';
  return name === '' || name === 'root' || /^[+-]?0+$/.test(name);
}
