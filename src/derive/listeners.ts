import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { both, buildRow } from './build-row.ts';
import { swarmState } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { fileNotInForce } from './next-start.ts';
import { parseGoBoolean, type Flags } from './raw/dockerd-flags.ts';
import { canonicalSocket, type DockerdProcess } from './raw/dockerd-process.ts';
import { containerPorts } from './published-ports.ts';
import { booleanAt, textAt, textsAt } from './raw/json-access.ts';

interface Listener {
  readonly address: string;
  readonly origin: 'process' | 'flag' | 'file' | 'socket-unit';
}

/** Where the API is served: the sockets that dockerd holds, and what flags, file and socket unit ask for. */
export function listeners(facts: Facts): Table {
  if (!facts.dockerd.ok) return { error: facts.dockerd.failure };
  const tls = tlsColumns(facts, facts.dockerd.value);
  const rows = apiListeners(facts).map((listener) =>
    buildRow(
      {
        address: listener.address,
        protocol: protocolOf(listener.address),
        origin: listener.origin,
        loopback: isLoopback(listener.address),
      },
      tls,
    ),
  );
  return { rows: [...rows, ...unseen(facts, facts.dockerd.value)] };
}

/** A row for each reason why there may be more than was seen. */
function unseen(facts: Facts, dockerd: DockerdProcess): readonly Row[] {
  const uses = otherUses(facts);
  const reasons = [
    dockerd.descriptorsReadable ? null : needsRoot,
    facts.config.ok ? null : facts.config,
    facts.units.ok || !takesOverSockets(facts) ? null : facts.units,
    unexplained(facts, dockerd).length === 0 || uses.ok ? null : uses,
  ];
  return reasons
    .filter((failure) => failure !== null)
    .map((failure) =>
      buildRow(
        { address: 'other sockets of dockerd', origin: 'process' },
        { protocol: failure, loopback: failure },
      ),
    );
}

const needsRoot = fail<never>(
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

/** Every address once, as the first source names it. */
export function apiListeners(facts: Facts): readonly Listener[] {
  const found = new Map<string, Listener>();
  const add = (address: string, origin: Listener['origin']): void => {
    const canonical = canonicalAddress(address);
    if (!found.has(canonical)) found.set(canonical, { address: canonical, origin });
  };
  const dockerd = facts.dockerd.ok ? facts.dockerd.value : null;
  const settings = settingsOf(facts);
  for (const address of processListeners(facts, dockerd)) add(address, 'process');
  for (const address of facts.flags.ok ? (facts.flags.value.get('host') ?? []) : []) add(address, 'flag');
  for (const address of textsAt(settings, 'hosts')) add(address, 'file');
  for (const address of unitListeners(facts)) add(address, 'socket-unit');
  return [...found.values()].filter((listener) => !listener.address.startsWith('fd://'));
}

function settingsOf(facts: Facts): JsonObject {
  return facts.config.ok && facts.config.value.settings.ok ? facts.config.value.settings.value : {};
}

/** The sockets that dockerd holds and serves its API on. */
function processListeners(facts: Facts, dockerd: DockerdProcess | null): readonly string[] {
  if (dockerd === null) return [];
  const configured = configuredAddresses(facts);
  const ports = new Set(configured.flatMap((address) => portOf(address) ?? []));
  const strays = new Set(otherUses(facts).ok ? unexplained(facts, dockerd) : []);
  const tcp = dockerd.tcp
    .filter(({ port }) => ports.has(port) || strays.has(port))
    .map((listener) => tcpAddress(listener.address, listener.port));
  const named = new Set(configured.map(canonicalAddress));
  const unix = dockerd.unix
    .map((path) => `unix://${canonicalSocket(path)}`)
    .filter((address) => named.has(address));
  return [...tcp, ...unix];
}

/**
 * Ports on which dockerd listens though nothing that it does besides its API explains them: what flags, file and
 * socket unit say today need not be what it was started with. A swarm makes it hold sockets that nothing names, so
 * there they only count once the file has changed.
 */
function unexplained(facts: Facts, dockerd: DockerdProcess): readonly number[] {
  const inSwarm = facts.info.ok && swarmState(facts.info.value) !== 'inactive';
  const unchanged = facts.configChanged.ok && !facts.configChanged.value;
  if (inSwarm && unchanged) return [];
  const explained = explainedPorts(facts);
  return dockerd.tcp.map(({ port }) => port).filter((port) => !explained.has(port));
}

/** What must be known to tell the API from what dockerd listens for besides it: published ports, and a swarm. */
function otherUses(facts: Facts): Failable<unknown> {
  return both(facts.containers, facts.info);
}

/** Ports on which dockerd listens for its API, for its own purposes, or for a container. */
export function explainedPorts(facts: Facts): ReadonlySet<number> {
  return new Set([
    ...configuredAddresses(facts).flatMap((address) => portOf(address) ?? []),
    ...otherPorts(facts),
  ]);
}

/** What flags, file and socket unit name, and the sockets that are named without them. */
function configuredAddresses(facts: Facts): readonly string[] {
  const flagged = facts.flags.ok ? (facts.flags.value.get('host') ?? []) : [];
  const usual = [facts.bundle.host.dockerSocket, '/run/docker.sock'].map((path) => `unix://${path}`);
  return [...flagged, ...textsAt(settingsOf(facts), 'hosts'), ...unitListeners(facts), ...usual];
}

/** Ports on which dockerd holds a socket that is certainly not its API. */
function otherPorts(facts: Facts): ReadonlySet<number> {
  const flags: Flags = facts.flags.ok ? facts.flags.value : new Map();
  const metrics = [flags.get('metrics-addr')?.at(-1), textAt(settingsOf(facts), 'metrics-addr')];
  const diagnostic = flags.get('network-diagnostic-port')?.at(-1);
  const swarm = facts.info.ok && swarmState(facts.info.value) !== 'inactive' ? [2377, 7946] : [];
  return new Set([
    ...metrics.flatMap((address) => portOf(address ?? '') ?? []),
    Number(diagnostic),
    ...swarm,
    ...publishedHostPorts(facts),
  ]);
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
  const opened = unitListeners(facts)
    .map(canonicalAddress)
    .includes(`unix://${canonicalSocket(path)}`);
  if (!opened || !facts.units.ok) return null;
  const set = facts.units.value.findLast(({ kind, unit }) => kind === 'group' && unit === 'docker.socket');
  return set?.value ?? null;
}

/** `/run/docker.sock (Stream)`, `[::]:2375 (Stream)`, or as the unit file writes it: a path, a port, an address. */
function unitListeners(facts: Facts): readonly string[] {
  if (!facts.units.ok || !takesOverSockets(facts)) return [];
  return facts.units.value
    .filter((fact) => fact.kind === 'listen' && fact.unit === 'docker.socket')
    .map((fact) => fact.value.replace(/ \(Stream\)$/, '').replace('%t', '/run'))
    .map((value) => {
      if (value.startsWith('/')) return `unix://${value}`;
      return `tcp://${/^\d+$/.test(value) ? `[::]:${value}` : value}`;
    });
}

/** Only a dockerd that is told `fd://` serves the sockets that systemd opened for it. */
function takesOverSockets(facts: Facts): boolean {
  const flagged = facts.flags.ok ? (facts.flags.value.get('host') ?? []) : [];
  return [...flagged, ...textsAt(settingsOf(facts), 'hosts')].some((address) => address.startsWith('fd://'));
}

/** Docker takes `unix://` alone for its usual socket, and an address without a protocol for TCP. */
function canonicalAddress(address: string): string {
  if (address === 'unix://') return 'unix:///run/docker.sock';
  if (address.startsWith('unix://')) return `unix://${canonicalSocket(address.slice('unix://'.length))}`;
  const tcp = address.includes('://') ? address : `tcp://${address}`;
  return tcp.replace(/^tcp:\/\/:/, 'tcp://0.0.0.0:');
}

function tcpAddress(address: string, port: number): string {
  return `tcp://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function protocolOf(address: string): string {
  return address.slice(0, address.indexOf('://'));
}

function isLoopback(address: string): boolean {
  return address.startsWith('unix://') || /^tcp:\/\/(127\.|localhost[:/]|\[::1\])/.test(address);
}

/** Columns about TLS, the same for all TCP listeners of one daemon. */
function tlsColumns(facts: Facts, dockerd: DockerdProcess): Readonly<Record<string, Failable<Json>>> {
  const verify = tlsSwitch(facts, dockerd, 'tlsverify');
  const tls = tlsSwitch(facts, dockerd, 'tls');
  return {
    tlsVerify: verify,
    // tlsverify implies tls; see dockerd's reference.
    tls: verify.ok && verify.value === true ? succeed(true) : tls,
    missingMaterial: missingMaterial(facts, dockerd),
  };
}

export function tlsSwitch(facts: Facts, dockerd: DockerdProcess, name: 'tls' | 'tlsverify'): Failable<Json> {
  if (!facts.flags.ok) return facts.flags;
  const flag = parseGoBoolean(facts.flags.value.get(name)?.at(-1) ?? '');
  if (flag !== undefined) return succeed(flag);
  const settings = fileSettings(facts);
  if (!settings.ok) return settings;
  const set = booleanAt(settings.value, name);
  if (set !== undefined || name === 'tls') return succeed(set ?? false);
  if (!dockerd.descriptorsReadable) return needsRoot;
  return succeed((dockerd.environment.get('DOCKER_TLS_VERIFY') ?? '') !== '');
}

/** The file's settings, where they are the ones that the running daemon read. */
export function fileSettings(facts: Facts): Failable<JsonObject> {
  if (!facts.config.ok) return facts.config;
  if (!facts.configChanged.ok) return facts.configChanged;
  if (facts.configChanged.value) return fileNotInForce(facts, ': the TLS options in force are not known');
  return facts.config.value.settings;
}

/** Options of TLS, and what their files are called in the directory that Docker looks in without them. */
export const material = { tlscacert: 'ca.pem', tlscert: 'cert.pem', tlskey: 'key.pem' } as const;

function missingMaterial(facts: Facts, dockerd: DockerdProcess): Failable<Json> {
  if (!facts.flags.ok) return facts.flags;
  if (!facts.files.ok) return facts.files;
  const settings = fileSettings(facts);
  if (!settings.ok) return settings;
  const directory =
    dockerd.environment.get('DOCKER_CERT_PATH') ?? `${dockerd.environment.get('HOME') ?? '/root'}/.docker`;
  const missing: string[] = [];
  for (const [option, file] of Object.entries(material)) {
    const path =
      facts.flags.value.get(option)?.at(-1) ?? textAt(settings.value, option) ?? `${directory}/${file}`;
    const found = facts.files.value(path);
    if (!found.ok) return found;
    if (found.value.stat === null) missing.push(option);
  }
  return succeed(missing);
}
