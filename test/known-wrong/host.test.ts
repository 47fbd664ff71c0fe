import { directory, file, plainInfo, processes, rootDirectories, socketFile } from '../derive/bundle.ts';
import { judge, type Condition } from './judged.ts';

const root = '1 0 8:1 / / rw - ext4 /dev/sda1 rw';
const mounts = (...lines: readonly string[]) => ({ mounts: ['process self', root, ...lines].join('\n') });
const files = (...lines: readonly string[]) => ({
  files: [rootDirectories, socketFile, ...lines].join('\n'),
});
const rules = (...lines: readonly string[]) => ({
  'audit.kernel': lines.join('\n'),
  'audit.files': ['file /etc/audit/rules.d/docker.rules', ...lines.map((line) => `| ${line}`)].join('\n'),
});
const containerd = {
  ...files(
    directory('/run/containerd'),
    file('/run/containerd/containerd.sock', { mode: 'c1b0' }),
    file('/usr/bin/containerd'),
    file('/usr/bin/containerd-shim'),
    file('/usr/bin/containerd-shim-runc-v2'),
  ),
  'containerd.processes': 'program /usr/bin/containerd',
};
const group = (...members: readonly string[]) => ({ accounts: `group docker:x:999:${members.join(',')}` });
const unit = '/usr/lib/systemd/system/docker.service';
const dropIn = '/etc/systemd/system/docker.service.d/x.conf';
const versions = (engine: string) => ({
  'docker.version': JSON.stringify({
    Server: {
      Components: [
        { Name: 'Engine', Version: engine, Details: {} },
        { Name: 'containerd', Version: '1.7.29' },
        { Name: 'runc', Version: '1.2.8' },
      ],
    },
  }),
});
const store = { DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']] };

const conditions: readonly Condition[] = [
  [
    'A1: dockerd binds its data root on itself',
    'host-storage',
    mounts('2 1 8:1 /var/lib/docker /var/lib/docker rw - ext4 /dev/sda1 rw'),
    ['fail', 'storage:/var/lib/docker'],
  ],
  [
    'A3: layers lie in the store of containerd, which has no filesystem of its own',
    'host-storage',
    {
      ...mounts('2 1 8:2 / /var/lib/docker rw - ext4 /dev/sdb rw'),
      'docker.info': JSON.stringify({ ...plainInfo, ...store }),
    },
    ['fail', 'storage:/var/lib/containerd'],
  ],
  [
    'A3: a data root that moved, and the rule stayed',
    'host-audit-data-root',
    {
      ...files(directory('/data'), directory('/data/docker'), directory('/var/lib/docker')),
      ...rules('-w /var/lib/docker -p wa'),
      'docker.info': JSON.stringify({ ...plainInfo, DockerRootDir: '/data/docker' }),
    },
    ['fail', 'audit:/data/docker'],
  ],
  [
    'A4: op is not ops',
    'host-docker-group',
    group('alice', 'op'),
    ['fail', 'user:op'],
    { trustedUsers: ['alice', 'ops', 'bob'] },
  ],
  [
    'A6: two accounts that nobody trusts',
    'host-docker-group',
    group('alice', 'bob', 'carol'),
    ['fail', 'user:alice', 'user:bob'],
    { trustedUsers: ['carol'] },
  ],
  [
    'A7: only daemon.json is watched, not its directory',
    'host-audit-etc-docker',
    rules('-w /etc/docker/daemon.json -p wa'),
    ['fail', 'audit:/etc/docker'],
  ],
  [
    'A8: only the socket of containerd is watched, not its directory',
    'host-audit-run-containerd',
    { ...containerd, ...rules('-w /run/containerd/containerd.sock -p wa') },
    ['fail', 'audit:/run/containerd'],
  ],
  ...(['containerd', 'containerd-shim'] as const).map((name): Condition => [
    `A9: a rule for containerd-shim-runc-v2 is none for ${name}`,
    `host-audit-${name}`,
    { ...containerd, ...rules('-w /usr/bin/containerd-shim-runc-v2 -p wa') },
    ['fail', `audit:/usr/bin/${name}`],
  ]),
  [
    'A12: a watch on the directory of the binary',
    'host-audit-dockerd',
    { ...files(file('/usr/bin/dockerd')), ...rules('-w /usr/bin -p rwxa') },
    ['pass'],
  ],
  [
    'A12: dockerd in /usr/sbin, where Debian has it',
    'host-audit-dockerd',
    {
      ...files(directory('/usr/sbin'), file('/usr/sbin/dockerd')),
      ...rules('-w /usr/sbin/dockerd -p wa'),
      processes: processes([]).replace('/usr/bin/dockerd', '/usr/sbin/dockerd'),
    },
    ['pass'],
  ],
  [
    'A13: rules are loaded and the kernel records nothing',
    'host-audit-etc-docker',
    { ...rules('-w /etc/docker -p wa'), 'audit.status': 'enabled 0\npid 0' },
    ['fail', 'audit:/etc/docker'],
  ],
  [
    'A14: a rule in a file that the kernel has not loaded',
    'host-audit-etc-docker',
    { ...rules('-w /etc/docker -p wa'), 'audit.kernel': 'No rules' },
    ['fail', 'audit:/etc/docker'],
  ],
  [
    'A14: without auditctl the files prove nothing',
    'host-audit-etc-docker',
    { ...rules('-w /etc/docker -p wa'), 'audit.kernel': { status: 127, stderr: 'auditctl: not found' } },
    ['error', 'audit:/etc/docker'],
  ],
  [
    'A15: the unit is where systemd says, in /usr/lib',
    'docker-file-service-unit-owner',
    { systemd: `fragment docker.service ${unit}`, ...files(file(unit, { uid: 1000, owner: 'bob' })) },
    ['fail', `file:${unit}`],
  ],
  [
    'A17: a drop-in that everyone may write',
    'docker-file-service-unit-mode',
    {
      systemd: `fragment docker.service ${unit}\ndropin docker.service ${dropIn}`,
      ...files(file(unit), file(dropIn, { mode: '81b6' })),
    },
    ['fail', `file:${dropIn}`],
  ],
  [
    'A18: an engine without a limit set is not called current',
    'docker-version',
    versions('20.10.24'),
    ['manual'],
  ],
  [
    'A18: an engine that is out of support',
    'docker-version',
    versions('20.10.24'),
    ['fail', 'daemon:Engine'],
    { minimumEngineVersion: '28.0.0' },
  ],
];

judge(conditions);
