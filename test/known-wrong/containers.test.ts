import { expect, it } from 'vitest';
import { file, host, plainInfo, rootDirectories, socketFile, type Sections } from '../derive/bundle.ts';
import { container, containerId, judge, judged, running, type Condition } from './judged.ts';

const bind = (Source: string, more: object = {}): object => ({
  Type: 'bind',
  Source,
  Destination: '/x',
  RW: true,
  Propagation: 'rprivate',
  ...more,
});
const mounts = (...Mounts: readonly object[]): Sections => running({}, [], { Mounts });
const volume = (Name: string, Destination: string): Sections => ({
  ...mounts({ Type: 'volume', Name, Source: `/var/lib/docker/volumes/${Name}/_data`, Destination, RW: true }),
  'docker.volumes': JSON.stringify({ Name, Driver: 'local', Options: null }),
});
const programs = (...names: readonly string[]): Sections => ({
  ...running(),
  'container.members': [
    `container ${containerId}`,
    ...names.flatMap((name, at) => [
      `member ${containerId} ${5 + at}`,
      `Name ${name}`,
      `PPid ${4 + at}`,
      'Uid 0 0 0 0',
    ]),
  ].join('\n'),
});
const published = (HostIp: string, HostPort: string): Sections =>
  running({}, [], { Ports: { '80/tcp': [{ HostIp, HostPort }] } });
const hostNetwork = running({ NetworkMode: 'host' }, [
  'ns net 2',
  'socket 7',
  'sockets-read yes',
  'tcp 00000000:0050 7',
]);
const info = (more: object): Sections => ({ 'docker.info': JSON.stringify({ ...plainInfo, ...more }) });
const selinux: Sections = { lsm: 'selinux-enforce 1', ...info({ SecurityOptions: ['name=selinux'] }) };
const web = 'container:web';
const fails = ['fail', web];
const named = (Name: string): Sections => container({ Privileged: true }, { Name });

const conditions: readonly Condition[] = [
  [
    'D1: a name with "nil" in it',
    'docker-container-privileged',
    named('/vanilla'),
    ['fail', 'container:vanilla'],
  ],
  [
    'D2: a name or label like that of a checker exempts nothing',
    'docker-container-privileged',
    container(
      { Privileged: true },
      { Name: '/docker-bench-security', Labels: { project: 'docker.bench.security' } },
    ),
    ['fail', 'container:docker-bench-security'],
  ],
  ...['0:0', '0:1000', '00', 'root:root', '+0'].map((User): Condition => [
    `E1: --user ${User}`,
    'docker-container-user',
    container({}, { Config: { Image: 'web:1', User, HealthTest: null } }),
    fails,
  ]),
  [
    'E2: an entrypoint that gave root up',
    'docker-container-user',
    running({}, ['Uid 33 33 33 33']),
    ['pass'],
  ],
  [
    'E2: root of a user namespace',
    'docker-container-user',
    running({}, ['Uid 100000 100000 100000 100000', 'uid-map 0 100000 65536']),
    ['pass'],
  ],
  [
    'F1: label=disable',
    'docker-container-selinux',
    { ...running({ SecurityOpt: ['label=disable'] }, ['label system_u:system_r:spc_t:s0']), ...selinux },
    fails,
  ],
  ...['seccomp=unconfined', 'no-new-privileges'].map((option): Condition => [
    `F1: ${option} is no label`,
    'docker-container-selinux',
    {
      ...running({ SecurityOpt: [option] }, ['label system_u:system_r:unconfined_service_t:s0']),
      ...selinux,
    },
    fails,
  ]),
  [
    'F2: AppArmor on a host with SELinux',
    'docker-container-apparmor',
    { ...running(), ...selinux },
    ['notApplicable'],
  ],
  ['F2: SELinux on a host with AppArmor', 'docker-container-selinux', running(), ['notApplicable']],
  [
    'F2: a label that SELinux gave by itself',
    'docker-container-selinux',
    { ...running({}, ['label system_u:system_r:container_t:s0:c1,c2']), ...selinux },
    ['pass'],
  ],
  ['F3, H1: /etc, read-write', 'docker-container-system-mounts', mounts(bind('/etc')), fails],
  ...['/', '/etc'].map((path): Condition => [
    `F4: ${path}, read-only`,
    'docker-container-system-mounts',
    mounts(bind(path, { RW: false })),
    fails,
  ]),
  ...['/etc/shadow', '/root', '/root/.ssh', '/var/lib', '/var/lib/docker', '/run', '/usr/bin'].map(
    (path): Condition => [
      `F4: ${path}, read-write`,
      'docker-container-system-mounts',
      mounts(bind(path)),
      fails,
    ],
  ),
  [
    'F5: a harmless read-only file beside a read-write mount',
    'docker-container-system-mounts',
    mounts(bind('/etc/localtime', { RW: false }), bind('/srv/data', { Destination: '/data' })),
    ['pass'],
  ],
  [
    'F5: a named volume at /etc of the container',
    'docker-container-system-mounts',
    volume('conf', '/etc'),
    ['pass'],
  ],
  [
    'H4: a volume below /var/lib/docker/volumes',
    'docker-container-system-mounts',
    volume('data', '/data'),
    ['pass'],
  ],
  [
    'H6: what root of the host may do is no matter of a container',
    'docker-container-privileged',
    running(),
    ['pass'],
  ],
  ...['sshd', 'dropbear'].map((name): Condition => [
    `F6: ${name} in an image without ps`,
    'docker-container-ssh',
    programs('web', name),
    fails,
  ]),
  ...(['always', 'unless-stopped', 'on-failure'] as const).map((Name): Condition => [
    `F7: ${Name} without a limit`,
    'docker-container-restart-policy',
    container({ RestartPolicy: { Name, MaximumRetryCount: 0 } }),
    fails,
  ]),
  [
    'H2: on-failure:5',
    'docker-container-restart-policy',
    container({ RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 } }),
    ['pass'],
  ],
  ...[{ CpuQuota: 50_000 }, { CpusetCpus: '0' }].map((limit): Condition => [
    `F8: ${Object.keys(limit).join()}`,
    'docker-container-cpu-limit',
    container(limit),
    ['pass'],
  ]),
  ['F11: port 1024', 'docker-container-privileged-ports', published('10.0.0.1', '1024'), ['pass']],
  ['F11: port 1023', 'docker-container-privileged-ports', published('10.0.0.1', '1023'), fails],
  ['F12: [::] alone', 'docker-container-port-address', published('::', '8080'), fails],
  [
    'F13: a privileged port, on the network of the host',
    'docker-container-privileged-ports',
    hostNetwork,
    fails,
    { allowedPorts: [] },
  ],
  [
    'F13: a port nobody needs, on the network of the host',
    'docker-container-needed-ports',
    hostNetwork,
    fails,
    { neededPorts: [] },
  ],
  ['F13: every address, on the network of the host', 'docker-container-port-address', hostNetwork, fails],
  [
    'F15: --privileged filters no calls',
    'docker-container-seccomp',
    running({ Privileged: true }, ['Seccomp 0']),
    fails,
  ],
  [
    'F15: the default of the daemon is unconfined',
    'docker-container-seccomp',
    running({}, ['Seccomp 0']),
    fails,
  ],
  [
    'F15: a profile that allows all',
    'docker-container-seccomp',
    running({ SecurityOpt: ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'] }),
    fails,
  ],
  [
    'F16: --privileged adds all capabilities',
    'docker-container-capabilities',
    container({ Privileged: true }),
    fails,
  ],
  ['F16: --privileged gives all devices', 'docker-container-devices', container({ Privileged: true }), fails],
  [
    'F18: --cap-add ALL',
    'docker-container-capabilities',
    container({ CapAdd: ['ALL'] }),
    fails,
    { allowedCapabilities: ['CAP_NET_BIND_SERVICE'] },
  ],
  [
    'F19: no-new-privileges=false',
    'docker-container-no-new-privileges',
    running({ SecurityOpt: ['no-new-privileges=false'] }),
    fails,
  ],
  ...['/run', '/var/run', '/', '/run/containerd/containerd.sock'].map((path): Condition => [
    `F21: ${path}`,
    'docker-container-engine-socket',
    mounts(bind(path)),
    fails,
  ]),
  [
    'F22: a volume named docker_sock_cache',
    'docker-container-engine-socket',
    volume('docker_sock_cache', '/c'),
    ['pass'],
  ],
  [
    'F23: a limit that the kernel has no controller for',
    'docker-container-memory-limit',
    { ...container({ Memory: 1000 }), ...info({ MemoryLimit: false }) },
    fails,
  ],
  [
    'F23: a limit that the cgroup does not have',
    'docker-container-memory-limit',
    running({ Memory: 1000 }),
    fails,
  ],
  ...['exit 0', 'true'].map((command): Condition => [
    `F24: the health check ${command}`,
    'docker-container-health',
    running({}, [], {
      State: { Status: 'running', Running: true, Pid: 5, Health: 'healthy' },
      Config: { Image: 'web:1', User: '', HealthTest: ['CMD-SHELL', command] },
    }),
    fails,
  ]),
  [
    'F24: unhealthy',
    'docker-container-health',
    running({}, [], {
      State: { Status: 'running', Running: true, Pid: 5, Health: 'unhealthy' },
      Config: { Image: 'web:1', User: '', HealthTest: ['CMD', 'check'] },
    }),
    fails,
  ],
  [
    'F25: the default bridge under another name',
    'docker-container-default-bridge',
    {
      ...container({ NetworkMode: 'default' }, { Networks: ['bridge', null] }),
      'docker.networks': JSON.stringify({
        Id: 'b',
        Name: 'bridge',
        Driver: 'bridge',
        Options: {
          'com.docker.network.bridge.default_bridge': 'true',
          'com.docker.network.bridge.name': 'br0',
        },
      }),
    },
    fails,
  ],
  [
    'F26: the daemon remaps nobody',
    'docker-container-host-userns',
    { ...running(), host: `${host}\nns user 15` },
    fails,
  ],
];

judge(conditions);

it('F21: a socket at a path of its own', () => {
  const own = { ...mounts(bind('/opt')), systemd: 'listen docker.socket /opt/engine.sock (Stream)' };
  const files = `${rootDirectories}\n${socketFile}\n${file('/opt/engine.sock', { mode: 'c1b0' })}`;
  expect(judged('docker-container-engine-socket', { ...own, files })).toEqual(fails);
});
