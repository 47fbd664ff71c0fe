import { fail, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import type { ContainerProcess } from './raw/container-process.ts';
import { at, textAt } from './raw/json-access.ts';
import { isWithin } from './raw/mount-info.ts';
import type { MountTable } from './raw/mount-table.ts';
import { pathsOfPart } from './raw/same-place.ts';

/** Runtimes under which a container is a process of the host like any other, by program, type or name. */
const plain =
  /^(docker-)?(runc|crun(?!-vm)|youki)([-.@\d].*)?$|^(nvidia|amd|habana)-container-runtime(\.\w+)?$|^sysbox-runc$|^io\.containerd\.runc\.v\d$/;

/** Runtimes that put a kernel of their own between the container and the host, whatever is started for them. */
const sandboxes =
  /runsc|gvisor|kata|firecracker|krun|crun-vm|runu|urunc|nabla|rune\b|qemu|hypervisor|dragonball|quark|hyper/i;

/** What of the host a process must lie in to be what is in the container, and nothing in between. */
export interface Stores {
  /** Mounts of the host. */
  readonly mounts: MountTable;
  /** Where the engine keeps the filesystems of containers. */
  readonly roots: readonly string[];
}

/**
 * Why /proc does not show the processes of a container; null where it does, or an older collector did not ask. Under a
 * runtime of another name, such as a wrapper around runc, the process itself shows it: its root is the container's.
 */
export function sandboxOf(
  inspect: JsonObject,
  info: Failable<JsonObject>,
  process: Failable<ContainerProcess>,
  stores: Stores,
): Failable<never> | null {
  const asked = textAt(inspect, 'HostConfig', 'Runtime');
  if (asked === undefined) return null;
  const known = info.ok ? info.value : {};
  const name = asked || textAt(known, 'DefaultRuntime') || 'runc';
  const entry = at(known, 'Runtimes', name);
  const path =
    textAt(entry, 'options', 'BinaryName') || textAt(entry, 'path') || textAt(entry, 'runtimeType');
  const program = (path || name).slice((path || name).lastIndexOf('/') + 1);
  if (plain.test(program)) return null;
  if (!sandboxes.test(program) && process.ok && isInStore(process.value, inspect, stores)) return null;
  return fail(
    'SANDBOXED',
    `the runtime ${name} runs the container: what the host sees of it need not be the container`,
    'see it with the tools of that runtime; from outside only what has the filesystem of the container is judged',
  );
}

/** A sandbox or the monitor of a virtual machine has the root of the host, or an empty one. */
function isInStore({ mounts }: ContainerProcess, inspect: JsonObject, stores: Stores): boolean {
  const root = mounts.findLast(({ mountPoint }) => mountPoint === '/');
  if (root === undefined) return false;
  // containerd mounts it in a directory that is called after the container.
  const id = textAt(inspect, 'Id') ?? '';
  return pathsOfPart(root, stores.mounts).some(
    (path) =>
      stores.roots.some((store) => isWithin(path, store)) || (id !== '' && path.split('/').includes(id)),
  );
}
