import { denied, file, processes, rootDirectories, type Sections } from '../derive/bundle.ts';
import { container, judge, running, type Condition } from './judged.ts';

const fails = ['fail', 'container:web'];
const passes = ['pass'];
const onSelinux: Sections = { lsm: 'selinux-enforce 1' };
const gpu = { DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=0', 'vendor.com/disk=all'] }] };
const sandboxed = running({ Runtime: 'runsc', ReadonlyPaths: [] }, [
  'Uid 65534 65534 65534 65534',
  'uid-map 65534 65534 1',
]);
const limited = (...memory: readonly string[]): Sections => {
  const sections = running({ Memory: 1e6 }, [memory[0] ?? '']);
  const text = `${sections['container.processes'] as string}\n${memory.slice(1).join('\n')}`;
  return { ...sections, 'container.processes': text };
};
const unconfined = 'label unconfined';
const debugInFile = '| {"debug": true}';
const settings = (...lines: readonly string[]): Sections => ({
  processes: processes(['-H', 'fd://', '--log-level=info']),
  'daemon.config': ['file /etc/docker/daemon.json', `sha256 ${'0'.repeat(64)}`, ...lines].join('\n'),
});
const apiSocket = (group: string, ...unit: readonly string[]): Sections => ({
  files: `${rootDirectories}\n${file('/run/docker.sock', { mode: 'c1b0', gid: 1200, group })}`,
  systemd: ['listen docker.socket /run/docker.sock (Stream)', ...unit].join('\n'),
});
const image = JSON.stringify({ Id: 'sha256:2', RepoTags: ['web:1'], Healthcheck: { Test: ['CMD', 'x'] } });

const conditions: readonly Condition[] = [
  ...['0 33 33 33', '33 33 0 33'].map((uids): Condition => [
    `I18: the first process has the user ids ${uids}: it can become root again`,
    'docker-container-user',
    running({}, [`Uid ${uids}`]),
    fails,
  ]),
  ['I18: it has given up root', 'docker-container-user', running({}, ['Uid 33 33 33 33']), passes],
  [
    'I19: the process holds SYS_ADMIN, which no setting gives it',
    'docker-container-capabilities',
    running({ CapDrop: ['ALL'] }, ['CapBnd 0000000000200000', 'CapEff 0000000000000000']),
    fails,
  ],
  [
    'I20: it does not run, and would without AppArmor',
    'docker-container-apparmor',
    container({ SecurityOpt: ['apparmor=unconfined'] }),
    fails,
  ],
  [
    'I20: it does not run, is privileged, and would without AppArmor',
    'docker-container-apparmor',
    container({ Privileged: true }),
    fails,
  ],
  ['I20: it does not run, its profile comes', 'docker-container-apparmor', container(), ['notApplicable']],
  ...['label=disable', 'label:disable'].map((option): Condition => [
    `I20: it does not run, and would without SELinux by ${option}`,
    'docker-container-selinux',
    { ...container({ SecurityOpt: [option] }), ...onSelinux },
    fails,
  ]),
  [
    'I20: it does not run, and would under the type spc_t',
    'docker-container-selinux',
    { ...container({}, { ProcessLabel: 'system_u:system_r:spc_t:s0' }), ...onSelinux },
    fails,
  ],
  [
    'I21: its limit holds for the cgroup below its own in which systemd has put its process',
    'docker-container-memory-limit',
    limited('memory max', 'memory 1000000'),
    passes,
  ],
  [
    'I21: no cgroup on the way has a limit',
    'docker-container-memory-limit',
    limited('memory max', 'memory max'),
    fails,
  ],
  [
    'I22: the flag says info, the file debugging, and the daemon may not be asked',
    'docker-daemon-log-level',
    { ...settings(debugInFile), 'docker.info': denied },
    ['fail', 'daemon:log-level'],
  ],
  [
    'I22: the flag says info, the file may not be read, and the daemon may not be asked',
    'docker-daemon-log-level',
    { ...settings('unreadable'), 'docker.info': denied },
    ['error', 'daemon:log-level'],
  ],
  [
    'I22: the flag says info, and the daemon that it does no debugging',
    'docker-daemon-log-level',
    settings('unreadable'),
    passes,
  ],
  [
    'I23: one device by CDI is approved, another is not',
    'docker-container-devices',
    container(gpu),
    fails,
    { allowedDevices: ['request nvidia.com/gpu=0'] },
  ],
  [
    'I23: both are',
    'docker-container-devices',
    container(gpu),
    passes,
    { allowedDevices: ['request nvidia.com/gpu=0', 'request vendor.com/disk=all'] },
  ],
  [
    'I24: docker.socket gives the socket to a group of its own',
    'docker-file-api-socket-owner',
    apiSocket('containers', 'group docker.socket containers'),
    passes,
  ],
  [
    'I24: the socket belongs to another group than docker.socket names',
    'docker-file-api-socket-owner',
    apiSocket('users', 'group docker.socket containers'),
    ['fail', 'file:/run/docker.sock'],
  ],
  ...['docker-image-healthcheck', 'docker-image-updates', 'docker-image-secrets'].map((check): Condition => [
    `I25: the image of a container was removed by force: ${check}`,
    check,
    { ...container(), 'docker.images': image, 'docker.history': 'image sha256:1\nfailed' },
    ['error', 'image:1'],
  ]),
  ...[
    ['docker-container-user', 'container:web'],
    ['docker-container-capabilities', 'container:web'],
    ['docker-container-seccomp', 'container:web'],
    ['docker-container-ssh', 'container:web'],
    ['docker-container-privileged', 'container:web'],
  ].map(([check = '', subject = '']): Condition => [
    `I26: a sandbox stands between the container and the host: ${check}`,
    check,
    sandboxed,
    ['error', subject],
  ]),
  [
    'I26: the runtime crun-vm starts a virtual machine, whatever its name begins with',
    'docker-container-seccomp',
    running({ Runtime: 'crun-vm' }),
    ['error', 'container:web'],
  ],
  ...['runc', '', 'io.containerd.runc.v2', 'crun'].map((Runtime): Condition => [
    `I26: the runtime ${JSON.stringify(Runtime)} starts processes of the host`,
    'docker-container-seccomp',
    running({ Runtime }),
    passes,
  ]),
  [
    'I26: a limit holds for a sandbox too',
    'docker-container-pids-limit',
    running({ Runtime: 'runsc', PidsLimit: 100 }, ['pids 100']),
    passes,
  ],
  [
    'I29: systempaths=unconfined: nothing lies over /proc/sys',
    'docker-container-privileged',
    running({ ReadonlyPaths: [] }, [unconfined]),
    fails,
  ],
  [
    'I29: nothing lies over it, whatever the settings say',
    'docker-container-privileged',
    running({ ReadonlyPaths: ['/proc/sys'] }, ['mount 0:52 / /proc', unconfined]),
    fails,
  ],
  [
    'I29: it may load modules into the kernel',
    'docker-container-privileged',
    running({ CapAdd: ['ALL'] }, ['CapBnd 000001ffffffffff', 'CapEff 000001ffffffffff']),
    fails,
  ],
  [
    'I29: it does not run, and could load modules',
    'docker-container-privileged',
    container({ CapAdd: ['sys_module'] }),
    fails,
  ],
  ...['a *:* rwm', 'b *:* wm'].map((rule): Condition => [
    `I29: root can make a node of every disk and write to it: ${rule}`,
    'docker-container-privileged',
    running({ DeviceCgroupRules: [rule] }),
    fails,
  ]),
  ...['c *:* rwm', 'b 7:* rwm', 'a *:* m'].map((rule): Condition => [
    `I29: a rule for some devices is a matter of devices: ${rule}`,
    'docker-container-privileged',
    running({ DeviceCgroupRules: [rule] }),
    passes,
  ]),
  [
    'I29: it cannot make the node',
    'docker-container-privileged',
    container({ DeviceCgroupRules: ['a *:* rwm'], CapDrop: ['MKNOD'] }),
    passes,
  ],
  [
    'I29: it may load modules, and whether it is root cannot be seen',
    'docker-container-privileged',
    { ...running({ CapAdd: ['ALL'] }), 'container.processes': denied },
    ['error', 'container:web'],
  ],
  [
    'I29: another user than root can load nothing',
    'docker-container-privileged',
    running({ CapAdd: ['ALL'] }, ['CapBnd 000001ffffffffff', 'Uid 1000 1000 1000 1000']),
    passes,
  ],
  [
    'I29: another user than root has no use of it',
    'docker-container-privileged',
    running({ ReadonlyPaths: [] }, ['Uid 1000 1000 1000 1000']),
    passes,
  ],
  [
    'I29: something lies over it',
    'docker-container-privileged',
    running({ ReadonlyPaths: ['/proc/sys'] }, ['mount 0:52 / /proc', 'mount 0:52 /sys /proc/sys']),
    passes,
  ],
  [
    'I29: it does not run, and its root is root of the host',
    'docker-container-privileged',
    container({ ReadonlyPaths: [], SecurityOpt: ['apparmor=unconfined'] }),
    fails,
  ],
];

judge(conditions);
