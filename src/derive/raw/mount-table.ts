import { isWithin, type Mount } from './mount-info.ts';

/** A mount table that was read once, so that each question looks at what answers it and at no more. */
export interface MountTable {
  /** The mount that holds a path. */
  readonly at: (path: string) => Mount | undefined;
  /** Mounts somewhere below a path. */
  readonly below: (path: string) => readonly Mount[];
  /** Mounts of one filesystem whose part of it holds a place, or lies in it. */
  readonly sharing: (device: string, root: string) => readonly Mount[];
  /** Devices by what they are called. */
  readonly devices: (source: string) => readonly string[];
}

export function mountTable(all: readonly Mount[]): MountTable {
  const byPoint = new Map(all.map((mount) => [mount.mountPoint, mount]));
  const points = new Tree(all, ({ mountPoint }) => mountPoint);
  const roots = new Map(
    [...groups(all, ({ device }) => device)].map(([device, mounts]) => [
      device,
      new Tree(mounts, ({ root }) => root),
    ]),
  );
  const bySource = groups(all, ({ source }) => source);
  return {
    at: (path) => {
      const point = above(path).find((one) => byPoint.has(one));
      return point === undefined ? undefined : byPoint.get(point);
    },
    below: (path) => points.inside(path).filter(({ mountPoint }) => mountPoint !== path),
    sharing: (device, root) => {
      const tree = roots.get(device);
      if (tree === undefined) return [];
      const holding = above(root)
        .slice(1)
        .flatMap((one) => tree.exactly(one));
      return [...holding, ...tree.inside(root)];
    },
    devices: (source) => [...new Set((bySource.get(source) ?? []).map(({ device }) => device))],
  };
}

/** A path and all above it, from the longest on. */
function above(path: string): readonly string[] {
  const paths = [path];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
    paths.push(path.slice(0, end));
  return path === '/' ? paths : [...paths, '/'];
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const group = found.get(keyOf(item));
    if (group === undefined) found.set(keyOf(item), [item]);
    else group.push(item);
  }
  return found;
}

/** Mounts by a path of theirs, in the order of the paths: what is below one stands together. */
class Tree {
  readonly #sorted: readonly (readonly [string, Mount])[];
  readonly #byPath: ReadonlyMap<string, readonly Mount[]>;

  constructor(mounts: readonly Mount[], pathOf: (mount: Mount) => string) {
    this.#byPath = groups(mounts, pathOf);
    this.#sorted = mounts
      .map((mount) => [pathOf(mount), mount] as const)
      .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  }

  exactly(path: string): readonly Mount[] {
    return this.#byPath.get(path) ?? [];
  }

  /** At a path, or below it. */
  inside(path: string): readonly Mount[] {
    if (path === '/') return this.#sorted.map(([, mount]) => mount);
    const found = [...this.exactly(path)];
    for (let at = this.#firstFrom(`${path}/`); at < this.#sorted.length; at++) {
      const entry = this.#sorted[at];
      if (entry === undefined || !isWithin(entry[0], path)) break;
      found.push(entry[1]);
    }
    return found;
  }

  #firstFrom(path: string): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.[0] ?? '') < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
