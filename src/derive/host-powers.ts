import { isWithin } from './raw/mount-info.ts';

/** What a container was given that decides what its processes may do to the host itself. */
export interface Reach {
  /** Whether it has user 0 of the host. */
  readonly root: boolean;
  /** Capabilities over the host: none where it has a user namespace of its own. */
  readonly capabilities: ReadonlySet<string>;
  readonly hostPid: boolean;
  /** Whether it may write to /proc/sys: nothing lies over it. */
  readonly settingsOpen: boolean;
  /** What it may do to the disk that the host runs from, by its devices and device rules. */
  readonly disk: Access;
  /** Whether it got a device by which the memory of the machine can be mapped. */
  readonly memoryDevice: boolean;
  /** The mounts that lead to the host, each by all its names there. */
  readonly mounts: readonly { readonly names: readonly string[]; readonly writable: boolean }[];
}

export type Access = 'none' | 'perhaps' | 'reads' | 'writes';

/** One way from the root of a container to the root of its host, or to all that it keeps. */
export interface Power {
  /** One sentence, of which the root of the container is the subject. */
  readonly how: string;
  readonly holds: (reach: Reach) => boolean;
  /** System calls without which it cannot be done; Docker's own seccomp profile lets each through with the capability. */
  readonly calls?: readonly string[];
  /** Whether AppArmor's docker-default denies it: moby/profiles, apparmor/template.go. It never mediates the rest. */
  readonly deniedByAppArmor: boolean;
  /** What of the host must be so besides, where that cannot be read from outside. */
  readonly where?: string;
  /** Whether it takes code of one's own in the kernel, which lockdown and signatures keep out. */
  readonly module?: boolean;
}

const has = (...wanted: readonly string[]) => {
  return ({ capabilities }: Reach): boolean => wanted.every((name) => capabilities.has(name));
};

/**
 * The ways, each with where it is written down. All were tried on a real container but those through modules, memory,
 * D-Bus, uevent_helper, eBPF, a read-only / and raw disks. NET_ADMIN, SYS_TIME, SYS_BOOT and the namespaces of network and IPC alone do damage, but give no root.
 */
export const powers: readonly Power[] = [
  {
    // proc(5): the pattern may begin with a pipe. fs/proc/proc_sysctl.c, test_perm: it takes user 0 and no capability.
    how: 'writes /proc/sys/kernel/core_pattern, by which the kernel runs a program as root of the host',
    holds: ({ root, settingsOpen }) => root && settingsOpen,
    deniedByAppArmor: true,
  },
  {
    // fs/namespace.c, mount_too_revealing: a new proc shows everything where its user namespace is that of the host.
    how: 'mounts a new proc and writes kernel.core_pattern in it, by which the kernel runs a program as root of the host',
    holds: (reach) => reach.root && has('CAP_SYS_ADMIN')(reach),
    calls: ['mount'],
    deniedByAppArmor: true,
  },
  {
    // capabilities(7)
    how: 'loads a module into the kernel of the host',
    holds: has('CAP_SYS_MODULE'),
    calls: ['init_module'],
    deniedByAppArmor: false,
    module: true,
  },
  {
    // open_by_handle_at(2), as "shocker" of 2014 does: /etc/hosts in the container lies in the filesystem of the host.
    how: 'opens any file by its handle in the filesystem of the host that holds its /etc/hosts',
    holds: has('CAP_DAC_READ_SEARCH'),
    calls: ['open_by_handle_at'],
    deniedByAppArmor: false,
  },
  {
    // proc(5) and ptrace(2), PTRACE_MODE_READ_FSCREDS
    how: 'opens the files of the host as its root through /proc/1/root',
    holds: (reach) => reach.root && reach.hostPid && has('CAP_SYS_PTRACE')(reach),
    deniedByAppArmor: true,
  },
  {
    // bpf-helpers(7): bpf_probe_read_kernel, and with SYS_ADMIN bpf_probe_write_user; no AppArmor hook in either.
    how: 'reads the memory of all processes with an eBPF program, and with SYS_ADMIN changes it',
    holds: (reach) => has('CAP_SYS_ADMIN')(reach) || has('CAP_BPF', 'CAP_PERFMON')(reach),
    calls: ['bpf'],
    deniedByAppArmor: false,
    where: 'the kernel of the host has it built in and is not locked down',
  },
  {
    // mem(4); CONFIG_STRICT_DEVMEM leaves the memory of devices only.
    how: 'maps the memory of the machine',
    holds: (reach) => reach.root && reach.memoryDevice && has('CAP_SYS_RAWIO')(reach),
    deniedByAppArmor: false,
    where: 'the kernel of the host shows more than device memory there',
  },
  {
    how: 'writes to the disk that the host runs from, past its filesystem',
    holds: ({ root, disk }) => root && disk === 'writes',
    deniedByAppArmor: false,
  },
  {
    how: 'reads the disk that the host runs from, and so every file of it',
    holds: ({ root, disk }) => root && disk === 'reads',
    deniedByAppArmor: false,
  },
  {
    how: 'reads or writes every file of the host through a disk',
    holds: ({ root, disk }) => root && disk === 'perhaps',
    deniedByAppArmor: false,
    where: 'that is the disk that it runs from',
  },
  {
    how: 'changes what the root of the host runs or obeys, in a directory of the host that is mounted',
    holds: ({ root, mounts }) =>
      root && mounts.some(({ names, writable }) => writable && holdsAny(names, obeyed)),
    deniedByAppArmor: false,
  },
  {
    how: 'reads every file of the host through the mount of its /',
    holds: ({ root, mounts }) =>
      root && mounts.some(({ names, writable }) => !writable && names.includes('/')),
    deniedByAppArmor: false,
  },
  {
    // Documentation/core-api/kobject.rst, uevent_helper
    how: 'names in /sys/kernel/uevent_helper a program that the kernel runs as root of the host',
    holds: ({ root, mounts }) =>
      root && mounts.some(({ names, writable }) => writable && holdsAny(names, ['/sys/kernel'])),
    deniedByAppArmor: false,
    where: 'the kernel of the host has that file',
  },
  {
    // org.freedesktop.systemd1(5): user 0 may start transient units.
    how: 'starts a unit of the host as its root, over the D-Bus or the socket of systemd',
    holds: ({ root, mounts }) => root && mounts.some(({ names }) => holdsAny(names, systemdSockets)),
    deniedByAppArmor: true,
    where: 'systemd listens there',
  },
];

const systemdSockets: readonly string[] = ['/run/dbus/system_bus_socket', '/run/systemd/private'];

/** Whoever may write to one of these is root of the host at the next login, job, start of a program or core dump. */
const obeyed: readonly string[] = [
  ...['/etc/passwd', '/etc/shadow', '/etc/sudoers', '/etc/sudoers.d', '/etc/pam.d', '/etc/profile.d'],
  ...['/etc/crontab', '/etc/cron.d', '/etc/cron.hourly', '/etc/cron.daily', '/var/spool/cron'],
  ...['/etc/systemd/system', '/etc/init.d', '/etc/ld.so.preload', '/etc/ld.so.conf.d', '/etc/udev/rules.d'],
  ...['/root/.ssh', '/root/.bashrc', '/etc/docker', '/var/lib/docker/containers'],
  ...[
    '/bin',
    '/sbin',
    '/lib',
    '/lib64',
    '/usr/bin',
    '/usr/sbin',
    '/usr/lib',
    '/usr/local/bin',
    '/usr/local/sbin',
  ],
  ...['/lib/systemd/system', '/lib/modules', '/usr/lib/modules', '/boot', '/proc/sys/kernel'],
];

/** Whether one of the names is one of the paths, or a directory above it. */
function holdsAny(names: readonly string[], paths: readonly string[]): boolean {
  return paths.some((path) => names.some((name) => isWithin(path, name)));
}
