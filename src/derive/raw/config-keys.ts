import { isObject, type Json, type JsonObject } from '../../lib/json.ts';

type Kind = 'boolean' | 'integer' | 'text' | 'texts' | 'table of texts' | 'any';

/**
 * Keys of daemon.json by what Go reads into them, for engines from 19.03 to 29.7: the flags of dockerd, the names of
 * its lists, and what skipValidateOptions lets pass (moby, daemon/command/config*.go and daemon/config/config.go).
 * The flag of one entry of a list is a key too, which dockerd takes and ignores.
 */
const keysOfKind: Readonly<Record<Kind, string>> = {
  boolean: `allow-direct-routing cri-containerd debug experimental icc init ip-forward ip-forward-no-drop ip-masq
    ip6tables iptables ipv6 live-restore no-new-privileges raw-logs restart rootless selinux-enabled tls tlsverify
    userland-proxy`,
  integer: `cpu-rt-period cpu-rt-runtime default-stop-timeout max-concurrent-downloads max-concurrent-uploads
    max-download-attempts mtu network-control-plane-mtu network-diagnostic-port oom-score-adjust shutdown-timeout`,
  text: `api-cors-header bip bip6 bridge bridge-accept-fwmark cgroup-parent cluster-advertise cluster-store containerd
    containerd-namespace containerd-plugins-namespace data-root default-cgroupns-mode default-gateway
    default-gateway-v6 default-ipc-mode default-runtime deprecated-key-path exec-root firewall-backend fixed-cidr
    fixed-cidr-v6 graph group host-gateway-ip http-proxy https-proxy init-path ip log-driver log-format log-level
    metrics-addr min-api-version no-proxy pidfile seccomp-profile storage-driver swarm-default-advertise-addr
    tlscacert tlscert tlskey userland-proxy-path userns-remap`,
  texts: `authorization-plugins cdi-spec-dirs dns dns-opts dns-search exec-opts host-gateway-ips hosts
    insecure-registries labels node-generic-resources registry-mirrors storage-opts`,
  'table of texts': 'cluster-store-opts log-opts',
  any: `add-runtime allow-nondistributable-artifacts authorization-plugin builder cdi-spec-dir cluster-store-opt
    config-file default-address-pool default-address-pools default-network-opt
    default-network-opts default-shm-size default-ulimit default-ulimits dns-opt exec-opt feature features help host
    insecure-registry label log-opt node-generic-resource nri-opts registry-mirror runtimes storage-opt validate
    version`,
};

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries(keysOfKind).flatMap(([kind, names]) =>
    names.split(/\s+/).map((name): [string, Kind] => [name, kind as Kind]),
  ),
);

type Version = readonly [major: number, minor: number];

const since: ReadonlyMap<string, Version> = new Map<string, Version>([
  ...['default-cgroupns-mode', 'host-gateway-ip', 'ip6tables', 'max-download-attempts'].map(at([20, 10])),
  ...['http-proxy', 'https-proxy', 'no-proxy', 'validate'].map(at([23, 0])),
  ...['default-network-opt', 'default-network-opts'].map(at([24, 0])),
  ...['cdi-spec-dir', 'cdi-spec-dirs', 'log-format'].map(at([25, 0])),
  ...['feature'].map(at([27, 2])),
  ...['bip6', 'host-gateway-ips', 'ip-forward-no-drop'].map(at([28, 0])),
  ...['allow-direct-routing'].map(at([28, 2])),
  ...['bridge-accept-fwmark', 'firewall-backend', 'min-api-version'].map(at([29, 0])),
  ...['nri-opts'].map(at([29, 2])),
]);

/** The first engine that does not know a key any more. */
const until: ReadonlyMap<string, Version> = new Map<string, Version>([
  ...['cluster-advertise', 'cluster-store', 'cluster-store-opt', 'cluster-store-opts', 'graph'].map(
    at([24, 0]),
  ),
  ...['oom-score-adjust'].map(at([26, 0])),
  ...['api-cors-header'].map(at([29, 0])),
]);

function at(version: Version): (key: string) => [string, Version] {
  return (key) => [key, version];
}

/** Objects that are one value; of any other, dockerd takes what is in them for keys of the file itself. */
const flat: ReadonlySet<string> = new Set([
  'builder',
  'cluster-store-opts',
  'default-network-opts',
  'default-ulimits',
  'features',
  'log-opts',
  'nri-opts',
  'runtimes',
]);

/** Whether what stands under a key is one table, and not more keys. */
export function isTable(key: string): boolean {
  return flat.has(key);
}

/** All keys that dockerd sees in its file: those within objects that it does not know count as well (configValuesSet). */
export function keysSet(settings: JsonObject): ReadonlyMap<string, Json> {
  return new Map(
    Object.entries(settings).flatMap(([key, value]) =>
      // A word of JavaScript's is left alone.
      key !== '__proto__' && isObject(value) && !flat.has(key)
        ? Object.entries(value)
        : [[key, value] as const],
    ),
  );
}

/** Their variables are read before the file is. */
const readBefore: ReadonlySet<string> = new Set(['debug', 'tls']);

/**
 * The settings as they take effect. A boolean is also set where it stands within another object, and null sets it to
 * false, because dockerd hands what it finds to the flag of that name (getConflictFreeConfiguration).
 */
export function inEffect(settings: JsonObject): JsonObject {
  const lifted = [...keysSet(settings)].flatMap(([key, value]): [string, Json][] => {
    const own = Object.hasOwn(settings, key);
    // To name tlsverify at all turns TLS on, and only at its place its value counts.
    if (key === 'tlsverify') return own ? [] : [[key, null]];
    if (kinds.get(key) !== 'boolean' || readBefore.has(key)) return [];
    if (value === null) return [[key, false]];
    return own || typeof value !== 'boolean' ? [] : [[key, value]];
  });
  return { ...settings, ...Object.fromEntries(lifted) };
}

/** What of a file an engine refuses to start with, in words; an engine of unknown version may be any. */
export function refusals(settings: JsonObject, engine: string | undefined): readonly string[] {
  const unknown = [...keysSet(settings).keys()].filter((key) => !isKnown(key, engine));
  const mistyped = Object.entries(settings).flatMap(([key, value]) => {
    const kind = kinds.get(key);
    return kind === undefined || fits(kind, value) ? [] : [`${key} (expected: ${kind})`];
  });
  return [
    ...(unknown.length === 0 ? [] : [`it does not know ${unknown.map(withRight).sort().join(', ')}`]),
    ...(mistyped.length === 0 ? [] : [`it cannot read the value of ${mistyped.sort().join(', ')}`]),
    ...(settings['icc'] === false && settings['iptables'] === false
      ? ['"icc": false needs iptables, which is false']
      : []),
  ];
}

/** Go compares these keys letter by letter. */
function withRight(key: string): string {
  const right = key.toLowerCase().replaceAll('_', '-');
  return right !== key && kinds.has(right) ? `${key} (it is ${right})` : key;
}

function isKnown(key: string, engine: string | undefined): boolean {
  if (!kinds.has(key)) return false;
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(engine ?? '') ?? [];
  if (major === undefined) return true;
  const version: Version = [Number(major), Number(minor)];
  const [from, to] = [since.get(key), until.get(key)];
  return (from === undefined || !isOlder(version, from)) && (to === undefined || isOlder(version, to));
}

function isOlder(a: Version, b: Version): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

/** Null leaves anything as it is. */
function fits(kind: Kind, value: Json): boolean {
  if (value === null) return true;
  switch (kind) {
    case 'any':
      return true;
    case 'integer':
      return Number.isInteger(value);
    case 'text':
      return typeof value === 'string';
    case 'texts':
      return Array.isArray(value) && value.every(isText);
    case 'table of texts':
      return isObject(value) && Object.values(value).every(isText);
    default:
      return typeof value === kind;
  }
}

function isText(value: Json): boolean {
  return typeof value === 'string' || value === null;
}
