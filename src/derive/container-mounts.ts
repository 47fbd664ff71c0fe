import type { Row, Table } from '../facts/types.ts';
import type { Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { buildRow, mapFailable, tableOf } from './build-row.ts';
import type { Container } from './container-security.ts';
import { containerName, containersOf } from './containers.ts';
import { socketPaths } from './docker-files.ts';
import { containerdSockets, dataRoots } from './engine-paths.ts';
import type { Facts } from './facts.ts';
import { whySocketsUnknown } from './api-listeners.ts';
import { podDirectory } from './kubernetes-pods.ts';
import {
  kernelParts,
  linkedNames,
  mountContext,
  mountedPaths,
  namesOf,
  realPath,
  unknownNames,
  type MountContext,
  type MountedPath,
} from './mounted-paths.ts';
import { parseFlags } from './raw/dockerd-flags.ts';
import { canonicalSocket, hostDockerds } from './raw/dockerd-process.ts';
import { booleanAt, listAt, textAt } from './raw/json-access.ts';
import { isWithin, type Place } from './raw/mount-info.ts';
import { sensitivePaths, type SensitivePaths } from './sensitive-paths.ts';

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
  const stores = dataRoots(facts);
  const host = {
    ...mountContext(facts),
    sockets: socketNames(facts),
    unknownSockets: whySocketsUnknown(facts),
    sensitive: sensitivePaths(stores.ok ? stores.value : []),
    unknownStores: stores.ok ? null : stores,
  };
  return tableOf(containersOf(facts), (all) =>
    all.flatMap((container) => {
      const parts = kernelParts(container);
      const rows = listAt(container.inspect, 'Mounts').flatMap((mount) =>
        mountRows(container, mount, parts.get(textAt(mount, 'Destination') ?? ''), host),
      );
      return rows.length > 0 ? rows : [withoutMounts(container.inspect)];
    }),
  );
}

/** Every name of a socket by which some engine can be told what to do. */
function socketNames(facts: Facts): ReadonlySet<string> {
  const containerd = containerdSockets(facts);
  const named = [...socketPaths(facts), ...otherDaemons(facts), ...(containerd.ok ? containerd.value : [])];
  const real = named.flatMap((path) => {
    const file = facts.files.ok ? facts.files.value(path) : facts.files;
    return file.ok ? (file.value.target ?? []) : [];
  });
  const linked = [...engineSockets, ...named].flatMap((path) => linkedNames(path, facts));
  return new Set([...engineSockets, ...[...named, ...real, ...linked].map(canonicalSocket)]);
}

/** Sockets that the flags of any dockerd on the host name: another daemon is as good as the audited one. */
function otherDaemons({ bundle, host }: Facts): readonly string[] {
  const all = hostDockerds(bundle, host);
  const hosts = all.ok ? all.value.flatMap(({ args }) => parseFlags(args).get('host') ?? []) : [];
  return hosts
    .filter((address) => address.startsWith('unix:///'))
    .map((address) => address.slice('unix://'.length));
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

interface Host extends MountContext {
  readonly sockets: ReadonlySet<string>;
  /** Why there may be sockets of the daemon besides these. */
  readonly unknownSockets: Failable<never> | null;
  readonly sensitive: SensitivePaths;
  /** Why the engine may keep images and containers elsewhere. */
  readonly unknownStores: Failable<never> | null;
}

function mountRows(container: Container, mount: Json, part: Place | undefined, host: Host): readonly Row[] {
  const paths = mountedPaths(mount, host);
  if (!paths.ok) return [unknownVolume(container.inspect, mount, paths)];
  return paths.value.map((path) => mountRow(container.inspect, mount, path, part, host));
}

function mountRow(
  inspect: JsonObject,
  mount: Json,
  source: MountedPath,
  part: Place | undefined,
  host: Host,
): Row {
  const { facts, sensitive } = host;
  const writable = booleanAt(mount, 'RW') !== false;
  const found = namesOf(source, part, host, sensitive);
  const names = mapFailable(found, (paths) => paths.map(canonicalSocket));
  const more = unknownNames(source.path, facts);
  const others = mapFailable(names, (paths) => paths.filter((path) => !isOfOwnPod(path, inspect)));
  return buildRow(
    {
      container: containerName(inspect),
      source: source.path,
      destination: textAt(mount, 'Destination') ?? '',
      writable,
    },
    {
      realSource: realPath(source.path, facts),
      sensitiveDirectory: orUnknown(mapFailable(others, sensitive.directoryOf), host.unknownStores ?? more),
      exact: mapFailable(others, sensitive.isOrHolds),
      benign: mapFailable(others, (paths) => !writable && sensitive.isBenign(paths)),
      engineSocket: orUnknown(
        mapFailable(names, (paths) => reachableSocket(paths, host.sockets, facts)),
        isPlainFile(source.path, facts) ? more : (host.unknownSockets ?? more),
      ),
    },
    [
      source.volume === null ? undefined : `bound by the volume ${source.volume}`,
      writable ? undefined : 'mounted read-only',
    ],
  );
}

/** What kubelet made for the pod that the container is part of, and mounts into all of it. */
function isOfOwnPod(path: string, inspect: JsonObject): boolean {
  const directory = podDirectory(inspect);
  return directory !== null && path.startsWith(`${directory}/`);
}

/** That nothing was found is only known where everything could be looked at. */
function orUnknown(found: Failable<string | null>, unknown: Failable<never> | null): Failable<string | null> {
  return found.ok && found.value === null ? (unknown ?? found) : found;
}

/** Neither a socket nor a directory that may hold one. */
function isPlainFile(path: string, { files }: Facts): boolean {
  const file = files.ok ? files.value(path) : files;
  return file.ok && file.value.stat?.kind === 'file';
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
