import { succeed, type Failable } from '../lib/failure.ts';
import { both, mapFailable } from './build-row.ts';
import { isPrivileged, isRoot, runtimeOr, type Container } from './container-security.ts';
import { at } from './raw/json-access.ts';

const settings = '/proc/sys';

/**
 * Whether root in a container that is not privileged is root of the host and may change the settings of its kernel: with
 * systempaths=unconfined nothing is laid over them.
 * @param sharesUsers whether its root is root of the host
 */
export function kernelOpen(container: Container, sharesUsers: Failable<boolean>): Failable<boolean> {
  if (isPrivileged(container) || !isUncovered(container)) return succeed(false);
  if (container.process !== null) {
    return runtimeOr(
      container,
      ({ uids }) => uids.includes(0),
      () => false,
    );
  }
  return mapFailable(both(isRoot(container), sharesUsers), ([root, shares]) => root && shares);
}

/** By its settings, or in the mounts that the kernel shows of it, as far as either is known. */
function isUncovered({ inspect, process, sandbox }: Container): boolean {
  const covered = at(inspect, 'HostConfig', 'ReadonlyPaths');
  if (Array.isArray(covered) && !covered.includes(settings)) return true;
  if (process?.ok !== true || sandbox !== null) return false;
  const { mounts } = process.value;
  const seen = (path: string): boolean => mounts.some(({ mountPoint }) => mountPoint === path);
  return seen('/proc') && !seen(settings);
}
