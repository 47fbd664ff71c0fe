import type { Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import { swarmState } from './daemon-settings.ts';
import type { Facts } from './facts.ts';
import { textAt } from './raw/json-access.ts';
import { hostDockerds, nameOf, type DockerdProcess } from './raw/dockerd-process.ts';
import { settingOf } from './setting.ts';
import { securityOptions } from './setting-sources.ts';

/** One row about the daemon as a whole. */
export function daemon(facts: Facts): Table {
  const others = otherDaemons(facts);
  return tableOf(facts.info, (info) => [
    buildRow(
      {
        scope: 'dockerd',
        swarm: swarmState(info) !== 'inactive',
      },
      {
        mode: modeOf(info, others),
        storageDriver: storageDriver(info),
        storageOptions: mapFailable(settingOf(facts, 'storage-opts'), (value) => value),
      },
      [others.ok && facts.dockerd.ok ? otherNote(others.value) : undefined],
    ),
  ]);
}

/** Other daemons of the host: each is a target of its own. */
export function otherDaemons({ bundle, host, dockerd }: Facts): Failable<readonly DockerdProcess[]> {
  const audited = dockerd.ok ? dockerd.value.pid : undefined;
  return mapFailable(hostDockerds(bundle, host), (all) => all.filter(({ pid }) => pid !== audited));
}

/** A host is not rid of root because one of its daemons is. */
function modeOf(info: JsonObject, others: Failable<readonly DockerdProcess[]>): Failable<string> {
  if (!securityOptions(info).has('rootless')) return succeed('root');
  if (!others.ok) return others;
  const users = others.value.map(({ uid }) => uid);
  if (users.includes(0)) return succeed('root');
  return users.includes(null) ? unknownUser : succeed('rootless');
}

const unknownUser = fail<never>(
  'NEEDS_ROOT',
  'whether another dockerd of the host runs as root may not be read',
  'audit as root, or with sudo: true in the inventory (--sudo)',
);

export function otherNote(others: readonly DockerdProcess[]): string | undefined {
  if (others.length === 0) return undefined;
  const named = others.map(nameOf).join('; ');
  return `other dockerd run on this host and were not judged, each to be audited by its own dockerSocket: ${named}`;
}

function storageDriver(info: JsonObject): Failable<string> {
  const driver = textAt(info, 'Driver') ?? '';
  return driver === ''
    ? fail('NOT_SHOWN', 'docker info names no storage driver', 'see docker info on the host')
    : succeed(driver);
}
