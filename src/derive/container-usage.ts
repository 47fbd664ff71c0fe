import type { Table } from '../facts/types.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import { containerName, containersOf } from './containers.ts';
import type { Facts } from './facts.ts';
import { textAt } from './raw/json-access.ts';

const without: ReadonlySet<string | undefined> = new Set(['created', 'exited', 'dead', 'removing']);

/** One row about all containers. */
export function containerUsage(facts: Facts): Table {
  return tableOf(
    mapFailable(containersOf(facts), (all) => all.map(({ inspect }) => inspect)),
    (all) => {
      const stopped = all.filter((container) => without.has(textAt(container, 'State', 'Status')));
      return [
        buildRow({
          scope: 'containers',
          total: all.length,
          stopped: stopped.length,
          stoppedContainers: stopped.slice(0, 50).map(containerName),
        }),
      ];
    },
  );
}
