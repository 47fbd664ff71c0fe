import type { Table } from '../facts/types.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import { swarmState } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { textAt } from './raw/json-access.ts';
import { settingOf } from './setting.ts';
import { securityOptions } from './setting-sources.ts';

/** One row about the daemon as a whole. */
export function daemon(facts: Facts): Table {
  return tableOf(facts.info, (info) => [
    buildRow(
      {
        scope: 'dockerd',
        mode: securityOptions(info).has('rootless') ? 'rootless' : 'root',
        storageDriver: textAt(info, 'Driver') ?? null,
        swarm: swarmState(info) !== 'inactive',
      },
      { storageOptions: mapFailable(settingOf(facts, 'storage-opts'), (value) => value) },
    ),
  ]);
}
