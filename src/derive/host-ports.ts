import type { Row, Table } from '../facts/types.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { fail, type Failable } from '../lib/failure.ts';
import { buildRow } from './build-row.ts';
import { swarmState } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { explainedPorts } from './api-listeners.ts';
import { containerPorts, unknownPorts } from './published-ports.ts';
import { at, booleanAt, listAt, numberAt, textAt } from './raw/json-access.ts';
import { sectionObjects } from './raw/section.ts';

/** Ports of containers, and those on which every node of a swarm takes calls for its services. */
export function publishedPorts(facts: Facts): Table {
  const table = containerPorts(facts);
  return 'rows' in table ? { rows: [...table.rows, ...ingressPorts(facts)] } : table;
}

const anyService = 'swarm ingress';
const note = 'every node of the swarm takes calls on it, whether a task of the service runs there or not';

function ingressPorts(facts: Facts): readonly Row[] {
  if (!facts.info.ok) return [unknownPorts(anyService, facts.info, note)];
  if (swarmState(facts.info.value) === 'inactive') return [];
  const manager = booleanAt(facts.info.value, 'Swarm', 'ControlAvailable') === true;
  const services = sectionObjects(facts.bundle, 'swarm.services');
  if (!manager || !services.ok) return socketPorts(facts);
  const told = services.value.every((service) => at(service, 'Ports') !== undefined);
  return told ? services.value.flatMap(servicePorts) : socketPorts(facts);
}

/** A port that is published by mode host is one of the container. */
function servicePorts(service: JsonObject): readonly Row[] {
  return listAt(service, 'Ports')
    .filter((port) => textAt(port, 'PublishMode') === 'ingress')
    .map((port) =>
      portRow(
        `swarm service ${textAt(service, 'Name') ?? ''}`,
        textAt(port, 'Protocol') ?? 'tcp',
        numberAt(port, 'PublishedPort') ?? 0,
        numberAt(port, 'TargetPort') ?? 0,
      ),
    );
}

/** A node that does not manage the swarm does not know its services, but its dockerd holds their ports. */
function socketPorts(facts: Facts): readonly Row[] {
  if (!facts.dockerd.ok) return [unknownPorts(anyService, facts.dockerd, note)];
  const { descriptorsReadable, tcp, udp } = facts.dockerd.value;
  if (!descriptorsReadable) return [unknownPorts(anyService, unreadable, note)];
  const others = explainedPorts(facts);
  const rows = (protocol: string, listeners: typeof tcp): readonly Row[] =>
    [...new Set(listeners.map(({ port }) => port))]
      .filter((port) => !others.has(port))
      .map((port) => portRow(anyService, protocol, port, port));
  return [...rows('tcp', tcp), ...rows('udp', udp)];
}

const unreadable: Failable<never> = fail(
  'NEEDS_ROOT',
  'the sockets of dockerd may not be read',
  'audit as root, or with sudo: true in the inventory (--sudo)',
);

function portRow(container: string, protocol: string, hostPort: number, containerPort: number): Row {
  const values: Record<string, Json> = { container, hostIp: '0.0.0.0', hostPort, containerPort, protocol };
  const shared = { published: `${hostPort}/${protocol}`, publishAll: false, wildcard: true };
  return buildRow({ ...values, ...shared }, {}, [note]);
}
