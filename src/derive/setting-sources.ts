import type { Json, JsonObject } from '../lib/json.ts';
import type { Facts, KnownFacts } from './facts.ts';
import { proxyInUse, shownProxy } from './userland-proxy.ts';
import { isLoopbackHost } from './raw/api-address.ts';
import { daemonLog } from './raw/daemon-log.ts';
import { booleanAt, listAt, textAt, textsAt, at } from './raw/json-access.ts';
import { shownSettings } from './shown-settings.ts';
import { noNewPrivilegesInUse } from './since-start.ts';
import { parseGoBoolean, type Flags } from './raw/dockerd-flags.ts';

/** Where one daemon option can be seen. Undefined everywhere means: this source does not say. */
export interface SettingSource {
  readonly name: string;
  readonly default: Json;
  readonly fromFlags: (flags: Flags) => Json | undefined;
  readonly fromFile: (settings: JsonObject) => Json | undefined;
  /** What both come to, where the flag alone does not beat the file; at least one of them is defined. */
  readonly together?: (flag: Json | undefined, file: Json | undefined) => Json | undefined;
  /** What the running daemon itself shows; undefined too where a section that it needs is missing. */
  readonly running: (facts: KnownFacts) => Json | undefined;
  /** What the daemon does betrays of it, where neither it nor a file that it has read says so. */
  readonly evidence?: (facts: Facts) => Json | undefined;
  /** The daemon always shows it, so that without its answer nothing is known. */
  readonly alwaysShown: boolean;
}

const nothing = (): undefined => undefined;

export const settingSources: readonly SettingSource[] = [
  { ...booleanSetting('icc', true), running: defaultBridgeIcc, alwaysShown: true },
  logLevel(),
  insecureRegistries(),
  {
    name: 'default-ulimits',
    default: {},
    fromFlags: (flags) => ulimitFlags(flags.get('default-ulimit')),
    fromFile: (settings) => at(settings, 'default-ulimits') ?? undefined,
    running: withoutUlimits,
    evidence: (facts) => {
      const { reloaded } = daemonLog(facts.bundle);
      return reloaded === null || reloaded.has('default-ulimits') ? undefined : {};
    },
    alwaysShown: false,
  },
  {
    name: 'userns-remap',
    default: '',
    fromFlags: (flags) => flags.get('userns-remap')?.at(-1),
    fromFile: (settings) => textAt(settings, 'userns-remap'),
    running: (facts) => namespaceRemap(facts),
    alwaysShown: true,
  },
  {
    ...booleanSetting('no-new-privileges', false),
    running: noNewPrivileges,
    evidence: (facts) => reloadedSwitch(facts, 'no-new-privileges') ?? noNewPrivilegesInUse(facts),
  },
  {
    ...booleanSetting('live-restore', false),
    running: (facts) => (facts.info.ok ? booleanAt(facts.info.value, 'LiveRestoreEnabled') : undefined),
    alwaysShown: true,
  },
  {
    ...booleanSetting('userland-proxy', true),
    running: shownProxy,
    evidence: (facts) => reloadedSwitch(facts, 'userland-proxy') ?? proxyInUse(facts),
  },
  { ...booleanSetting('iptables', true), evidence: (facts) => reloadedSwitch(facts, 'iptables') },
  ...shownSettings,
];

function booleanSetting(name: string, initial: boolean): SettingSource {
  return {
    name,
    default: initial,
    fromFlags: (flags) => parseGoBoolean(flags.get(name)?.at(-1) ?? ''),
    fromFile: (settings) => booleanAt(settings, name),
    running: nothing,
    alwaysShown: false,
  };
}

/** What dockerd wrote to its log when it was told to read its file again. */
function reloadedSwitch({ bundle }: Facts, name: string): boolean | undefined {
  const { reloaded } = daemonLog(bundle);
  return reloaded === null ? undefined : reloaded.get(name) === 'true';
}

/** Debug beats the log level: dockerd logs at debug level whatever the level says. */
function logLevel(): SettingSource {
  return {
    name: 'log-level',
    default: 'info',
    fromFlags: (flags) =>
      parseGoBoolean(flags.get('debug')?.at(-1) ?? '') === true
        ? 'debug'
        : flags.get('log-level')?.at(-1)?.toLowerCase(),
    fromFile: (settings) =>
      booleanAt(settings, 'debug') === true ? 'debug' : textAt(settings, 'log-level')?.toLowerCase(),
    // The level and the switch for debugging are two options: one may be a flag, the other stand in the file.
    together: (flag, file) => (file === 'debug' ? file : (flag ?? file)),
    running: (facts) =>
      facts.info.ok && booleanAt(facts.info.value, 'Debug') === true ? 'debug' : undefined,
    evidence: ({ bundle }) => {
      const { reloaded, startedAtInfo } = daemonLog(bundle);
      return reloaded?.get('log-level') ?? (startedAtInfo ? 'info' : undefined);
    },
    alwaysShown: false,
  };
}

function defaultBridgeIcc(facts: KnownFacts): boolean | undefined {
  if (!facts.networks.ok) return undefined;
  const option = 'com.docker.network.bridge.';
  const bridge = facts.networks.value.find(
    (network) => textAt(network, 'Options', `${option}default_bridge`) === 'true',
  );
  return parseGoBoolean(textAt(bridge, 'Options', `${option}enable_icc`) ?? '');
}

/** Whether the daemon has a default bridge at all; without one, icc means nothing. */
export function hasDefaultBridge(facts: KnownFacts): boolean {
  if (!facts.networks.ok) return true;
  return facts.networks.value.some((network) => textAt(network, 'Name') === 'bridge');
}

function insecureRegistries(): SettingSource {
  return {
    name: 'insecure-registries',
    default: [],
    fromFlags: (flags) => merged(flags.get('insecure-registry'), plainHttp(flags.get('registry-mirror'))),
    fromFile: (settings) =>
      merged(
        listOrNothing(settings, 'insecure-registries'),
        plainHttp(listOrNothing(settings, 'registry-mirrors')),
      ),
    together: (flag, file) => merged(textList(flag), textList(file)),
    running: (facts) => (facts.info.ok ? registriesOf(facts.info.value) : undefined),
    alwaysShown: true,
  };
}

function listOrNothing(settings: JsonObject, key: string): readonly string[] | undefined {
  return at(settings, key) === undefined ? undefined : textsAt(settings, key);
}

function textList(value: Json | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : textsAt(value);
}

function merged(...lists: readonly (readonly string[] | undefined)[]): Json | undefined {
  const given = lists.filter((list) => list !== undefined);
  return given.length === 0
    ? undefined
    : [...new Set(given.flat())].filter((entry) => !isLoopback(entry)).sort();
}

/** Mirrors without TLS, with the slash at the end that dockerd itself puts there. */
function plainHttp(mirrors: readonly string[] | undefined): readonly string[] | undefined {
  return mirrors
    ?.filter((mirror) => mirror.toLowerCase().startsWith('http://'))
    .map((mirror) => mirror.replace(/\/?$/, '/'));
}

/**
 * Every engine trusts what is on loopback without TLS, listed or not (moby, daemon/pkg/registry/config.go): nothing
 * outside the host can serve it.
 */
function isLoopback(registry: string): boolean {
  if (registry === '127.0.0.0/8' || registry === '::1/128') return true;
  const host = registry.replace(/^https?:\/\//i, '').replace(/\/.*$/s, '');
  return isLoopbackHost(/^\[([^\]]*)\]/.exec(host)?.[1] ?? host.replace(/:\d+$/, ''));
}

function registriesOf(info: JsonObject): Json | undefined {
  const config = at(info, 'RegistryConfig');
  if (config === undefined || config === null) return undefined;
  const indexes = Object.entries(at(config, 'IndexConfigs') ?? {});
  const insecure = indexes.filter(([, index]) => booleanAt(index, 'Secure') === false).map(([name]) => name);
  return (
    merged(textsAt(config, 'InsecureRegistryCIDRs'), insecure, plainHttp(textsAt(config, 'Mirrors'))) ?? []
  );
}

export function securityOptions(info: JsonObject): ReadonlySet<string> {
  const names = textsAt(info, 'SecurityOptions').map(
    (option) => /(?:^|,)name=([^,]*)/.exec(option)?.[1] ?? option,
  );
  return new Set(names);
}

function namespaceRemap(facts: KnownFacts): string | undefined {
  if (!facts.info.ok || listAt(facts.info.value, 'SecurityOptions').length === 0) return undefined;
  if (!securityOptions(facts.info.value).has('userns')) return '';
  const flagged = facts.flags.ok ? facts.flags.value.get('userns-remap')?.at(-1) : undefined;
  return flagged ?? textAt(facts.settings, 'userns-remap') ?? 'on';
}

/** Docker lists the option from 24.0 on; before, its absence says nothing. */
function noNewPrivileges(facts: KnownFacts): boolean | undefined {
  if (!facts.info.ok) return undefined;
  if (securityOptions(facts.info.value).has('no-new-privileges')) return true;
  const major = Number.parseInt(textAt(facts.info.value, 'ServerVersion') ?? '', 10);
  return major >= 24 ? false : undefined;
}

/**
 * docker inspect adds the daemon's own limits to those of every container (moby, daemon/inspect.go: mergeUlimits), so
 * one container without any says that the daemon has none.
 */
function withoutUlimits({ containers }: KnownFacts): Json | undefined {
  if (!containers.ok) return undefined;
  const bare = containers.value.some((container) => {
    const limits = at(container, 'HostConfig', 'Ulimits');
    return limits === null || (Array.isArray(limits) && limits.length === 0);
  });
  return bare ? {} : undefined;
}

/** `nofile=1024:2048`, the second number optional, in the shape that daemon.json has. */
function ulimitFlags(values: readonly string[] | undefined): Json | undefined {
  if (values === undefined) return undefined;
  const limits = values.map((value): [string, Json] => {
    const [name = '', bounds = ''] = value.split('=');
    const [soft = '', hard = soft] = bounds.split(':');
    return [name, { Name: name, Soft: Number(soft), Hard: Number(hard) }];
  });
  return Object.fromEntries(limits);
}
