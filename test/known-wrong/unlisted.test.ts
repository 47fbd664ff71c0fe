import {
  denied,
  directory,
  file,
  plainInfo,
  processes,
  rootDirectories,
  type Sections,
} from '../derive/bundle.ts';
import { container, containerId, inspect, judge, running, type Condition } from './judged.ts';

const fails = ['fail', 'container:web'];
const user = (User: string): Sections =>
  container({}, { Config: { Image: 'web:1', User, HealthTest: null } });
const accounts = (...lines: readonly string[]): Sections => ({
  'container.stopped': [
    `container ${containerId}`,
    'accounts read',
    ...lines.map((line) => `account ${line}`),
  ].join('\n'),
});
const trust = (...values: readonly string[]): Sections => ({
  'docker.version': JSON.stringify({ Client: { Version: '28.5.2' } }),
  'content.trust': values.join('\n'),
});
const watch = '-w /etc/docker -p wa';
const rules = (loaded: string, path: string, ...written: readonly string[]): Sections => ({
  'audit.kernel': loaded,
  'audit.files': [`file ${path}`, ...written.map((line) => `| ${line}`)].join('\n'),
});
const volume = (device: string): Sections => ({
  ...running({}, [], {
    Mounts: [
      { Type: 'volume', Name: 'v', Source: '/var/lib/docker/volumes/v/_data', Destination: '/v', RW: true },
    ],
  }),
  'docker.volumes': JSON.stringify({
    Name: 'v',
    Driver: 'local',
    Options: { type: 'none', o: 'bind', device },
  }),
});
const snap = '/snap/docker/2963/bin';
const inSnap: Sections = {
  processes: processes([]).replace('/usr/bin/dockerd', `${snap}/dockerd`),
  'docker.info': JSON.stringify({ ...plainInfo, Runtimes: { runc: { path: 'runc' } } }),
  files: [
    rootDirectories,
    ...['/snap', '/snap/docker', '/snap/docker/2963', snap].map((path) => directory(path)),
    file(`${snap}/runc`, { mode: '81ed' }),
  ].join('\n'),
};
const rootless = { ...plainInfo, SecurityOptions: [...plainInfo.SecurityOptions, 'name=rootless'] };
const beside = (...user: readonly string[]): Sections => ({
  'docker.info': JSON.stringify(rootless),
  processes: [
    processes(['--rootless'], ['uid 1000']),
    processes(['-H', 'unix:///run/system.sock'], user).replace('process 100', 'process 200'),
  ].join('\n'),
});
const healthTest = (command: string): Sections =>
  running({}, [], {
    State: { Status: 'running', Running: true, Pid: 5, Health: 'healthy' },
    Config: { Image: 'web:1', User: '', HealthTest: ['CMD-SHELL', command] },
  });
const runc = (version: string): Sections => ({
  'docker.version': JSON.stringify({
    Server: {
      Components: [
        { Name: 'Engine', Version: '28.5.2', Details: {} },
        { Name: 'containerd', Version: '1.7.29' },
        { Name: 'runc', Version: version },
      ],
    },
  }),
});
const minima = { minimumEngineVersion: '28.0.0', minimumContainerdVersion: '1.7.0' };

const conditions: readonly Condition[] = [
  ['I1: --user +0 is a number to the engine', 'docker-container-user', user('+0'), fails],
  [
    'I2: a user of another name with number 0',
    'docker-container-user',
    { ...user('toor'), ...accounts('root:0', 'toor:0') },
    fails,
  ],
  [
    'I2: a user of another name with a number of its own',
    'docker-container-user',
    { ...user('app'), ...accounts('root:0', 'app:10') },
    ['pass'],
  ],
  [
    'I3: a range of ports that begins below 1024',
    'docker-container-privileged-ports',
    container({ PortBindings: { '80/tcp': [{ HostIp: '10.0.0.1', HostPort: '1000-1100' }] } }),
    fails,
  ],
  [
    'I4: a whole range of addresses is trusted without TLS, in the running daemon alone',
    'docker-daemon-insecure-registries',
    {
      'docker.info': JSON.stringify({
        ...plainInfo,
        RegistryConfig: {
          ...plainInfo.RegistryConfig,
          InsecureRegistryCIDRs: ['127.0.0.0/8', '126.0.0.0/7'],
        },
      }),
    },
    ['fail', 'daemon:insecure-registries'],
  ],
  [
    'I5: content trust is turned on in one file and off in another',
    'docker-content-trust',
    trust('value 1 /etc/environment', 'value 0 /etc/profile.d/docker.sh'),
    ['fail', 'host:docker-client'],
  ],
  [
    'I5: content trust is turned on, unless a file that may not be read turns it off',
    'docker-content-trust',
    trust('value 1 /etc/environment', 'unreadable /etc/profile.d/docker.sh'),
    ['error', 'host:docker-client'],
  ],
  ...['exe=/usr/bin/vi', 'uid=33'].map((condition): Condition => [
    `I6: a rule for ${condition} alone`,
    'host-audit-etc-docker',
    rules(
      `-a always,exit -F dir=/etc/docker -F perm=wa -F ${condition}`,
      '/etc/audit/rules.d/x.rules',
      `-a always,exit -F dir=/etc/docker -F perm=wa -F ${condition}`,
    ),
    ['fail', 'audit:/etc/docker'],
  ]),
  [
    'I7: audit.rules ends with -D, which deletes what it loaded',
    'host-audit-etc-docker',
    rules(watch, '/etc/audit/audit.rules', watch, '-D'),
    ['fail', 'audit:/etc/docker'],
  ],
  [
    'I7: of a file in rules.d, -D is taken to the top',
    'host-audit-etc-docker',
    rules(watch, '/etc/audit/rules.d/x.rules', watch, '-D'),
    ['pass'],
  ],
  [
    'I15: a rule in audit.rules alone, which is written anew out of rules.d',
    'host-audit-etc-docker',
    {
      'audit.kernel': watch,
      'audit.files': `directory /etc/audit/rules.d\nfile /etc/audit/audit.rules\n| ${watch}`,
    },
    ['fail', 'audit:/etc/docker'],
  ],
  [
    'I16: a rule file that ends with auditing switched off',
    'host-audit-etc-docker',
    rules(watch, '/etc/audit/rules.d/x.rules', watch, '-e 0'),
    ['fail', 'audit:/etc/docker'],
  ],
  ['I8: a volume that is /etc', 'docker-container-system-mounts', volume('/srv/../etc'), fails],
  ['I8: a volume that is /var/run', 'docker-container-engine-socket', volume('/var/run'), fails],
  [
    'I9: a seccomp profile that only writes down what it lets through',
    'docker-container-seccomp',
    running({ SecurityOpt: ['seccomp={"defaultAction":"SCMP_ACT_LOG"}'] }),
    fails,
  ],
  ...['unconfined', 'complain'].map((mode): Condition => [
    `I10: an AppArmor profile of one's own in mode ${mode}`,
    'docker-container-apparmor',
    running({}, [`label own (${mode})`], { AppArmorProfile: 'own' }),
    fails,
  ]),
  [
    'I11: the processes of a container that shares those of the host',
    'docker-container-host-pid',
    {
      'docker.containers': [
        inspect({ PidMode: 'container:two' }, {}),
        inspect({ PidMode: 'host' }, { Id: 'b', Name: '/two' }),
      ].join('\n'),
    },
    ['fail', 'container:web', 'container:two'],
  ],
  ...['curl -f localhost || true', 'curl -f localhost; exit 0', 'curl -f localhost || echo down'].map(
    (command): Condition => [
      `I12: the health check ${command}`,
      'docker-container-health',
      healthTest(command),
      fails,
    ],
  ),
  ['I12: || exit 1 fails', 'docker-container-health', healthTest('curl -f localhost || exit 1'), ['pass']],
  [
    'I13: a release candidate is older than the release',
    'docker-version',
    runc('1.0.0-rc95'),
    ['fail', 'daemon:runc'],
    { ...minima, minimumRuncVersion: '1.0.0' },
  ],
  [
    'I13: a rebuilt release is not older',
    'docker-version',
    runc('1.1.5+ds1'),
    ['pass'],
    { ...minima, minimumRuncVersion: '1.1.5' },
  ],
  [
    'I14: a tmpfs at /etc of the container',
    'docker-container-system-mounts',
    running({}, [], { Mounts: [{ Type: 'tmpfs', Source: '', Destination: '/etc', RW: true }] }),
    ['pass'],
  ],
  [
    'I27: runc lies where the snap of Docker has it',
    'host-audit-runc',
    inSnap,
    ['fail', `audit:${snap}/runc`],
  ],
  [
    'I28: beside the rootless daemon that is audited, another runs as root',
    'docker-daemon-rootless',
    beside('uid 0'),
    ['fail', 'daemon:dockerd'],
    { daemonModes: ['rootless'] },
  ],
  [
    'I28: until that is said to be wrong, a person judges',
    'docker-daemon-rootless',
    beside('uid 0'),
    ['manual'],
  ],
  ['I28: the other is rootless too', 'docker-daemon-rootless', beside('uid 1001'), ['pass']],
  [
    'I28: whose the other is, may not be read',
    'docker-daemon-rootless',
    beside(),
    ['error', 'daemon:dockerd'],
  ],
  [
    'I28: a daemon that is root is so, whatever else runs',
    'docker-daemon-rootless',
    { processes: denied },
    ['fail', 'daemon:dockerd'],
    { daemonModes: ['rootless'] },
  ],
  ...['docker-file-containerd-socket-owner', 'host-audit-containerd-sock'].map((check): Condition => [
    `I30: the socket of containerd that the daemon names is out of sight: ${check}`,
    check,
    { 'docker.info': JSON.stringify({ ...plainInfo, Containerd: { Address: '/run/far/containerd.sock' } }) },
    ['error', check.startsWith('host') ? 'audit:containerd-sock' : 'file:containerd-socket'],
  ]),
];

judge(conditions);
