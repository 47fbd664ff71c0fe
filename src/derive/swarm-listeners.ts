import type { Row, Table } from '../facts/types.ts';
import { fail, type Failable } from '../lib/failure.ts';
import { both, buildRow, tableOf } from './build-row.ts';
import { swarmState } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { swarmStateFile } from './raw/swarm-state.ts';

const wildcards: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
const GOSSIP = 7946;

/** Where a node of a swarm waits for others; none where swarm is off. */
export function swarmListeners(facts: Facts): Table {
  if (facts.info.ok && swarmState(facts.info.value) === 'inactive') return { rows: [] };
  return tableOf(
    both(facts.info, both(facts.dockerd, swarmStateFile(facts.bundle))),
    ([, [dockerd, state]]) => {
      if (!dockerd.descriptorsReadable) return [unknown(unreadable)];
      const chosen = Number(/:(\d{1,5})$/.exec(state.listenAddress ?? '')?.[1] ?? '2377');
      const rows = dockerd.tcp
        .filter(({ port }) => port === chosen || port === GOSSIP)
        .map(({ address, port }) =>
          buildRow({
            address: `tcp://${address.includes(':') ? `[${address}]` : address}:${port}`,
            port,
            wildcard: wildcards.has(address),
          }),
        );
      return rows.length === 0 ? [unknown(unseen)] : rows;
    },
  );
}

const unreadable = fail<never>(
  'NEEDS_ROOT',
  'the sockets of dockerd may not be read',
  'audit as root, or with sudo: true in the inventory (--sudo)',
);

/** Every node of a swarm waits for others. */
const unseen = fail<never>(
  'NOT_SHOWN',
  'swarm is on, but dockerd is seen to wait for other nodes nowhere',
  'see ss -lntp on the host',
);

function unknown(failure: Failable<never>): Row {
  return buildRow({ address: 'sockets of dockerd' }, { port: failure, wildcard: failure });
}
