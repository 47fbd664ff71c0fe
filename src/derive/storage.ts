import { join } from 'node:path/posix';
import type { Row, Table } from '../facts/types.ts';
import { both, buildRow, mapFailable, tableOf } from './build-row.ts';
import { dataRoots } from './engine-paths.ts';
import type { Facts } from './facts.ts';
import { securityOptions } from './setting-sources.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { parentOf } from './raw/file-facts.ts';
import { isWithin, mountOf, mounts, type Mount } from './raw/mount-info.ts';
import { sectionText } from './raw/section.ts';

export function storage(facts: Facts): Table {
  const sources = both(both(facts.info, mounts(facts.bundle, facts.dockerd)), directories(facts));
  return tableOf(sources, ([[info, all], list]) =>
    list.map(({ role, path }) => storageRow(role, path, info, all, facts)),
  );
}

function directories(facts: Facts): Failable<readonly { readonly role: string; readonly path: string }[]> {
  return mapFailable(dataRoots(facts), ([dataRoot = '', ...others]) => [
    { role: 'data-root', path: dataRoot },
    ...others.map((path) => ({ role: 'containerd-root', path })),
  ]);
}

function resolved(facts: Facts, path: string): Failable<string> {
  if (!facts.files.ok) return facts.files;
  return mapFailable(facts.files.value(path), (file) => file.target ?? path);
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
  const problem = notSeparate(path, mount, root, all, facts);
  return buildRow(
    {
      role,
      path,
      mountPoint: mount.mountPoint,
      device: mount.device,
      fsType: mount.fsType,
      rootDevice: root.device,
      rootless: securityOptions(info).has('rootless'),
    },
    { separate: mapFailable(problem, (text) => text === null) },
    [problem.ok ? (problem.value ?? undefined) : undefined],
  );
}

/** A directory mounted on itself, as dockerd does with its data root, is a mount point but no filesystem of its own. */
function withoutBinds(mount: Mount | undefined, all: readonly Mount[]): Mount | undefined {
  if (mount === undefined || mount.mountPoint === '/') return mount;
  const outside = all.filter((other) => !isWithin(other.mountPoint, mount.mountPoint));
  const around = mountOf(parentOf(mount.mountPoint), outside);
  if (around?.device !== mount.device) return mount;
  const itself = join(around.root, mount.mountPoint.slice(around.mountPoint.length));
  return mount.root === itself ? withoutBinds(around, all) : mount;
}

function unknownPlace(role: string, path: string, failure: Failable<never>): Row {
  return buildRow({ role, path }, { rootless: failure, separate: failure });
}

/** Why a directory has no capacity of its own, or null when it has. */
function notSeparate(
  path: string,
  mount: Mount,
  root: Mount,
  all: readonly Mount[],
  facts: Facts,
): Failable<string | null> {
  // With userns-remap the data root is <root>/<uid>.<gid>, and the filesystem is that of the directory above.
  const remapped = /^\d+\.\d+$/.test(path.slice(path.lastIndexOf('/') + 1));
  const expected = remapped ? [path, parentOf(path)] : [path];
  if (!expected.includes(mount.mountPoint))
    return succeed(`it lies on the filesystem of ${mount.mountPoint}`);
  if (mount.fsType === 'zfs') return sharedPool(mount, root, facts);
  if (mount.device === root.device) return succeed(mount.fsType === 'btrfs' ? subvolume : bindMount);
  const others = all.some((other) => other.device === mount.device && !isWithin(other.mountPoint, path));
  const whole = mount.root === '/' || (mount.fsType === 'btrfs' && !others);
  return succeed(
    whole ? null : `only ${mount.root} of its filesystem is mounted here: the rest shares its capacity`,
  );
}

const bindMount = 'it is a bind mount from the filesystem of /: it has no capacity of its own';
const subvolume =
  'it is a subvolume of the filesystem of /: it shares its capacity, as far as no quota group limits it';

/** A dataset in the pool of / can fill it, unless it, or a dataset above it that / is not in, has a quota. */
function sharedPool(mount: Mount, root: Mount, facts: Facts): Failable<string | null> {
  const pool = (source: string): string => source.split('/')[0] ?? '';
  if (root.fsType !== 'zfs' || pool(mount.source) !== pool(root.source)) return succeed(null);
  return mapFailable(sectionText(facts.bundle, 'zfs.quotas'), (text) => {
    const limited = text.split('\n').some((line) => {
      const [name = '', quota, refquota] = line.split('\t');
      if (!isWithin(mount.source, name) || isWithin(root.source, name)) return false;
      return Number(quota) > 0 || (name === mount.source && Number(refquota) > 0);
    });
    return limited ? null : `${mount.source} has no quota: it shares the capacity of the pool with /`;
  });
}
