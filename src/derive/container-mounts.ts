import type { Row, Table } from '../facts/types.ts';
import { succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import { containerName } from './containers.ts';
import { socketPaths } from './docker-files.ts';
import type { Facts } from './facts.ts';
import { canonicalSocket } from './raw/dockerd-process.ts';
import { booleanAt, listAt, textAt } from './raw/json-access.ts';
import { isWithin } from './raw/mount-info.ts';

/** The directories of CIS 5.6, and those whose contents are as good as the host: logins, secrets, other containers. */
const sensitiveDirectories: readonly string[] = [
  '/',
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
  '/home',
  '/run',
  '/var',
];

/** Below /var and /home most directories are an operator's own data. */
const sensitiveBelow: readonly string[] = [
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
];

const engineSockets: readonly string[] = [
  '/run/docker.sock',
  '/run/containerd/containerd.sock',
  '/run/docker/containerd/containerd.sock',
  '/run/podman/podman.sock',
  '/run/crio/crio.sock',
];

export function containerMounts(facts: Facts): Table {
  const sockets = new Set([...engineSockets, ...socketPaths(facts).map(canonicalSocket)]);
  return tableOf(facts.containers, (all) =>
    all.flatMap((container) => {
      const rows = listAt(container, 'Mounts').flatMap((mount) => mountRow(container, mount, sockets, facts));
      return rows.length > 0 ? rows : [withoutMounts(container)];
    }),
  );
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
  if (textAt(mount, 'Type') === 'volume' && !facts.volumes.ok)
    return [unknownVolume(container, mount, facts.volumes)];
  const source = hostPath(mount, facts);
  if (source === null) return [];
  const real = realPath(source.path, facts);
  const writable = booleanAt(mount, 'RW') !== false;
  const names = mapFailable(real, (path) => [source.path, path ?? source.path].map(canonicalSocket));
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
        engineSocket: mapFailable(names, (paths) => reachableSocket(paths, sockets)),
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
  const name = textAt(mount, 'Name');
  const volumes = facts.volumes.ok ? facts.volumes.value : [];
  const volume = volumes.find((candidate) => name !== undefined && textAt(candidate, 'Name') === name);
  const device = textAt(volume, 'Options', 'device');
  return name !== undefined && device?.startsWith('/') === true && bindsPath(volume)
    ? { path: device, volume: name }
    : null;
}

function bindsPath(volume: JsonObject | undefined): boolean {
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
  const login = paths.find((path) => loginSecrets.test(path));
  return exact ?? around ?? inside ?? login ?? null;
}

/** Keys and credentials of people, wherever their home is. */
const loginSecrets = /^\/home\/[^/]+\/\.(ssh|gnupg|docker|aws|azure|kube|config\/gcloud)(\/|$)/;

function isOrHoldsSensitive(path: string): boolean {
  return [...sensitiveDirectories, ...sensitiveBelow].some((directory) => isWithin(directory, path));
}

function isBenign(path: string): boolean {
  return benignPaths.some((benign) => isWithin(path, benign));
}

/** A socket itself, or a directory through which it can be reached. */
function reachableSocket(paths: readonly string[], sockets: ReadonlySet<string>): string | null {
  const names = paths.map((path) => (path === '/var/run' ? '/run' : path));
  const found = [...sockets].find((socket) => names.some((path) => isWithin(socket, path)));
  return (
    found ?? names.find((path) => /^\/run\/user\/\d+\/(docker|podman\/podman)\.sock$/.test(path)) ?? null
  );
}
