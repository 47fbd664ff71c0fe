import type { Row, Table } from '../facts/types.ts';
import { fail, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, tableOf } from './build-row.ts';
import { containerName } from './containers.ts';
import type { Facts } from './facts.ts';
import { at, textAt } from './raw/json-access.ts';
import { settingOf } from './setting.ts';

/** Drivers that send every line to another place by their nature. */
const remoteDrivers: ReadonlySet<string> = new Set([
  'awslogs',
  'etwlogs',
  'fluentd',
  'gcplogs',
  'gelf',
  'logentries',
  'splunk',
]);
const most = 50;

interface Use {
  readonly driver: string;
  readonly remote: boolean;
  readonly users: string[];
}

/** Log drivers in use: that of new containers, and those that containers were created with. */
export function logDrivers(facts: Facts): Table {
  const standard = settingOf(facts, 'log-driver');
  if (!standard.ok) return { error: standard.failure };
  return tableOf(facts.containers, (containers) => {
    const uses = new Map<string, Use>();
    const add = (driver: string, address: string, user: string): void => {
      const remote = remoteDrivers.has(driver) || (driver === 'syslog' && isRemote(address));
      const id = `${driver} ${remote}`;
      const use = uses.get(id) ?? { driver, remote, users: [] };
      use.users.push(user);
      uses.set(id, use);
    };
    add(typeof standard.value === 'string' ? standard.value : '', daemonAddress(facts), '(new containers)');
    for (const container of containers) {
      const driver = textAt(container, 'HostConfig', 'LogType');
      if (driver !== undefined)
        add(driver, textAt(container, 'HostConfig', 'SyslogAddress') ?? '', containerName(container));
    }
    return [...[...uses.values()].map(useRow), ...unknown(containers)];
  });
}

function useRow({ driver, remote, users }: Use): Row {
  return buildRow({ driver, remote, containers: users.slice(0, most) });
}

/** Containers of which an older collector did not ask the driver. */
function unknown(containers: readonly JsonObject[]): readonly Row[] {
  const silent = containers.filter((container) => at(container, 'HostConfig', 'LogType') === undefined);
  if (silent.length === 0) return [];
  const failure: Failable<Json> = fail(
    'NOT_COLLECTED',
    'the log drivers of containers are not in the bundle',
    'collect the facts of this host again',
  );
  return [
    buildRow({ containers: silent.slice(0, most).map(containerName) }, { driver: failure, remote: failure }),
  ];
}

/** `tcp://`, `udp://` or `tcp+tls://` of another host; without an address syslog stays on this one. */
function isRemote(address: string): boolean {
  const host = /^(?:tcp|udp|tcp\+tls):\/\/(\[[^\]]*\]|[^:/]*)/.exec(address)?.[1] ?? '';
  return host !== '' && !/^(?:localhost|127\..*|\[::1\])$/.test(host);
}

/** The flags and the file give the address for new containers; docker info does not show it. */
function daemonAddress(facts: Facts): string {
  const flagged = facts.flags.ok ? (facts.flags.value.get('log-opt') ?? []) : [];
  const option = flagged.findLast((text) => text.startsWith('syslog-address='));
  const settings = facts.config.ok && facts.config.value.settings.ok ? facts.config.value.settings.value : {};
  return option?.slice('syslog-address='.length) ?? textAt(settings, 'log-opts', 'syslog-address') ?? '';
}
