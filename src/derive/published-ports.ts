import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, tableOf } from './build-row.ts';
import { needsRoot, type Container } from './container-security.ts';
import { containerName, containersOf } from './containers.ts';
import type { Facts } from './facts.ts';
import { addressesOf, type AddressesOf } from './port-addresses.ts';
import { at, booleanAt, textAt } from './raw/json-access.ts';
import type { Listener } from './raw/listener.ts';

/** Ports in force for running containers, ports that the next start will open for the others. */
export function containerPorts(facts: Facts): Table {
  const addresses = addressesOf(facts);
  return tableOf(containersOf(facts), (all) =>
    all.flatMap((container) => [
      ...(container.running ? boundPorts(container) : askedPorts(container, addresses)),
      ...ownPorts(container),
    ]),
  );
}

/** A port without a number is one to which traffic is routed: nothing is bound on the host. */
function boundPorts({ inspect }: Container): readonly Row[] {
  return portsIn(at(inspect, 'Ports'))
    .filter(({ hostPort }) => hostPort !== '')
    .map((port) => portRow(inspect, port, port.hostIp));
}

function askedPorts({ inspect }: Container, addresses: AddressesOf): readonly Row[] {
  const publishesAll = booleanAt(inspect, 'HostConfig', 'PublishAllPorts') === true;
  if (publishesAll && at(inspect, 'Config', 'ExposedPorts') === undefined)
    return [unknownPorts(containerName(inspect), notCollected, 'publishes all that it exposes')];
  const asked = portsIn(at(inspect, 'HostConfig', 'PortBindings'));
  return [...asked, ...exposedPorts(inspect, new Set(asked.map(({ port }) => port)))].flatMap((port) => {
    const found = addresses(inspect, port.hostIp);
    return found.ok
      ? found.value.map((address) => portRow(inspect, port, address))
      : [unknownPorts(containerName(inspect), found, `its port ${port.port}`)];
  });
}

/** With -P the next start publishes whatever is exposed, at ports that the kernel picks. */
function exposedPorts(inspect: JsonObject, asked: ReadonlySet<string>): readonly Port[] {
  if (booleanAt(inspect, 'HostConfig', 'PublishAllPorts') !== true) return [];
  const exposed = Object.keys(at(inspect, 'Config', 'ExposedPorts') ?? {});
  return exposed.filter((port) => !asked.has(port)).map((port) => ({ port, hostIp: '', hostPort: '' }));
}

/** A port of a container, as in "80/tcp", and where on the host it is asked for. */
interface Port {
  readonly port: string;
  readonly hostIp: string;
  readonly hostPort: string;
}

function portsIn(bindings: Json | undefined): readonly Port[] {
  return Object.entries(bindings ?? {}).flatMap(([port, all]: [string, Json]) =>
    (Array.isArray(all) ? all : []).map((binding: Json) => ({
      port,
      hostIp: textAt(binding, 'HostIp') ?? '',
      hostPort: textAt(binding, 'HostPort') ?? '',
    })),
  );
}

/** No address at all, 0.0.0.0 or :: in any spelling, or the one as the other. */
function isWildcard(address: string): boolean {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  return (
    bare === '' || /^(0{1,3}\.){0,3}0{1,3}$/.test(bare) || /^[0:]*:(ffff:(0\.0\.0\.0|0:0))?[0:]*$/i.test(bare)
  );
}

function portRow(inspect: JsonObject, { port, hostPort }: Port, hostIp: string): Row {
  const [number = '', protocol = 'tcp'] = port.split('/');
  const address = hostIp === '' ? '0.0.0.0' : hostIp;
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

const notCollected = fail<never>(
  'NOT_COLLECTED',
  'which ports a container exposes is not in the bundle',
  'collect the facts of this host again',
);

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
