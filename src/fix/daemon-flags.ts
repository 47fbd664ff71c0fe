/** daemon.json keys whose flag has another name (dockerd reference, "Daemon configuration file"). */
const flagOfKey: Readonly<Record<string, string>> = {
  'add-runtime': 'runtimes',
  'allow-nondistributable-artifact': 'allow-nondistributable-artifacts',
  'authorization-plugin': 'authorization-plugins',
  'default-address-pool': 'default-address-pools',
  'default-ulimit': 'default-ulimits',
  'dns-opt': 'dns-opts',
  'exec-opt': 'exec-opts',
  feature: 'features',
  host: 'hosts',
  'insecure-registry': 'insecure-registries',
  label: 'labels',
  'log-opt': 'log-opts',
  'node-generic-resource': 'node-generic-resources',
  'registry-mirror': 'registry-mirrors',
  'storage-opt': 'storage-opts',
  D: 'debug',
  G: 'group',
  H: 'hosts',
  b: 'bridge',
  g: 'data-root',
  l: 'log-level',
  p: 'pidfile',
  s: 'storage-driver',
};

/**
 * The daemon.json keys that the flags of a running dockerd set, from entries such as `--icc=false` or `debug`.
 * A key given in both places keeps dockerd from starting, so the file must not get these.
 */
export function keysSetByFlags(flags: readonly string[]): ReadonlySet<string> {
  return new Set(flags.map(keyOfFlag));
}

function keyOfFlag(flag: string): string {
  const name = flag.replace(/^--?/, '').replace(/[=\s].*$/s, '');
  // Short options may be written together with their value, as in -ldebug.
  const short = /^-[^-]/.test(flag) ? name.slice(0, 1) : name;
  return Object.hasOwn(flagOfKey, short) ? (flagOfKey[short] ?? short) : short;
}

const reloadable = new Set([
  'allow-nondistributable-artifacts',
  'authorization-plugins',
  'debug',
  'default-runtime',
  'features',
  'insecure-registries',
  'labels',
  'live-restore',
  'max-concurrent-downloads',
  'max-concurrent-uploads',
  'max-download-attempts',
  'registry-mirrors',
  'runtimes',
  'shutdown-timeout',
]);

/** Whether dockerd takes a new value of this key on SIGHUP (dockerd reference, "Configuration reload behavior"). */
export function isReloadable(key: string): boolean {
  return reloadable.has(key);
}
