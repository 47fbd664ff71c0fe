import type { Table } from '../facts/types.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import type { Facts } from './facts.ts';
import { at, booleanAt, numberAt, textAt } from './raw/json-access.ts';

/** Networks of Docker. An overlay is encrypted when it has the option, whatever its value is. */
export function networks(facts: Facts): Table {
  const nodes = mapFailable(facts.info, (info) =>
    booleanAt(info, 'Swarm', 'ControlAvailable') === true ? (numberAt(info, 'Swarm', 'Nodes') ?? null) : null,
  );
  return tableOf(facts.networks, (all) =>
    all.map((network) =>
      buildRow(
        {
          name: textAt(network, 'Name') ?? '',
          driver: textAt(network, 'Driver') ?? '',
          encrypted: at(network, 'Options', 'encrypted') !== undefined,
        },
        { clusterNodes: nodes },
      ),
    ),
  );
}
