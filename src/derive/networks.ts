import type { Row, Table } from '../facts/types.ts';
import type { Failable } from '../lib/failure.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import type { Facts } from './facts.ts';
import { at, booleanAt, numberAt, textAt } from './raw/json-access.ts';
import { notReady } from './swarm.ts';

/** Networks of Docker. An overlay is encrypted when it has the option, whatever its value is. */
export function networks(facts: Facts): Table {
  const nodes = mapFailable(facts.info, (info) =>
    booleanAt(info, 'Swarm', 'ControlAvailable') === true ? (numberAt(info, 'Swarm', 'Nodes') ?? null) : null,
  );
  const unknown = facts.info.ok ? notReady(facts.info.value) : undefined;
  return tableOf(facts.networks, (all) => [
    ...all.map((network) =>
      buildRow(
        {
          name: textAt(network, 'Name') ?? '',
          driver: textAt(network, 'Driver') ?? '',
          encrypted: at(network, 'Options', 'encrypted') !== undefined,
        },
        { clusterNodes: nodes },
      ),
    ),
    ...(unknown === undefined ? [] : [unlistedOverlays(unknown)]),
  ]);
}

/** Those of the swarm, which Docker lists once the node takes part in it. */
function unlistedOverlays(failure: Failable<never>): Row {
  return buildRow(
    { name: 'overlay networks of the swarm', driver: 'overlay' },
    { encrypted: failure, clusterNodes: failure },
  );
}
