import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import { isObject, type Json, type JsonObject } from '../lib/json.ts';
import { buildRow, tableOf } from './build-row.ts';
import { containerName } from './containers.ts';
import type { Facts } from './facts.ts';
import { leavesHost, type OwnNames } from './log-address.ts';
import { fileNotInForce } from './next-start.ts';
import { at, textAt } from './raw/json-access.ts';
import { settingOf } from './setting.ts';

/** Drivers that send lines to an address, the option that names it, and where they send them without it. */
const addressed: ReadonlyMap<string, { readonly option: string; readonly usual: string }> = new Map([
  ['awslogs', { option: 'awslogs-endpoint', usual: 'https://logs.amazonaws.com' }],
  ['fluentd', { option: 'fluentd-address', usual: '127.0.0.1:24224' }],
  ['gcplogs', { option: '', usual: 'https://logging.googleapis.com' }],
  ['gelf', { option: 'gelf-address', usual: '' }],
  ['logentries', { option: '', usual: 'https://data.logentries.com' }],
  ['splunk', { option: 'splunk-url', usual: '' }],
  ['syslog', { option: 'syslog-address', usual: '' }],
]);
const most = 50;

interface Use {
  readonly driver: string;
  readonly remote: Failable<boolean>;
  readonly users: string[];
}

/** Log drivers in use: that of new containers, and those that containers were created with. */
export function logDrivers(facts: Facts): Table {
  const standard = settingOf(facts, 'log-driver');
  if (!standard.ok) return { error: standard.failure };
  return tableOf(facts.containers, (containers) => {
    const uses = new Map<string, Use>();
    const own = ownNames(facts);
    const add = (driver: string, address: Failable<string>, user: string): void => {
      const remote = address.ok ? succeed(leavesHost(address.value, own)) : address;
      const id = `${driver} ${remote.ok ? remote.value : remote.failure.code}`;
      const use = uses.get(id) ?? { driver, remote, users: [] };
      use.users.push(user);
      uses.set(id, use);
    };
    const ofDaemon = typeof standard.value === 'string' ? standard.value : '';
    add(ofDaemon, daemonAddress(ofDaemon, facts), '(new containers)');
    for (const container of containers) {
      const driver = textAt(container, 'HostConfig', 'LogType');
      if (driver !== undefined) add(driver, containerAddress(driver, container), containerName(container));
    }
    return [...[...uses.values()].map(useRow), ...unknown(containers)];
  });
}

function useRow({ driver, remote, users }: Use): Row {
  return buildRow({ driver, containers: users.slice(0, most) }, { remote });
}

/** Containers of which an older collector did not ask the driver. */
function unknown(containers: readonly JsonObject[]): readonly Row[] {
  const silent = containers.filter((container) => at(container, 'HostConfig', 'LogType') === undefined);
  if (silent.length === 0) return [];
  const failure: Failable<Json> = notCollected('the log drivers of containers');
  return [
    buildRow({ containers: silent.slice(0, most).map(containerName) }, { driver: failure, remote: failure }),
  ];
}

function notCollected(what: string): Failable<never> {
  return fail('NOT_COLLECTED', `${what} are not in the bundle`, 'collect the facts of this host again');
}

/** The flags and the file give the address for new containers; docker info does not show it. */
function daemonAddress(driver: string, facts: Facts): Failable<string> {
  const kind = addressed.get(driver);
  if (kind === undefined) return succeed('');
  const flagged = facts.flags.ok ? (facts.flags.value.get('log-opt') ?? []) : [];
  const option = flagged.findLast((text) => text.startsWith(`${kind.option}=`));
  if (option !== undefined) return succeed(option.slice(kind.option.length + 1) || kind.usual);
  if (facts.configChanged.ok && facts.configChanged.value && kind.option !== '') {
    return fileNotInForce(
      facts,
      `, and dockerd does not show its ${kind.option}: the value in force is not known`,
    );
  }
  return succeed(textAt(facts.settings, 'log-opts', kind.option) || kind.usual);
}

function containerAddress(driver: string, container: JsonObject): Failable<string> {
  const kind = addressed.get(driver);
  if (kind === undefined) return succeed('');
  const older = driver === 'syslog' ? textAt(container, 'HostConfig', 'SyslogAddress') : undefined;
  const named = at(container, 'HostConfig', 'LogAddresses');
  if (isObject(named) || older !== undefined || kind.option === '' || driver === 'syslog') {
    return succeed((older ?? textAt(named, kind.option)) || kind.usual);
  }
  return notCollected('the addresses of log drivers');
}

/** What this very host is called. */
function ownNames({ info, host }: Facts): OwnNames {
  const name = info.ok ? (textAt(info.value, 'Name') ?? '') : '';
  return {
    names: new Set([name, name.replace(/\..*$/s, '')].filter((text) => text !== '')),
    addresses: new Set(host.ok ? host.value.addresses : []),
  };
}
