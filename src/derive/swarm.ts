import type { Row, Table } from '../facts/types.ts';
import { fail, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { buildRow, tableOf } from './build-row.ts';
import { swarmState } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { booleanAt, numberAt } from './raw/json-access.ts';
import { clusterColumns } from './swarm-cluster.ts';

export function swarm(facts: Facts): Table {
  return tableOf(facts.info, (info) => [nodeRow(facts, info)]);
}

function nodeRow(facts: Facts, info: JsonObject): Row {
  const state = swarmState(info);
  const manager = booleanAt(info, 'Swarm', 'ControlAvailable') === true;
  const unknown = notReady(info);
  if (unknown !== undefined) return unknownNode(facts, info, state, unknown);
  const managers = manager ? (numberAt(info, 'Swarm', 'Managers') ?? null) : null;
  return buildRow(
    {
      scope: 'node',
      state,
      manager,
      managers,
      managersOdd: managers === null ? null : managers % 2 === 1,
      nodes: manager ? (numberAt(info, 'Swarm', 'Nodes') ?? null) : null,
    },
    clusterColumns(facts, info, state),
  );
}

/** A node that is locked, joining or in trouble may be a manager, but does not say; nor what the swarm holds. */
export function notReady(info: JsonObject): Failable<never> | undefined {
  const state = swarmState(info);
  const manager = booleanAt(info, 'Swarm', 'ControlAvailable') === true;
  if (manager || state === 'active' || state === 'inactive') return undefined;
  return fail(
    'SWARM_NOT_READY',
    `the node is ${state}: which part it plays in the swarm is not known`,
    state === 'locked' ? 'unlock it (docker swarm unlock), then audit again' : 'see docker info on the host',
  );
}

function unknownNode(facts: Facts, info: JsonObject, state: string, failure: Failable<never>): Row {
  const columns = ['manager', 'managers', 'managersOdd', 'nodes'];
  const unknown = Object.fromEntries(columns.map((column) => [column, failure]));
  return buildRow({ scope: 'node', state }, { ...clusterColumns(facts, info, state), ...unknown });
}
