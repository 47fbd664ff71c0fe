import type { Row, Table } from '../facts/types.ts';
import type { Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, tableOf } from './build-row.ts';
import { needsRoot, type Container } from './container-security.ts';
import { containerName, containersOf } from './containers.ts';
import type { Facts } from './facts.ts';
import { at, textAt } from './raw/json-access.ts';
import type { Listener } from './raw/listener.ts';

/** Ports in force for running containers, ports asked for by the others. */
export function publishedPorts(facts: Facts): Table {
  return tableOf(containersOf(facts), (all) =>
    all.flatMap((container) => [...boundPorts(container), ...ownPorts(container)]),
  );
}

function boundPorts({ inspect, running }: Container): readonly Row[] {
  const ports = running ? at(inspect, 'Ports') : at(inspect, 'HostConfig', 'PortBindings');
  return Object.entries(ports ?? {}).flatMap(([port, bindings]: [string, Json]) =>
    (Array.isArray(bindings) ? bindings : []).map((binding: Json) => portRow(inspect, port, binding)),
  );
}

const wildcards: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', '[::]']);

/** `port` as in "80/tcp". */
function portRow(inspect: JsonObject, port: string, binding: Json): Row {
  const [number = '', protocol = 'tcp'] = port.split('/');
  const hostIp = textAt(binding, 'HostIp') ?? '';
  const hostPort = textAt(binding, 'HostPort') ?? '';
  return buildRow({
    container: containerName(inspect),
    hostIp: hostIp === '' ? '0.0.0.0' : hostIp,
    hostPort: /^[1-9]\d{0,4}$/.test(hostPort) ? Number(hostPort) : null,
    containerPort: Number(number),
    protocol,
    wildcard: wildcards.has(hostIp),
  });
}

/** In the network of the host nothing is published: every port that the container listens on is the host's. */
function ownPorts(container: Container): readonly Row[] {
  if (container.process === null || textAt(container.inspect, 'HostConfig', 'NetworkMode') !== 'host')
    return [];
  const name = containerName(container.inspect);
  if (!container.process.ok) return [unknownPorts(name, container.process)];
  const { listeners } = container.process.value;
  if (listeners === null) return [unknownPorts(name, needsRoot)];
  return [
    ...listeners.tcp.map((listener) => listenerRow(name, 'tcp', listener)),
    ...listeners.udp.map((listener) => listenerRow(name, 'udp', listener)),
  ];
}

const hostNetwork = 'the container shares the network of the host and listens there itself';

function listenerRow(container: string, protocol: string, { address, port }: Listener): Row {
  const values = { container, hostIp: address, hostPort: port, containerPort: port, protocol };
  return buildRow({ ...values, wildcard: wildcards.has(address) }, {}, [hostNetwork]);
}

function unknownPorts(container: string, failure: Failable<never>): Row {
  return buildRow(
    { container },
    { hostIp: failure, hostPort: failure, containerPort: failure, protocol: failure, wildcard: failure },
    [hostNetwork],
  );
}
