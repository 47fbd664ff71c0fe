import { fail, type Failable } from '../lib/failure.ts';
import { both } from './build-row.ts';
import { swarmState } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { containerPorts } from './published-ports.ts';
import {
  completeAddress,
  bindingOf,
  bindingsOf,
  parseTcp,
  socketPath,
  tcpAddress,
} from './raw/api-address.ts';
import type { Flags } from './raw/dockerd-flags.ts';
import type { DockerdProcess } from './raw/dockerd-process.ts';
import { numberAt, textAt, textsAt } from './raw/json-access.ts';
import type { Listener } from './raw/listener.ts';
import { swarmStateFile } from './raw/swarm-state.ts';
import { configuredMode, openAddresses } from './tls-options.ts';

/** A place where the API is served, or will be. */
export interface ApiListener {
  readonly address: string;
  readonly origin: 'process' | 'flag' | 'file' | 'socket-unit';
  /** Whether only systemd can have opened it: dockerd itself then says nothing of it. */
  readonly handedOver: boolean;
}

type Named = Omit<ApiListener, 'handedOver'>;

/** Every address of the running daemon once, as its own words, flags, file or socket unit name it. */
export function apiListeners(facts: Facts): readonly ApiListener[] {
  const found = new Map<string, ApiListener>();
  const add = (listener: ApiListener): void => {
    if (!found.has(listener.address)) found.set(listener.address, listener);
  };
  const known = knownAddresses(facts);
  const byBinding = bindings(known);
  const sockets = facts.dockerd.ok ? facts.dockerd.value.tcp : [];
  for (const socket of sockets) {
    const listener = namedAs(socket, byBinding);
    if (listener !== undefined) add({ ...listener, origin: 'process' });
  }
  for (const socket of unexplained(facts, sockets, byBinding)) {
    const address = tcpAddress(socket.address, socket.port);
    add({ address, origin: 'process', handedOver: takesOverSockets(facts) });
  }
  for (const address of unixSockets(facts, known)) add({ address, origin: 'process', handedOver: false });
  const held = heldBindings(facts);
  for (const listener of known) {
    if (listener.address.startsWith('fd://') || held.has(bindingOf(listener.address) ?? '')) continue;
    if (listener.origin !== 'file' || !isWrittenSince(facts)) add(listener);
  }
  return [...found.values()];
}

/** What dockerd was told to open, and what it takes over from systemd. */
function knownAddresses(facts: Facts): readonly ApiListener[] {
  return [
    ...toldAddresses(facts).map((told) => ({ ...told, handedOver: false })),
    ...unitAddresses(facts).map((unit) => ({ ...unit, handedOver: true })),
  ];
}

function bindings(known: readonly ApiListener[]): ReadonlyMap<string, ApiListener> {
  const found = new Map<string, ApiListener>();
  for (const listener of known) {
    const binding = bindingOf(listener.address);
    if (binding !== null && !found.has(binding)) found.set(binding, listener);
  }
  return found;
}

function namedAs(socket: Listener, byBinding: ReadonlyMap<string, ApiListener>): ApiListener | undefined {
  const binding = bindingsOf(socket).find((candidate) => byBinding.has(candidate));
  return binding === undefined ? undefined : byBinding.get(binding);
}

/** Of every TCP socket that dockerd holds, what it may have come of. */
function heldBindings({ dockerd }: Facts): ReadonlySet<string> {
  return new Set(dockerd.ok ? dockerd.value.tcp.flatMap(bindingsOf) : []);
}

/** Whether the API is, or may be, served on TCP. */
export function servesTcp(facts: Facts): boolean {
  if (!facts.dockerd.ok || whyMoreListeners(facts, facts.dockerd.value).length > 0) return true;
  return apiListeners(facts).some(({ address }) => address.startsWith('tcp://'));
}

/** TCP addresses that a file written since the start, or the unit as it stands on disk, will open at the next start. */
export function pendingListeners(facts: Facts): readonly ApiListener[] {
  const open = new Set(apiListeners(facts).map(({ address }) => address));
  const held = heldBindings(facts);
  const next = [...fileAddresses(facts), ...flagAddresses(facts, facts.nextFlags)];
  const found = new Map(next.map((listener) => [listener.address, { ...listener, handedOver: false }]));
  return [...found.values()].filter(
    ({ address }) =>
      address.startsWith('tcp://') && !open.has(address) && !held.has(bindingOf(address) ?? ''),
  );
}

/** What was written into the file since the start opens nothing before the next, as far as the sockets can be seen. */
function isWrittenSince({ dockerd, configChanged }: Facts): boolean {
  return dockerd.ok && dockerd.value.descriptorsReadable && configChanged.ok && configChanged.value;
}

/** What dockerd was told to open itself: by its own words first, which beat what stands in flags and file by now. */
function toldAddresses(facts: Facts): readonly Named[] {
  const own = (openAddresses(facts) ?? []).map(({ address }) => address);
  return [...named(facts, own, 'process'), ...flagAddresses(facts, facts.flags), ...fileAddresses(facts)];
}

function flagAddresses(facts: Facts, flags: Failable<Flags>): readonly Named[] {
  return named(facts, hostFlags(flags), 'flag');
}

function fileAddresses(facts: Facts): readonly Named[] {
  return named(facts, textsAt(facts.settings, 'hosts'), 'file');
}

function hostFlags(flags: Failable<Flags>): readonly string[] {
  return flags.ok ? (flags.value.get('host') ?? []) : [];
}

/** Addresses as dockerd completes them, each once. */
function named(
  { dockerd, flags, settings }: Facts,
  addresses: readonly string[],
  origin: Named['origin'],
): readonly Named[] {
  const surroundings = {
    directory: dockerd.ok ? dockerd.value.directory : '/',
    tls: configuredMode(flags.ok ? flags.value : new Map(), settings).tls,
  };
  return [...new Set(addresses)].map((address) => ({
    address: completeAddress(address, surroundings),
    origin,
  }));
}

/** Unix sockets that the process holds under a name that somebody gives them. */
function unixSockets(facts: Facts, known: readonly ApiListener[]): readonly string[] {
  if (!facts.dockerd.ok) return [];
  const { unix, directory } = facts.dockerd.value;
  const usual = [facts.bundle.host.dockerSocket, '/run/docker.sock'].map((path) => socketPath(path, '/'));
  const names = new Set([...known.map(({ address }) => address), ...usual.map((path) => `unix://${path}`)]);
  return unix.map((path) => `unix://${socketPath(path, directory)}`).filter((address) => names.has(address));
}

/**
 * TCP sockets of dockerd that nothing explains which it does besides its API: what flags, file and socket unit say
 * today need not be what it was started with. A swarm makes it hold sockets that nothing names, so there they only
 * count once the file has changed.
 */
function unexplained(
  facts: Facts,
  sockets: readonly Listener[],
  byBinding: ReadonlyMap<string, ApiListener>,
): readonly Listener[] {
  const inSwarm = facts.info.ok && swarmState(facts.info.value) !== 'inactive';
  const unchanged = facts.configChanged.ok && !facts.configChanged.value;
  if ((inSwarm && unchanged) || !otherUses(facts).ok) return [];
  const others = otherPorts(facts);
  return sockets.filter((socket) => !others.has(socket.port) && namedAs(socket, byBinding) === undefined);
}

/** What must be known to tell the API from what dockerd listens for besides it: published ports, and a swarm. */
function otherUses(facts: Facts): Failable<unknown> {
  return both(facts.containers, facts.info);
}

/** Why there may be more TCP addresses than were seen; empty where all are known. */
export function whyMoreListeners(facts: Facts, dockerd: DockerdProcess): readonly Failable<never>[] {
  const uses = otherUses(facts);
  const byBinding = bindings(knownAddresses(facts));
  const strays = dockerd.tcp.some((socket) => namedAs(socket, byBinding) === undefined);
  const reasons = [
    dockerd.descriptorsReadable ? null : needsRoot,
    facts.config.ok ? null : facts.config,
    facts.units.ok || !takesOverSockets(facts) ? null : facts.units,
    uses.ok || !strays ? null : uses,
  ];
  return reasons.filter((failure) => failure !== null);
}

export const needsRoot = fail<never>(
  'NEEDS_ROOT',
  'the sockets and the environment of dockerd may not be read',
  'audit as root, or with sudo: true in the inventory (--sudo)',
);

/** Null where everything that names a socket of the daemon could be read. */
export function whySocketsUnknown(facts: Facts): Failable<never> | null {
  const { dockerd, config, units } = facts;
  if (!dockerd.ok) return dockerd;
  if (!config.ok) return config;
  return units.ok || !takesOverSockets(facts) ? null : units;
}

/** Ports on which dockerd listens for its API, for its own purposes, or for a container. */
export function explainedPorts(facts: Facts): ReadonlySet<number> {
  const api = knownAddresses(facts);
  return new Set([...api.flatMap(({ address }) => parseTcp(address)?.port ?? []), ...otherPorts(facts)]);
}

/** Ports on which dockerd holds a socket that is certainly not its API. */
function otherPorts(facts: Facts): ReadonlySet<number> {
  const flags: Flags = facts.flags.ok ? facts.flags.value : new Map();
  const metrics = [flags.get('metrics-addr')?.at(-1), textAt(facts.settings, 'metrics-addr')];
  return new Set([
    ...metrics.flatMap((address) => portOf(address ?? '') ?? []),
    // A reload opens it too.
    Number(flags.get('network-diagnostic-port')?.at(-1)),
    numberAt(facts.settings, 'network-diagnostic-port') ?? 0,
    ...swarmPorts(facts),
    ...publishedHostPorts(facts),
  ]);
}

/** Where other nodes of the swarm are waited for: the port may be chosen, that for gossip may not. */
function swarmPorts(facts: Facts): readonly number[] {
  if (!facts.info.ok || swarmState(facts.info.value) === 'inactive') return [];
  const state = swarmStateFile(facts.bundle);
  return [(state.ok ? portOf(state.value.listenAddress ?? '') : undefined) ?? 2377, 7946];
}

/** Without the userland proxy, dockerd itself holds the ports that containers publish. */
function publishedHostPorts(facts: Facts): readonly number[] {
  const table = containerPorts(facts);
  return 'rows' in table ? table.rows.map((row) => Number(row.values['hostPort'])) : [];
}

function portOf(address: string): number | undefined {
  const port = /:(\d{1,5})$/.exec(address)?.[1];
  return port === undefined ? undefined : Number(port);
}

/** The group that systemd gives a socket of the API which it opens itself; null where it does not. */
export function unitGroupOf(path: string, facts: Facts): string | null {
  const opened = unitAddresses(facts).some(({ address }) => address === `unix://${socketPath(path, '/')}`);
  if (!opened || !facts.units.ok) return null;
  const set = facts.units.value.findLast(({ kind, unit }) => kind === 'group' && unit === 'docker.socket');
  return set?.value ?? null;
}

/** `/run/docker.sock (Stream)`, `[::]:2375 (Stream)`, or as the unit file writes it: a path, a port, an address. */
function unitAddresses(facts: Facts): readonly Named[] {
  if (!facts.units.ok || !takesOverSockets(facts)) return [];
  const addresses = facts.units.value
    .filter((fact) => fact.kind === 'listen' && fact.unit === 'docker.socket')
    .map((fact) => fact.value.replace(/ \(Stream\)$/, '').replace('%t', '/run'))
    .map((value) => (/^\d+$/.test(value) ? `[::]:${value}` : value))
    .map((value) => (value.startsWith('/') ? `unix://${value}` : value));
  return named(facts, addresses, 'socket-unit');
}

/** Only a dockerd that is told `fd://` serves the sockets that systemd opened for it. */
function takesOverSockets(facts: Facts): boolean {
  return [...hostFlags(facts.flags), ...textsAt(facts.settings, 'hosts')].some((address) =>
    address.trim().startsWith('fd://'),
  );
}
