import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, tableOf } from './build-row.ts';
import { needsRoot, type Container } from './container-security.ts';
import { containerName, containersOf } from './containers.ts';
import type { Facts } from './facts.ts';
import { at, booleanAt, textAt } from './raw/json-access.ts';
import type { Listener } from './raw/listener.ts';

/** Ports in force for running containers, ports asked for by the others. */
export function containerPorts(facts: Facts): Table {
  return tableOf(containersOf(facts), (all) =>
    all.flatMap((container) => [
      ...boundPorts(container),
      ...exposedPorts(container),
      ...ownPorts(container),
    ]),
  );
}

function boundPorts({ inspect, running }: Container): readonly Row[] {
  const ports = running ? at(inspect, 'Ports') : at(inspect, 'HostConfig', 'PortBindings');
  return Object.entries(ports ?? {}).flatMap(([port, bindings]: [string, Json]) =>
    (Array.isArray(bindings) ? bindings : []).map((binding: Json) => portRow(inspect, port, binding)),
  );
}

/** With -P the next start publishes whatever the image exposes, on all addresses. */
function exposedPorts({ inspect, running }: Container): readonly Row[] {
  if (running || booleanAt(inspect, 'HostConfig', 'PublishAllPorts') !== true) return [];
  const failure = fail<never>(
    'NOT_RUNNING',
    'which ports the image exposes is only known once the container runs',
    'start the container and audit again, or name its ports with -p',
  );
  const values = { container: containerName(inspect), hostIp: '0.0.0.0', hostPort: null, wildcard: true };
  return [
    buildRow(
      { ...values, publishAll: true },
      { containerPort: failure, protocol: failure, published: failure },
    ),
  ];
}

/** No address at all, 0.0.0.0 or :: in any spelling, or the one as the other. */
function isWildcard(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  return (
    bare === '' || /^(0{1,3}\.){0,3}0{1,3}$/.test(bare) || /^[0:]*:(ffff:(0\.0\.0\.0|0:0))?[0:]*$/i.test(bare)
  );
}

/** `port` as in "80/tcp". */
function portRow(inspect: JsonObject, port: string, binding: Json): Row {
  const [number = '', protocol = 'tcp'] = port.split('/');
  const hostIp = textAt(binding, 'HostIp') ?? '';
  const address = hostIp === '' ? '0.0.0.0' : hostIp;
  const hostPort = textAt(binding, 'HostPort') ?? '';
  // Of a range, the daemon takes the first that is free.
  const given = /^([1-9]\d{0,4})(?:-[1-9]\d{0,4})?$/.exec(hostPort);
  const place = `${address.includes(':') ? `[${address}]` : address}:${given?.[0] ?? 'any'}`;
  return buildRow(
    {
      container: containerName(inspect),
      hostIp: address,
      hostPort: given === null ? null : Number(given[1]),
      containerPort: Number(number),
      protocol,
      published: `${given?.[0] ?? 'any'}/${protocol}`,
      wildcard: isWildcard(hostIp),
    },
    { publishAll: publishAll(inspect) },
    [`its port ${port} at ${place}`],
  );
}

function publishAll(inspect: JsonObject): Failable<boolean> {
  const value = booleanAt(inspect, 'HostConfig', 'PublishAllPorts');
  return value === undefined
    ? fail('NOT_COLLECTED', 'PublishAllPorts is not in the bundle', 'collect the facts of this host again')
    : succeed(value);
}

/** In the network of the host nothing is published: every port that the container listens on is the host's. */
function ownPorts({ inspect, process, hostModes }: Container): readonly Row[] {
  if (process === null) return [];
  const name = containerName(inspect);
  // The collector looks for listeners where the network is the host's in fact, whatever the mode says.
  const listeners = process.ok ? process.value.listeners : null;
  if (listeners === null) {
    return hostModes.has('NetworkMode')
      ? [unknownPorts(name, process.ok ? needsRoot : process, hostNetwork)]
      : [];
  }
  return [
    ...listeners.tcp.map((listener) => listenerRow(name, 'tcp', listener)),
    ...listeners.udp.map((listener) => listenerRow(name, 'udp', listener)),
  ];
}

const hostNetwork = 'the container shares the network of the host and listens there itself';

function listenerRow(container: string, protocol: string, { address, port }: Listener): Row {
  const published = `${port}/${protocol}`;
  const values = {
    container,
    hostIp: address,
    hostPort: port,
    containerPort: port,
    protocol,
    published,
    publishAll: false,
  };
  return buildRow({ ...values, wildcard: isWildcard(address) }, {}, [hostNetwork]);
}

/** A row that stands for ports of which nothing is known. */
export function unknownPorts(container: string, failure: Failable<never>, note: string): Row {
  return buildRow(
    { container },
    {
      hostIp: failure,
      hostPort: failure,
      containerPort: failure,
      protocol: failure,
      published: failure,
      publishAll: failure,
      wildcard: failure,
    },
    [note],
  );
}
