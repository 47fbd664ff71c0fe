import type { Table } from '../facts/types.ts';
import { buildRow, tableOf } from './build-row.ts';
import { swarmState } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { booleanAt, numberAt } from './raw/json-access.ts';

export function swarm(facts: Facts): Table {
  return tableOf(facts.info, (info) => {
    const manager = booleanAt(info, 'Swarm', 'ControlAvailable') === true;
    const managers = manager ? (numberAt(info, 'Swarm', 'Managers') ?? null) : null;
    return [
      buildRow({
        scope: 'node',
        state: swarmState(info),
        manager,
        managers,
        managersOdd: managers === null ? null : managers % 2 === 1,
        nodes: manager ? (numberAt(info, 'Swarm', 'Nodes') ?? null) : null,
      }),
    ];
  });
}
