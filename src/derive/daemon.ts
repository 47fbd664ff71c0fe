import type { Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
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
        swarm: swarmState(info) !== 'inactive',
      },
      {
        storageDriver: storageDriver(info),
        storageOptions: mapFailable(settingOf(facts, 'storage-opts'), (value) => value),
      },
    ),
  ]);
}

function storageDriver(info: JsonObject): Failable<string> {
  const driver = textAt(info, 'Driver') ?? '';
  return driver === ''
    ? fail('NOT_SHOWN', 'docker info names no storage driver', 'see docker info on the host')
    : succeed(driver);
}
