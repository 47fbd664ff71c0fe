import { succeed, type Failable } from '../lib/failure.ts';
import { both, mapFailable } from './build-row.ts';
import {
  capabilitiesAsFarAsKnown,
  isPrivileged,
  isRoot,
  runtimeOr,
  type Container,
} from './container-security.ts';
import { at, textsAt } from './raw/json-access.ts';

const settings = '/proc/sys';

/**
 * Whether root in a container that is not privileged is root of the host and may change its kernel: with
 * systempaths=unconfined nothing is laid over the settings, with SYS_MODULE it may load code.
 * @param sharesUsers whether its root is root of the host
 */
export function kernelOpen(container: Container, sharesUsers: Failable<boolean>): Failable<boolean> {
  const isOpen = !isPrivileged(container) && (isUncovered(container) || mayHave(container, 'CAP_SYS_MODULE'));
  return isOpen ? isHostRoot(container, sharesUsers) : succeed(false);
}

/** Whether such a root may make, and write to, a node of every device of the host: a device rule lets it. */
export function everyDevice(container: Container, sharesUsers: Failable<boolean>): Failable<boolean> {
  const rules = textsAt(container.inspect, 'HostConfig', 'DeviceCgroupRules');
  const allowed = rules.some((rule) => /^[ab]\s+\*:\*\s+r?(?:wm|mw)$/.test(rule.trim()));
  const isOpen = !isPrivileged(container) && allowed && mayHave(container, 'CAP_MKNOD');
  return isOpen ? isHostRoot(container, sharesUsers) : succeed(false);
}

function mayHave(container: Container, capability: string): boolean {
  return capabilitiesAsFarAsKnown(container).includes(capability);
}

function isHostRoot(container: Container, sharesUsers: Failable<boolean>): Failable<boolean> {
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
