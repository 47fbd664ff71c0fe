import type { TableSpec } from '../types.ts';

export const dockerContainers: TableSpec = {
  name: 'docker.containers',
  description: 'Every container, running or not: what docker inspect claims beside what /proc shows.',
  key: 'name',
  subject: { kind: 'container', column: 'name' },
  sections: [
    'docker.containers',
    'container.processes',
    'container.stopped',
    'docker.info',
    'lsm',
    'host',
    'processes',
    'daemon.config',
    'files',
    'mounts',
    'docker.volumes',
    'docker.listed',
    'docker.remaining',
  ],
  columns: {
    name: { type: 'string', description: 'Name without the leading slash.' },
    id: { type: 'string', description: 'Full id, 64 hexadecimal digits.' },
    image: { type: 'string', description: 'The image reference it was created from.' },
    state: { type: 'string', description: 'created, running, paused, restarting, exited or dead.' },
    running: { type: 'boolean', description: 'Whether it has a process.' },
    managedBy: {
      type: 'string',
      nullable: true,
      description: 'compose:PROJECT/SERVICE, swarm:SERVICE or kubernetes.',
    },
    swarmTask: { type: 'boolean', description: 'Whether swarm created it as a task of a service.' },
    privileged: { type: 'boolean', description: 'Whether it was created with --privileged.' },
    hostPowers: {
      type: 'array',
      description:
        'Ways in which its root, though it is not privileged, becomes the root of the host or reads all that it keeps; each a sentence without its subject.',
    },
    doubtfulPowers: {
      type: 'array',
      description:
        'Where there is none: ways in which it would, but for AppArmor, SELinux, its seccomp profile or the build of the kernel, which is named.',
    },
    user: { type: 'string', nullable: true, description: 'The configured user, null where none is set.' },
    root: {
      type: 'boolean',
      description:
        'Whether its first process is user 0 inside the container; for one that does not run, whether the configured user is there.',
    },
    uid: {
      type: 'integer',
      nullable: true,
      description:
        'User id of the first process as the host sees it, 0 where it can become root again; when not running who its root will be to the host where users are remapped, else null.',
    },
    capAdd: {
      type: 'array',
      description:
        'Capabilities added to those that Docker gives by default, and NET_RAW of these where asked for by name; as CAP_NAME, ALL for all, also when privileged.',
    },
    capDrop: { type: 'array', description: 'Capabilities dropped, as CAP_NAME; ALL for all.' },
    capabilities: {
      type: 'array',
      description:
        'Capabilities the container can hold: the bounding set of its process, or what its settings come to.',
    },
    extraCapabilities: {
      type: 'array',
      description: 'Those of them that its process holds although its settings do not give them.',
    },
    seccomp: {
      type: 'string',
      description: 'filter, strict or disabled: of the process, or what its settings come to.',
    },
    noNewPrivileges: {
      type: 'boolean',
      description: 'Whether no_new_privs is set on the process, or its settings ask for it.',
    },
    appArmorHost: { type: 'boolean', description: 'Whether AppArmor is active on the host for this daemon.' },
    appArmorProfile: {
      type: 'string',
      nullable: true,
      description: 'The AppArmor profile of the process; null when there is none yet.',
    },
    appArmorMode: {
      type: 'string',
      nullable: true,
      description: 'enforce, kill, complain, mixed or unconfined.',
    },
    selinuxHost: { type: 'boolean', description: 'Whether SELinux is active on the host.' },
    selinuxEnforcing: { type: 'boolean', description: 'Whether SELinux enforces on the host.' },
    selinuxConfined: { type: 'boolean', description: 'Whether the process label is a confined type.' },
    selinuxLabel: { type: 'string', nullable: true, description: 'The SELinux label of the process.' },
    selinuxOptOut: {
      type: 'boolean',
      description: 'Whether its settings leave it unconfined: label=disable, an unconfined type, privileged.',
    },
    hostNetwork: { type: 'boolean', description: 'Whether it shares the network namespace of the host.' },
    hostPid: { type: 'boolean', description: 'Whether it shares the PID namespace of the host.' },
    hostIpc: { type: 'boolean', description: 'Whether it shares the IPC namespace of the host.' },
    readonlyRootfs: { type: 'boolean', description: 'Whether its root filesystem is mounted read-only.' },
    memoryLimit: {
      type: 'integer',
      description:
        'Hard memory limit in bytes of its own that is in force; 0 for none, and for one that is no less than the host has.',
    },
    memoryEnforced: {
      type: 'string',
      nullable: true,
      description:
        'The memory limit that the kernel enforces, whoever set it, and at which cgroup; null for none.',
    },
    cpuSettings: {
      type: 'array',
      description:
        'What its settings say of CPUs, also what limits nothing: 1024 shares, or all CPUs of the host.',
    },
    cpuLimit: {
      type: 'string',
      nullable: true,
      description:
        'How CPU use is weighted or capped below all that the host has: shares, cpus, quota or cpuset with its value.',
    },
    hostUts: {
      type: 'boolean',
      description: 'Whether it shares the UTS namespace, and so the name, of the host.',
    },
    hostUserns: {
      type: 'boolean',
      description: 'Whether its root is root of the host: it shares the user namespace of the host.',
    },
    devices: {
      type: 'array',
      description:
        'Devices of the host that it may use, cgroup rules and device requests; ALL when privileged.',
    },
    ulimits: {
      type: 'array',
      description: 'Its ulimits that are not the default of the daemon, as in "nofile=1024:4096".',
    },
    sharedMounts: { type: 'array', description: 'Host paths or volumes mounted with shared propagation.' },
    cgroupParent: {
      type: 'string',
      description: 'The cgroup that it was put under; empty for the default of the daemon.',
    },
    podCgroup: {
      type: 'boolean',
      description:
        'Whether that is the cgroup that kubelet makes for the Kubernetes pod that its labels name.',
    },
    podSandbox: {
      type: 'boolean',
      description:
        'Whether it is the pause container of a Kubernetes pod, in the cgroup of that pod: kubelet makes it as it is, and no pod can say otherwise.',
    },
    pidsLimit: {
      type: 'integer',
      description:
        'Most processes that it may have by its own setting, as enforced; 0 for no limit, and for one that is no less than the host allows.',
    },
    pidsEnforced: {
      type: 'string',
      nullable: true,
      description:
        'Most processes that the kernel lets it have, whoever set it, and at which cgroup; null for no limit.',
    },
    defaultBridge: { type: 'boolean', description: 'Whether it is attached to the default bridge network.' },
    health: {
      type: 'string',
      nullable: true,
      description:
        'healthy, unhealthy, or starting until the check has come to a result; null without a health check.',
    },
    healthTest: { type: 'array', nullable: true, description: 'The command of its health check.' },
    trivialHealthTest: {
      type: 'boolean',
      description: 'Whether that command succeeds whatever the service does, as "exit 0".',
    },
    restartPolicy: { type: 'string', description: 'no, on-failure, always or unless-stopped.' },
    restartLimit: { type: 'integer', description: 'Most restarts after a failure; 0 for no limit.' },
  },
};
