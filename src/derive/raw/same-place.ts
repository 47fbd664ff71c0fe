import { join } from 'node:path/posix';
import { isWithin, mountOf, type Mount, type Place } from './mount-info.ts';

/** A path of the host, and the mount through which it is one. */
export interface Alias {
  readonly path: string;
  readonly mountPoint: string;
}

/** Paths under which the host shows what lies at a path, or what is mounted somewhere below it. */
export function aliasesOf(path: string, mounts: readonly Mount[]): readonly Alias[] {
  const around = mountOf(path, mounts);
  if (around === undefined) return [];
  const root = join(around.root, path.slice(around.mountPoint.length));
  const below = mounts.filter(({ mountPoint }) => mountPoint !== path && isWithin(mountPoint, path));
  return [{ device: around.device, root }, ...below].flatMap((part) => aliasesOfPart(part, mounts));
}

/** Paths under which the host shows a part of a filesystem, or something in it. */
export function aliasesOfPart(
  { device, root }: Pick<Place, 'device' | 'root'>,
  mounts: readonly Mount[],
): readonly Alias[] {
  return mounts
    .filter((mount) => mount.device === device)
    .flatMap(({ root: mounted, mountPoint }) => {
      if (isWithin(mounted, root)) return [{ path: mountPoint, mountPoint }];
      const below = mounted === '/' ? root : root.slice(mounted.length);
      return isWithin(root, mounted) ? [{ path: join(mountPoint, below), mountPoint }] : [];
    });
}

/** Paths under which the host shows the whole of a part of a filesystem. */
export function pathsOfPart(
  { device, root }: Pick<Place, 'device' | 'root'>,
  mounts: readonly Mount[],
): readonly string[] {
  return mounts
    .filter((mount) => mount.device === device && isWithin(root, mount.root))
    .map((mount) => join(mount.mountPoint, mount.root === '/' ? root : root.slice(mount.root.length)));
}
