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
      if (!dockerd.descriptorsReadable) return [unknown()];
      const chosen = Number(/:(\d{1,5})$/.exec(state.listenAddress ?? '')?.[1] ?? '2377');
      return dockerd.tcp
        .filter(({ port }) => port === chosen || port === GOSSIP)
        .map(({ address, port }) =>
          buildRow({
            address: `tcp://${address.includes(':') ? `[${address}]` : address}:${port}`,
            port,
            wildcard: wildcards.has(address),
          }),
        );
    },
  );
}

function unknown(): Row {
  const failure: Failable<never> = fail(
    'NEEDS_ROOT',
    'the sockets of dockerd may not be read',
    'audit as root, or with sudo: true in the inventory (--sudo)',
  );
  return buildRow({ address: 'sockets of dockerd' }, { port: failure, wildcard: failure });
}
