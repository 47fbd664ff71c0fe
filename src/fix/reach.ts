import type { Json, JsonObject } from '../lib/json.ts';

/**
 * What of a daemon.json setting a restarted daemon does not obey yet, while containers live on:
 * - `daemon`: nothing, it holds at once
 * - `created`: containers keep what they were made with
 * - `started`: containers keep what they were started with
 * - `ports`: docker-proxy may still serve containers that were started before
 * - `root:OPTION`: dockerd has another data root from then on, and sees nothing of what it held; `docker info` lists the
 *   security OPTION once it has
 * - `bridge`: dockerd leaves the default bridge as it is while containers run; with `:OPTION=VALUE` where
 *   `docker network inspect bridge` shows whether it does
 */
export type Reach =
  'daemon' | 'created' | 'started' | 'ports' | `root:${string}` | 'bridge' | `bridge:${string}`;

/** Read from the sources of dockerd 20.10 and 26.1: what the API stores with a container, and what each start adds. */
const reachOfKey: Readonly<Record<string, Reach>> = {
  'cgroup-parent': 'started',
  'default-cgroupns-mode': 'created',
  'default-ipc-mode': 'created',
  'default-runtime': 'created',
  'default-shm-size': 'created',
  'default-ulimits': 'started',
  init: 'started',
  'log-driver': 'created',
  'log-opts': 'created',
  'no-new-privileges': 'created',
  'seccomp-profile': 'started',
  'userns-remap': 'root:userns',
  bip: 'bridge',
  bridge: 'bridge',
  'default-gateway': 'bridge',
  'default-gateway-v6': 'bridge',
  'fixed-cidr': 'bridge',
  'fixed-cidr-v6': 'bridge',
  ip: 'bridge',
  ipv6: 'bridge',
};

/** Keys of daemon.json that the default bridge shows as options. */
const bridgeOptions: Readonly<Record<string, string>> = {
  icc: 'com.docker.network.bridge.enable_icc',
  'ip-masq': 'com.docker.network.bridge.enable_ip_masquerade',
  mtu: 'com.docker.network.driver.mtu',
};

/** The security option that tells of another data root; null where these settings leave it where it is. */
export function movesRoot(reach: Reach): string | null {
  return reach.startsWith('root:') ? reach.slice('root:'.length) : null;
}

/** The narrowest reach of these settings together: the first key that does not hold at once. */
export function reachOf(settings: JsonObject): Reach {
  const reaches = Object.entries(settings).map(([key, value]) => reach(key, value));
  return reaches.find((one) => one !== 'daemon') ?? 'daemon';
}

function reach(key: string, value: Json): Reach {
  if (key === 'userland-proxy') return value === false ? 'ports' : 'started';
  const option = Object.hasOwn(bridgeOptions, key) ? bridgeOptions[key] : undefined;
  if (option !== undefined) return `bridge:${option}=${JSON.stringify(value)}`;
  return (Object.hasOwn(reachOfKey, key) ? reachOfKey[key] : undefined) ?? 'daemon';
}
