import type { JsonObject } from '../lib/json.ts';
import type { Access } from './host-powers.ts';
import { listAt, textAt, textsAt } from './raw/json-access.ts';
import { isWithin, mountOf, type Mount } from './raw/mount-info.ts';

/**
 * What devices and device rules let a root do to the disk that the host runs from. To make the node of a device is
 * allowed by default, for all, to whoever has MKNOD: runc specconv/spec_linux.go, AllowedDevices.
 * @param real a path of the host with links resolved, as far as that is known
 */
export function diskAccess(
  inspect: JsonObject,
  mounts: readonly Mount[],
  mayMakeNodes: boolean,
  real: (path: string) => string,
): Access {
  const root = mountOf('/', mounts);
  const given = listAt(inspect, 'HostConfig', 'Devices').map((device) => {
    const granted = textAt(device, 'CgroupPermissions') || 'rwm';
    return graded(isDisk(textAt(device, 'PathOnHost') ?? '', root, real), granted);
  });
  const rules = mayMakeNodes ? textsAt(inspect, 'HostConfig', 'DeviceCgroupRules') : [];
  const ruled = rules.map((rule) => {
    const [, numbers = '', granted = ''] = /^[ab]\s+(\S+)\s+([rwm]+)$/.exec(rule.trim()) ?? [];
    return graded(isRuled(numbers, root), granted);
  });
  const found = new Set([...given, ...ruled]);
  return (['writes', 'reads', 'perhaps'] as const).find((access) => found.has(access)) ?? 'none';
}

function graded(disk: 'yes' | 'no' | 'perhaps', granted: string): Access {
  if (disk === 'no' || !/[rw]/.test(granted)) return 'none';
  if (disk === 'perhaps') return 'perhaps';
  return granted.includes('w') ? 'writes' : 'reads';
}

const disks =
  /^\/dev\/(?:(?:[hsv]d|xvd)[a-z]+\d*|(?:nvme\d+n|mmcblk|md|nbd|dm-)\d+(?:p\d+)?|mapper\/.+|disk\/.+)$/;

/** A disk, its partition, or a directory of devices; which disks are below a logical one is not known from outside. */
function isDisk(
  given: string,
  root: Mount | undefined,
  real: (path: string) => string,
): 'yes' | 'no' | 'perhaps' {
  const path = real(given);
  const source = root === undefined ? '' : real(root.source);
  if (source.startsWith('/dev/') && [source, wholeDisk(source)].some((name) => isWithin(name, path)))
    return 'yes';
  if (path === '/dev') return 'yes';
  return disks.test(path) && (isLayered(source) || path.startsWith('/dev/disk/')) ? 'perhaps' : 'no';
}

/** `/dev/sda` of `/dev/sda1`, `/dev/nvme0n1` of `/dev/nvme0n1p2`. */
function wholeDisk(partition: string): string {
  return partition
    .replace(/^(\/dev\/(?:[hsv]d|xvd)[a-z]+)\d+$/, '$1')
    .replace(/^(\/dev\/[a-z]+\d+(?:n\d+)?)p\d+$/, '$1');
}

/** Whether a filesystem lies on other devices than the one that it is mounted from, as with LVM, RAID, ZFS and overlays. */
function isLayered(source: string): boolean {
  return !/^\/dev\/(?!mapper\/|dm-|md|root$)/.test(source);
}

/** Whether `MAJOR:MINOR`, each of them a number or *, is the device of the root filesystem or the disk that it is on. */
function isRuled(numbers: string, root: Mount | undefined): 'yes' | 'no' | 'perhaps' {
  const [major = '', minor = ''] = numbers.split(':');
  if (major === '*' && minor === '*') return 'yes';
  if (!numbers.includes(':')) return 'no';
  const [own = '', part = ''] = (root?.device ?? '').split(':');
  // Of disks by SCSI, virtio and Xen sixteen minor numbers each are one disk and its partitions.
  const disk = /^\/dev\/(?:sd|vd|xvd)/.test(root?.source ?? '') ? String(Number(part) & ~15) : part;
  const same = [own, '*'].includes(major) && [part, disk, '*'].includes(minor);
  if (same) return 'yes';
  return own === '0' || isLayered(root?.source ?? '') ? 'perhaps' : 'no';
}
