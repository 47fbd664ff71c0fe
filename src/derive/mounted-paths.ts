import { resolve } from 'node:path/posix';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { both, mapFailable } from './build-row.ts';
import type { Container } from './container-security.ts';
import type { Facts } from './facts.ts';
import { textAt } from './raw/json-access.ts';
import { isWithin, mounts, type Place } from './raw/mount-info.ts';
import { mountTable, type MountTable } from './raw/mount-table.ts';
import { aliasesOf, aliasesOfPart, type Alias } from './raw/same-place.ts';
import type { SensitivePaths } from './sensitive-paths.ts';

/** A path of the host that a mount of a container leads to. */
export interface MountedPath {
  readonly path: string;
  /** The volume through which it does, null for a bind mount. */
  readonly volume: string | null;
}

/** What is asked for each mount of each container, read once. */
export interface MountContext {
  readonly facts: Facts;
  readonly table: Failable<MountTable>;
  readonly volumes: Failable<ReadonlyMap<string, JsonObject>>;
}

export function mountContext(facts: Facts): MountContext {
  return {
    facts,
    table: mapFailable(mounts(facts.bundle, facts.dockerd), mountTable),
    volumes: mapFailable(facts.volumes, (all) => new Map(all.map((one) => [textAt(one, 'Name') ?? '', one]))),
  };
}

/** Where a mount of a container leads on the host; nowhere for Docker's own storage. */
export function mountedPaths(mount: Json, context: MountContext): Failable<readonly MountedPath[]> {
  if (textAt(mount, 'Type') === 'bind')
    return succeed([{ path: textAt(mount, 'Source') ?? '', volume: null }]);
  if (textAt(mount, 'Type') !== 'volume') return succeed([]);
  const name = textAt(mount, 'Name') ?? '';
  return mapFailable(both(volumeOf(name, context), context.table), ([volume, table]) =>
    [...new Set(volumePaths(volume, mount, table, context.facts))].map((path) => ({ path, volume: name })),
  );
}

function volumeOf(name: string, { volumes }: MountContext): Failable<JsonObject> {
  if (!volumes.ok) return volumes;
  const found = volumes.value.get(name);
  return found === undefined
    ? fail('CHANGED', `the volume ${name} came or went while the host was read`, 'audit again')
    : succeed(found);
}

function volumePaths(volume: JsonObject, mount: Json, table: MountTable, facts: Facts): readonly string[] {
  const source = textAt(mount, 'Source') ?? '';
  if (textAt(volume, 'Driver') !== 'local') return pluginPath(source, facts);
  const options = (textAt(volume, 'Options', 'o') ?? '').split(',');
  const device = textAt(volume, 'Options', 'device') ?? '';
  const type = textAt(volume, 'Options', 'type');
  if (options.includes('bind') || options.includes('rbind') || type === 'none')
    return device.startsWith('/') ? [device] : [];
  if (type === 'overlay') return options.flatMap(overlayPaths);
  return deviceMounts(device, table, facts).filter((path) => path !== source);
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
function deviceMounts(device: string, table: MountTable, facts: Facts): readonly string[] {
  if (!device.startsWith('/dev/')) return [];
  const real = realPath(device, facts);
  const devices = new Set([device, real.ok ? (real.value ?? device) : device].flatMap(table.devices));
  return [...devices].flatMap((one) => table.sharing(one, '/')).map(({ mountPoint }) => mountPoint);
}

/** A path with all symbolic links resolved; null where it does not exist. */
export function realPath(path: string, facts: Facts): Failable<string | null> {
  if (!facts.files.ok) return facts.files;
  return mapFailable(facts.files.value(path), (file) => file.target);
}

/**
 * Every name by which the host knows what a mount leads to: as given, with links of both kinds, through other mounts of
 * the same filesystem, and as the kernel shows it to a running container.
 */
export function namesOf(
  { path }: MountedPath,
  part: Place | undefined,
  { facts, table }: MountContext,
  sensitive: SensitivePaths,
): Failable<readonly string[]> {
  const known = both(realPath(path, facts), table);
  if (!known.ok) return known;
  const [real, mounted] = known.value;
  const plain = [resolve('/', path), real ?? path, ...linkedNames(path, facts)];
  const named = plain.slice(1).map((name) => aliasesOf(name, mounted));
  if (!named.every((names) => names !== null)) return tooMany;
  const aliases = [...named.flat(), ...(part === undefined ? [] : aliasesOfPart(part, mounted))];
  const originals = aliases.filter((alias) => isOriginal(alias, sensitive)).map((alias) => alias.path);
  return succeed([...new Set([...plain, ...originals])]);
}

/** Names that hard links give to what a path leads to, as far as they are known. */
export function linkedNames(path: string, { files }: Facts): readonly string[] {
  const file = files.ok ? files.value(path) : files;
  return file.ok && file.value.names.ok ? file.value.names.value : [];
}

/** Why there may be more. */
export function unknownNames(path: string, { files }: Facts): Failable<never> | null {
  const file = files.ok ? files.value(path) : files;
  return file.ok && !file.value.names.ok ? file.value.names : null;
}

const tooMany = fail<never>(
  'TOO_MANY',
  'the host has more mounts at this place than are followed',
  'see findmnt on the host',
);

/** Where the kernel has mounted what in a running container, by the path that it has there. */
export function kernelParts({ process }: Container): ReadonlyMap<string, Place> {
  return new Map(process?.ok === true ? process.value.mounts.map((place) => [place.mountPoint, place]) : []);
}

/** What is mounted into a system directory comes from elsewhere: it is nothing of the system by that alone. */
function isOriginal({ path, mountPoint }: Alias, sensitive: SensitivePaths): boolean {
  const directory = sensitive.directoryOf([path]);
  return directory === null || isWithin(directory, mountPoint);
}
