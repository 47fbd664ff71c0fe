import { isWithin } from './raw/mount-info.ts';

/** Directories that are the host's own through and through. */
const systemDirectories: readonly string[] = [
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/sys',
  '/usr',
  '/bin',
  '/sbin',
  '/root',
];

/** The directories of CIS 5.6, and those whose contents are as good as the host: logins, secrets, other containers. */
const sensitiveDirectories: readonly string[] = ['/', ...systemDirectories, '/home', '/run', '/var'];

/** Below /var and /home most directories are an operator's own data. */
const sensitiveBelow: readonly string[] = [
  ...systemDirectories,
  '/run',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/kubelet',
  '/var/spool/cron',
];

/** Read-only, these tell a container nothing that it must not know. */
const benignPaths: readonly string[] = [
  '/etc/localtime',
  '/etc/timezone',
  '/etc/ssl/certs',
  '/etc/pki/ca-trust',
  '/usr/share/zoneinfo',
  '/usr/share/ca-certificates',
  '/etc/hosts',
  '/etc/resolv.conf',
  '/run/systemd/resolve/resolv.conf',
  '/run/systemd/resolve/stub-resolv.conf',
];

/** Keys and credentials of people, wherever their home is. */
const loginSecrets = /^\/home\/[^/]+\/\.(ssh|gnupg|docker|aws|azure|kube|config\/gcloud)(\/|$)/;

/** Whoever gets a whole home gets those with it. */
const homeDirectory = /^\/home\/[^/]+$/;

/** What paths of the host mean to those who may open them; of a path, all its names are given. */
export interface SensitivePaths {
  /** The most telling of the system directories that a path is, lies in or holds. */
  readonly directoryOf: (names: readonly string[]) => string | null;
  /** Whether it is such a directory as a whole, or one above it. */
  readonly isOrHolds: (names: readonly string[]) => boolean;
  /** Whether nothing by which it is one of the system is more than a harmless file. */
  readonly isBenign: (names: readonly string[]) => boolean;
}

/** @param stores where the engine keeps images and containers on this host */
export function sensitivePaths(stores: readonly string[]): SensitivePaths {
  const below = [...sensitiveBelow, ...stores];
  const directoryOf = (names: readonly string[]): string | null => {
    const exact = sensitiveDirectories.find((directory) => names.includes(directory));
    const around = below.findLast((directory) => names.some((name) => isWithin(name, directory)));
    // A directory above a sensitive one, such as /var/lib, gives all that is in it.
    const inside = below.find((directory) => names.some((name) => isWithin(directory, name)));
    const login = names.find((name) => loginSecrets.test(name) || homeDirectory.test(name));
    return exact ?? around ?? inside ?? login ?? null;
  };
  const wholeOf = (name: string): boolean =>
    homeDirectory.test(name) ||
    loginSecrets.exec(name)?.[2] === '' ||
    [...sensitiveDirectories, ...below].some((directory) => isWithin(directory, name));
  return {
    directoryOf,
    isOrHolds: (names) => names.some(wholeOf),
    isBenign: (names) =>
      names
        .filter((name) => directoryOf([name]) !== null)
        .every((name) => benignPaths.some((benign) => isWithin(name, benign))),
  };
}
