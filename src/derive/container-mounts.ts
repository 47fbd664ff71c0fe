import type { Row, Table } from '../facts/types.ts';
import { resolve } from 'node:path/posix';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import { containerName } from './containers.ts';
import { socketPaths } from './docker-files.ts';
import { containerdSockets } from './engine-paths.ts';
import type { Facts } from './facts.ts';
import { canonicalSocket } from './raw/dockerd-process.ts';
import { booleanAt, listAt, textAt } from './raw/json-access.ts';
import { isWithin } from './raw/mount-info.ts';

/** Directories that are the host's own through and through. */
const systemDirectories: readonly string[] = [
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/sys',
  '/usr',
  '/bin',
  '/sbin',
  '/root',
];

/** The directories of CIS 5.6, and those whose contents are as good as the host: logins, secrets, other containers. */
const sensitiveDirectories: readonly string[] = ['/', ...systemDirectories, '/home', '/run', '/var'];

/** Below /var and /home most directories are an operator's own data. */
const sensitiveBelow: readonly string[] = [
  ...systemDirectories,
  '/run',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/kubelet',
  '/var/spool/cron',
];

/** Read-only, these tell a container nothing that it must not know. */
const benignPaths: readonly string[] = [
  '/etc/localtime',
  '/etc/timezone',
  '/etc/ssl/certs',
  '/etc/pki/ca-trust',
  '/usr/share/zoneinfo',
  '/usr/share/ca-certificates',
  '/etc/hosts',
  '/etc/resolv.conf',
  '/run/systemd/resolve/resolv.conf',
  '/run/systemd/resolve/stub-resolv.conf',
];

const engineSockets: readonly string[] = [
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/docker/containerd/containerd.sock',
  '/run/podman/podman.sock',
  '/run/crio/crio.sock',
  '/run/cri-dockerd.sock',
  '/run/k3s/containerd/containerd.sock',
  '/run/buildkit/buildkitd.sock',
];

export function containerMounts(facts: Facts): Table {
  const sockets = socketNames(facts);
  return tableOf(facts.containers, (all) =>
    all.flatMap((container) => {
      const rows = listAt(container, 'Mounts').flatMap((mount) => mountRow(container, mount, sockets, facts));
      return rows.length > 0 ? rows : [withoutMounts(container)];
    }),
  );
}

/** Every name of a socket by which some engine can be told what to do. */
function socketNames(facts: Facts): ReadonlySet<string> {
  const containerd = containerdSockets(facts);
  const named = [...socketPaths(facts), ...(containerd.ok ? containerd.value : [])];
  const real = named.flatMap((path) => {
    const file = facts.files.ok ? facts.files.value(path) : facts.files;
    return file.ok ? (file.value.target ?? []) : [];
  });
  return new Set([...engineSockets, ...[...named, ...real].map(canonicalSocket)]);
}

/** A container that reaches no host path is worth a row: it is why the check passes. */
function withoutMounts(container: JsonObject): Row {
  return buildRow(
    {
      container: containerName(container),
      source: null,
      realSource: null,
      destination: null,
      writable: false,
      sensitiveDirectory: null,
      exact: false,
      benign: false,
      engineSocket: null,
    },
    {},
    ['mounts no path of the host'],
  );
}

function mountRow(
  container: JsonObject,
  mount: Json,
  sockets: ReadonlySet<string>,
  facts: Facts,
): readonly Row[] {
  if (textAt(mount, 'Type') === 'volume') {
    const volume = volumeOf(mount, facts);
    if (!volume.ok) return [unknownVolume(container, mount, volume)];
  }
  const source = hostPath(mount, facts);
  if (source === null) return [];
  const real = realPath(source.path, facts);
  const writable = booleanAt(mount, 'RW') !== false;
  const names = mapFailable(real, (path) =>
    [resolve('/', source.path), path ?? source.path].map(canonicalSocket),
  );
  return [
    buildRow(
      {
        container: containerName(container),
        source: source.path,
        destination: textAt(mount, 'Destination') ?? '',
        writable,
      },
      {
        realSource: real,
        sensitiveDirectory: mapFailable(names, (paths) => sensitiveDirectory(paths)),
        exact: mapFailable(names, (paths) => paths.some(isOrHoldsSensitive)),
        benign: mapFailable(names, (paths) => !writable && paths.every(isBenign)),
        engineSocket: mapFailable(names, (paths) => reachableSocket(paths, sockets, facts)),
      },
      [
        source.volume === null ? undefined : `bound by the volume ${source.volume}`,
        writable ? undefined : 'mounted read-only',
      ],
    ),
  ];
}

/** What a volume binds is not known: it may be any path of the host. */
function unknownVolume(container: JsonObject, mount: Json, failure: Failable<never>): Row {
  return buildRow(
    {
      container: containerName(container),
      source: `volume ${textAt(mount, 'Name') ?? ''}`,
      destination: textAt(mount, 'Destination') ?? '',
      writable: booleanAt(mount, 'RW') !== false,
    },
    {
      realSource: failure,
      sensitiveDirectory: failure,
      exact: failure,
      benign: failure,
      engineSocket: failure,
    },
  );
}

/** A bind mount's source, or the host path that a local volume binds; null for Docker's own storage. */
function hostPath(
  mount: Json,
  facts: Facts,
): { readonly path: string; readonly volume: string | null } | null {
  if (textAt(mount, 'Type') === 'bind') return { path: textAt(mount, 'Source') ?? '', volume: null };
  const volume = volumeOf(mount, facts);
  const device = volume.ok ? textAt(volume.value, 'Options', 'device') : undefined;
  return volume.ok && device?.startsWith('/') === true && bindsPath(volume.value)
    ? { path: device, volume: textAt(mount, 'Name') ?? '' }
    : null;
}

function volumeOf(mount: Json, facts: Facts): Failable<JsonObject> {
  if (!facts.volumes.ok) return facts.volumes;
  const name = textAt(mount, 'Name');
  const found = facts.volumes.value.find((candidate) => textAt(candidate, 'Name') === name);
  return found === undefined
    ? fail('CHANGED', `the volume ${name ?? ''} came or went while the host was read`, 'audit again')
    : succeed(found);
}

function bindsPath(volume: JsonObject): boolean {
  const options = (textAt(volume, 'Options', 'o') ?? '').split(',');
  return (
    options.includes('bind') || options.includes('rbind') || textAt(volume, 'Options', 'type') === 'none'
  );
}

function realPath(path: string, facts: Facts): Failable<string | null> {
  if (!facts.files.ok) return facts.files;
  const file = facts.files.value(path);
  return file.ok ? succeed(file.value.target) : file;
}

/** The most telling of the directories that a path is, or lies in. */
function sensitiveDirectory(paths: readonly string[]): string | null {
  const exact = sensitiveDirectories.find((directory) => paths.includes(directory));
  const around = sensitiveBelow.findLast((directory) => paths.some((path) => isWithin(path, directory)));
  // A directory above a sensitive one, such as /var/lib, gives all that is in it.
  const inside = sensitiveBelow.find((directory) => paths.some((path) => isWithin(directory, path)));
  const login = paths.find((path) => loginSecrets.test(path) || homeDirectory.test(path));
  return exact ?? around ?? inside ?? login ?? null;
}

/** Keys and credentials of people, wherever their home is. */
const loginSecrets = /^\/home\/[^/]+\/\.(ssh|gnupg|docker|aws|azure|kube|config\/gcloud)(\/|$)/;

/** Whoever gets a whole home gets those with it. */
const homeDirectory = /^\/home\/[^/]+$/;

function isOrHoldsSensitive(path: string): boolean {
  if (homeDirectory.test(path) || loginSecrets.exec(path)?.[2] === '') return true;
  return [...sensitiveDirectories, ...sensitiveBelow].some((directory) => isWithin(directory, path));
}

function isBenign(path: string): boolean {
  return benignPaths.some((benign) => isWithin(path, benign));
}

/** A socket itself, or a directory through which it can be reached. */
function reachableSocket(
  paths: readonly string[],
  sockets: ReadonlySet<string>,
  facts: Facts,
): string | null {
  const names = paths.map((path) => (path === '/var/run' ? '/run' : path));
  const found = [...sockets].find((socket) => names.some((path) => isWithin(socket, path)));
  return found ?? names.map((path) => userSocket(path, facts)).find((socket) => socket !== null) ?? null;
}

/** The socket of a user's own engine; which users have one is only known of those that are looked for. */
function userSocket(path: string, facts: Facts): string | null {
  if (path === '/run/user') return '/run/user/*/docker.sock';
  const user = /^\/run\/user\/[^/]+/.exec(path)?.[0];
  if (user === undefined) return null;
  const reached = ['docker.sock', 'podman/podman.sock']
    .map((name) => `${user}/${name}`)
    .filter((socket) => isWithin(socket, path));
  const exists = (socket: string): boolean => {
    const file = facts.files.ok ? facts.files.value(socket) : facts.files;
    return file.ok && file.value.stat !== null;
  };
  return reached.find((socket) => socket === path || exists(socket)) ?? null;
}
