import type { Row, Table } from '../facts/types.ts';
import type { Failable } from '../lib/failure.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import { bypassColumns, bypassOf } from './engine-flaws.ts';
import type { Facts } from './facts.ts';
import { at, booleanAt, numberAt, textAt } from './raw/json-access.ts';
import { notReady } from './swarm.ts';

/** Networks of Docker. An overlay is encrypted when it has the option, whatever its value is. */
export function networks(facts: Facts): Table {
  const nodes = mapFailable(facts.info, (info) =>
    booleanAt(info, 'Swarm', 'ControlAvailable') === true ? (numberAt(info, 'Swarm', 'Nodes') ?? null) : null,
  );
  const unknown = facts.info.ok ? notReady(facts.info.value) : undefined;
  const bypass = bypassOf(facts, 'overlayEncryption');
  return tableOf(facts.networks, (all) => [
    ...all.map((network) => {
      const driver = textAt(network, 'Driver') ?? '';
      const encrypted = at(network, 'Options', 'encrypted') !== undefined;
      const found = driver === 'overlay' ? bypass : null;
      return buildRow(
        { name: textAt(network, 'Name') ?? '', driver, encrypted },
        { clusterNodes: nodes, ...bypassColumns(found) },
        [encrypted && found?.ok === true ? found.value.note : undefined],
      );
    }),
    ...(unknown === undefined ? [] : [unlistedOverlays(unknown)]),
  ]);
}

/** Those of the swarm, which Docker lists once the node takes part in it. */
function unlistedOverlays(failure: Failable<never>): Row {
  return buildRow(
    { name: 'overlay networks of the swarm', driver: 'overlay' },
    { encrypted: failure, clusterNodes: failure, bypass: failure, engine: failure },
  );
}
