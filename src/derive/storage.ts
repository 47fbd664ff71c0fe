import type { Row, Table } from '../facts/types.ts';
import { both, buildRow, mapFailable, tableOf } from './build-row.ts';
import { securityOptions } from './setting-sources.ts';
import type { Facts } from './facts.ts';
import { fail, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { listAt, textAt } from './raw/json-access.ts';
import { parentOf } from './raw/file-facts.ts';
import { isWithin, mountOf, mounts, type Mount } from './raw/mount-info.ts';

export function storage(facts: Facts): Table {
  return tableOf(both(facts.info, mounts(facts.bundle, facts.dockerd)), ([info, all]) =>
    directories(info).map(({ role, path }) => storageRow(role, path, info, all, facts)),
  );
}

function directories(info: JsonObject): readonly { readonly role: string; readonly path: string }[] {
  return [
    { role: 'data-root', path: textAt(info, 'DockerRootDir') ?? '' },
    ...(usesContainerdStore(info) && !managesContainerd(info)
      ? [{ role: 'containerd-root', path: '/var/lib/containerd' }]
      : []),
  ];
}

/** A containerd that dockerd started itself keeps its data below the data root. */
function managesContainerd(info: JsonObject): boolean {
  return /^(\/var)?\/run\/docker\//.test(textAt(info, 'Containerd', 'Address') ?? '');
}

function resolved(facts: Facts, path: string): Failable<string> {
  if (!facts.files.ok) return facts.files;
  return mapFailable(facts.files.value(path), (file) => file.target ?? path);
}

/** Docker 29 keeps images and layers with containerd on new installations. */
export function usesContainerdStore(info: JsonObject): boolean {
  return listAt(info, 'DriverStatus').some(
    (entry) =>
      Array.isArray(entry) &&
      typeof entry[1] === 'string' &&
      entry[1].startsWith('io.containerd.snapshotter'),
  );
}

function storageRow(role: string, named: string, info: JsonObject, all: readonly Mount[], facts: Facts): Row {
  const found = resolved(facts, named);
  if (!found.ok) return unknownPlace(role, named, found);
  const path = found.value;
  const mount = withoutBinds(mountOf(path, all), all);
  const root = mountOf('/', all);
  if (!path.startsWith('/') || mount === undefined || root === undefined) {
    return unknownPlace(role, path, fail('MALFORMED', `no mount holds ${path}`, 'see findmnt on the host'));
  }
  const problem = notSeparate(path, mount, root);
  return buildRow(
    {
      role,
      path,
      mountPoint: mount.mountPoint,
      device: mount.device,
      fsType: mount.fsType,
      rootDevice: root.device,
      separate: problem === null,
      rootless: securityOptions(info).has('rootless'),
    },
    {},
    [problem ?? undefined, mount.fsType === 'zfs' ? zfsNote : undefined],
  );
}

const zfsNote = 'a ZFS dataset: it shares the capacity of its pool unless it has a quota';

/** A directory mounted on itself, as dockerd does with its data root, is a mount point but no filesystem of its own. */
function withoutBinds(mount: Mount | undefined, all: readonly Mount[]): Mount | undefined {
  if (mount === undefined || mount.mountPoint === '/') return mount;
  const outside = all.filter((other) => !isWithin(other.mountPoint, mount.mountPoint));
  const around = mountOf(parentOf(mount.mountPoint), outside);
  return around?.device === mount.device ? withoutBinds(around, all) : mount;
}

function unknownPlace(role: string, path: string, failure: Failable<never>): Row {
  return buildRow({ role, path }, { rootless: failure, separate: failure });
}

/** Why a directory has no capacity of its own, or null when it has. */
function notSeparate(path: string, mount: Mount, root: Mount): string | null {
  // With userns-remap the data root is <root>/<uid>.<gid>, and the filesystem is that of the directory above.
  const remapped = /^\d+\.\d+$/.test(path.slice(path.lastIndexOf('/') + 1));
  const expected = remapped ? [path, parentOf(path)] : [path];
  if (!expected.includes(mount.mountPoint)) return `it lies on the filesystem of ${mount.mountPoint}`;
  if (mount.device === root.device)
    return 'it is a bind mount from the filesystem of /: it has no capacity of its own';
  if (mount.root !== '/')
    return `only ${mount.root} of its filesystem is mounted here: the rest shares its capacity`;
  return null;
}
