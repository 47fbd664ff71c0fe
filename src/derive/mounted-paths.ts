import { resolve } from 'node:path/posix';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { both, mapFailable } from './build-row.ts';
import type { Container } from './container-security.ts';
import type { Facts } from './facts.ts';
import { textAt } from './raw/json-access.ts';
import { isWithin, mounts, type Mount } from './raw/mount-info.ts';
import { aliasesOf, aliasesOfPart, type Alias } from './raw/same-place.ts';
import type { SensitivePaths } from './sensitive-paths.ts';

/** A path of the host that a mount of a container leads to. */
export interface MountedPath {
  readonly path: string;
  /** The volume through which it does, null for a bind mount. */
  readonly volume: string | null;
}

/** Where a mount of a container leads on the host; nowhere for Docker's own storage. */
export function mountedPaths(mount: Json, facts: Facts): Failable<readonly MountedPath[]> {
  if (textAt(mount, 'Type') === 'bind')
    return succeed([{ path: textAt(mount, 'Source') ?? '', volume: null }]);
  if (textAt(mount, 'Type') !== 'volume') return succeed([]);
  const name = textAt(mount, 'Name') ?? '';
  const known = both(volumeOf(name, facts), mounts(facts.bundle, facts.dockerd));
  return mapFailable(known, ([volume, all]) =>
    [...new Set(volumePaths(volume, mount, all, facts))].map((path) => ({ path, volume: name })),
  );
}

function volumeOf(name: string, facts: Facts): Failable<JsonObject> {
  if (!facts.volumes.ok) return facts.volumes;
  const found = facts.volumes.value.find((candidate) => textAt(candidate, 'Name') === name);
  return found === undefined
    ? fail('CHANGED', `the volume ${name} came or went while the host was read`, 'audit again')
    : succeed(found);
}

function volumePaths(
  volume: JsonObject,
  mount: Json,
  all: readonly Mount[],
  facts: Facts,
): readonly string[] {
  const source = textAt(mount, 'Source') ?? '';
  if (textAt(volume, 'Driver') !== 'local') return pluginPath(source, facts);
  const options = (textAt(volume, 'Options', 'o') ?? '').split(',');
  const device = textAt(volume, 'Options', 'device') ?? '';
  const type = textAt(volume, 'Options', 'type');
  if (options.includes('bind') || options.includes('rbind') || type === 'none')
    return device.startsWith('/') ? [device] : [];
  if (type === 'overlay') return options.flatMap(overlayPaths);
  return deviceMounts(device, all, facts).filter((path) => path !== source);
}

/** A plugin may hand out any directory of the host; its own storage below the data root is Docker's. */
function pluginPath(source: string, facts: Facts): readonly string[] {
  const root = facts.info.ok ? textAt(facts.info.value, 'DockerRootDir') : undefined;
  return source.startsWith('/') && !isWithin(source, root ?? '/var/lib/docker') ? [source] : [];
}

/** `lowerdir=/a:/b`, `upperdir=/c`. */
function overlayPaths(option: string): readonly string[] {
  const [name, value = ''] = option.split('=');
  return name === 'lowerdir' || name === 'upperdir' ? value.split(':') : [];
}

/** Where the host has mounted the filesystem of a device that a volume mounts once more. */
function deviceMounts(device: string, all: readonly Mount[], facts: Facts): readonly string[] {
  if (!device.startsWith('/dev/')) return [];
  const real = realPath(device, facts);
  const names = [device, real.ok ? real.value : device];
  const devices = new Set(all.filter(({ source }) => names.includes(source)).map((mount) => mount.device));
  return all.filter((mount) => devices.has(mount.device)).map(({ mountPoint }) => mountPoint);
}

/** A path with all symbolic links resolved; null where it does not exist. */
export function realPath(path: string, facts: Facts): Failable<string | null> {
  if (!facts.files.ok) return facts.files;
  return mapFailable(facts.files.value(path), (file) => file.target);
}

/**
 * Every name by which the host knows what a mount leads to: as given, with links resolved, through other mounts of the
 * same filesystem, and as the kernel shows it to a running container.
 */
export function namesOf(
  { path }: MountedPath,
  mount: Json,
  container: Container,
  facts: Facts,
  sensitive: SensitivePaths,
): Failable<readonly string[]> {
  const known = both(realPath(path, facts), mounts(facts.bundle, facts.dockerd));
  return mapFailable(known, ([real, all]) => {
    const plain = [resolve('/', path), real ?? path];
    const aliases = [...aliasesOf(plain[1] ?? path, all), ...kernelAliases(mount, container, all)];
    return [
      ...new Set([
        ...plain,
        ...aliases.filter((alias) => isOriginal(alias, sensitive)).map((alias) => alias.path),
      ]),
    ];
  });
}

function kernelAliases(mount: Json, { process }: Container, all: readonly Mount[]): readonly Alias[] {
  if (process === null || !process.ok) return [];
  const destination = textAt(mount, 'Destination');
  const part = process.value.mounts.findLast(({ mountPoint }) => mountPoint === destination);
  return part === undefined ? [] : aliasesOfPart(part, all);
}

/** What is mounted into a system directory comes from elsewhere: it is nothing of the system by that alone. */
function isOriginal({ path, mountPoint }: Alias, sensitive: SensitivePaths): boolean {
  const directory = sensitive.directoryOf([path]);
  return directory === null || isWithin(directory, mountPoint);
}
