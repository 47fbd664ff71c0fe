import { join } from 'node:path/posix';
import { isWithin, type Place } from './mount-info.ts';
import type { MountTable } from './mount-table.ts';

/** A path of the host, and the mount through which it is one. */
export interface Alias {
  readonly path: string;
  readonly mountPoint: string;
}

/** More names than any host has for one place; null says that there may be others. */
const most = 10_000;

/** Paths under which the host shows what lies at a path, or what is mounted somewhere below it. */
export function aliasesOf(path: string, table: MountTable): readonly Alias[] | null {
  const around = table.at(path);
  if (around === undefined) return [];
  const root = join(around.root, path.slice(around.mountPoint.length));
  const found: Alias[] = [];
  for (const part of [{ device: around.device, root }, ...table.below(path)]) {
    for (const alias of aliasesOfPart(part, table)) found.push(alias);
    if (found.length > most) return null;
  }
  return found;
}

/** Paths under which the host shows a part of a filesystem, or something in it. */
export function aliasesOfPart(
  { device, root }: Pick<Place, 'device' | 'root'>,
  table: MountTable,
): readonly Alias[] {
  return table.sharing(device, root).map(({ root: mounted, mountPoint }) => {
    if (isWithin(mounted, root)) return { path: mountPoint, mountPoint };
    const below = mounted === '/' ? root : root.slice(mounted.length);
    return { path: join(mountPoint, below), mountPoint };
  });
}

/** Paths under which the host shows the whole of a part of a filesystem. */
export function pathsOfPart(
  { device, root }: Pick<Place, 'device' | 'root'>,
  table: MountTable,
): readonly string[] {
  return table
    .sharing(device, root)
    .filter((mount) => isWithin(root, mount.root))
    .map((mount) => join(mount.mountPoint, mount.root === '/' ? root : root.slice(mount.root.length)));
}

/**
 * From where the host has mounted what it shows at a path: whoever may replace that decides what the next mount shows.
 * Nothing for a filesystem that is mounted as a whole.
 */
export function sourcesOf(path: string, table: MountTable): readonly string[] {
  const mount = table.at(path);
  if (mount === undefined || mount.mountPoint === '/' || mount.root === '/') return [];
  if (mount.root.endsWith('//deleted')) return [];
  return table
    .sharing(mount.device, mount.root)
    .filter(({ root }) => root !== mount.root && isWithin(mount.root, root))
    .map(({ root, mountPoint }) =>
      join(
        mountPoint,
        root === '/' ? mount.root : mount.root.slice(root.length),
        path.slice(mount.mountPoint.length),
      ),
    );
}
