import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  directory,
  file,
  plainInfo,
  processes,
  rootDirectories,
  socketFile,
  type Sections,
} from '../derive/bundle.ts';
import { container, containerId, judge, judged, running, type Condition } from './judged.ts';

const web = 'container:web';
const fails = ['fail', web];
const passes = ['pass'];
const info = (more: object): Sections => ({ 'docker.info': JSON.stringify({ ...plainInfo, ...more }) });
const onSelinux: Sections = { lsm: 'selinux-enforce 1', ...info({ SecurityOptions: ['name=selinux'] }) };

/** A rootless daemon of alice, 1002, whose socket belongs to the group 232060 of her namespace. */
const rootless = (socket: object, above: object = {}, accounts = 'user alice:1002:1002'): Sections => ({
  ...info({ SecurityOptions: ['name=rootless'] }),
  processes: processes(['-H', 'unix:///run/user/1002/docker.sock'], ['uid 1002']),
  files: [
    rootDirectories,
    directory('/run/user'),
    directory('/run/user/1002', { mode: '41c0', uid: 1002, owner: 'alice', ...above }),
    file('/run/user/1002/docker.sock', { mode: 'c3b0', uid: 1002, owner: 'alice', gid: 232060, ...socket }),
    'real /run/user/1002/docker.sock',
    'as /run/user/1002/docker.sock',
  ].join('\n'),
  accounts,
});
const open = { mode: '41ed' };
const ownGroups = 'user alice:1002:1002\ngid-map 100 0 1002 1\ngid-map 100 1 231072 65536';
const behind = (mode: string, ...mounts: readonly string[]): Sections => ({
  processes: processes(['-H', 'unix:///run/docker/docker.sock']),
  files: [
    rootDirectories,
    directory('/run/docker', { mode }),
    file('/run/docker/docker.sock', { mode: 'c1b6', gid: 999, group: 'docker' }),
    'real /run/docker/docker.sock',
    'as /run/docker/docker.sock',
  ].join('\n'),
  accounts: 'group docker:x:999:bob',
  mounts: [
    'process self',
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw',
    '2 1 0:9 / /run rw - tmpfs tmpfs rw',
    ...mounts,
  ].join('\n'),
});
const wrapper = (program: string, root: string, more: readonly string[] = []): Sections => ({
  ...running({ Runtime: 'wrapped', SecurityOpt: null }, ['Seccomp 0', `mount ${root} /`, ...more]),
  ...info({ Runtimes: { wrapped: { path: `/opt/bin/${program}` } } }),
  mounts: [
    'process self',
    '1 0 8:1 / / rw - ext4 /dev/sda1 rw',
    '2 1 8:1 /srv/docker /var/lib/docker rw - ext4 /dev/sda1 rw',
    '3 2 0:50 / /var/lib/docker/overlay2/l1/merged rw - overlay overlay rw',
    `4 1 0:51 / /run/containerd/io.containerd.runtime.v2.task/moby/${containerId}/rootfs rw - overlay overlay rw`,
  ].join('\n'),
});

const device = (PathOnHost: string, CgroupPermissions = 'rwm'): object => ({
  Devices: [{ PathOnHost, PathInContainer: '/dev/x', CgroupPermissions }],
});
const withProfile = (action: string): object => ({
  SecurityOpt: [
    `seccomp=${JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ names: ['mount', 'bpf'], action }] })}`,
  ],
});
const mounted = (Source: string, RW: boolean, proc: readonly string[] = []): Sections => ({
  ...running(
    { CapDrop: ['ALL'] },
    [...proc, 'label unconfined', 'CapBnd 0000000000000000', 'CapEff 0000000000000000'],
    { Mounts: [{ Type: 'bind', Source, Destination: '/x', RW, Propagation: 'rprivate' }] },
  ),
  files: `${rootDirectories}\n${directory(Source)}`,
});

/** A container of user 1000 with these processes beside its first, 5; each as "NAME PARENT UID CAPBND". */
const withMembers = (
  others: readonly string[],
  together: readonly string[] = [],
  contents: readonly string[] = ['searched 0'],
  proc: readonly string[] = [],
): Sections => ({
  ...running({}, [...proc, 'Uid 1000 1000 1000 1000'], user('1000')),
  'container.members': [
    `container ${containerId}`,
    ...['web 4 1000 a80425fb', ...others].flatMap((one, at) => {
      const [name = '', parent = '', uid = '', mask = ''] = one.split(' ');
      return [
        `member ${containerId} ${5 + at}`,
        `Name ${name}`,
        `PPid ${parent}`,
        `Uid ${uid} ${uid} ${uid} ${uid}`,
        `CapBnd ${mask.padStart(16, '0')}`,
      ];
    }),
    'users listed',
    ...together,
  ].join('\n'),
  'container.contents': [`container ${containerId}`, ...contents].join('\n'),
});
const user = (User: string): object => ({ Config: { Image: 'web:1', User, HealthTest: null } });
const reviewed = { reviewedContainers: ['web'] };

const conditions: readonly Condition[] = [
  [
    'V1: dockerd sets the sticky bit on the socket of a rootless daemon: 1660',
    'docker-file-api-socket-mode',
    rootless({}),
    passes,
  ],
  [
    'V1: 1666 is open to everyone',
    'docker-file-api-socket-mode',
    rootless({ mode: 'c3b6' }),
    ['fail', 'file:/run/user/1002/docker.sock'],
  ],
  [
    'V1: set-id bits on the socket of containerd',
    'docker-file-containerd-socket-mode',
    {
      files: `${rootDirectories}\n${file('/run/containerd/containerd.sock', { mode: 'cdb0' })}\n${socketFile}`,
    },
    passes,
  ],
  [
    'V2: the group of the socket exists in the user namespace of a rootless daemon alone',
    'host-docker-group',
    rootless({}, open, ownGroups),
    passes,
  ],
  [
    'V2: it is the own group of its user',
    'host-docker-group',
    rootless({ gid: 1002, group: 'alice' }, open, `group alice:x:1002:\n${ownGroups}`),
    passes,
  ],
  [
    'V2: it has members on the host',
    'host-docker-group',
    rootless({}, open, `group shared:x:232060:eve\n${ownGroups}`),
    ['fail', 'user:eve'],
  ],
  [
    'V2: the daemon runs as root, so that its namespace is that of the host',
    'host-docker-group',
    {
      files: `${rootDirectories}\n${file('/run/docker.sock', { mode: 'c1b0', gid: 998, group: 'UNKNOWN' })}`,
      accounts: 'gid-map 100 0 0 4294967295',
    },
    ['fail', 'user:group:998'],
  ],
  ...['41c0', '41e4'].map((mode): Condition => [
    `V3: nobody but root may enter the directory of the socket: ${mode}`,
    'host-docker-group',
    behind(mode),
    passes,
  ]),
  ['V3: everyone may', 'host-docker-group', behind('41c1'), ['fail', 'user:bob', 'user:everyone']],
  [
    'V3: nobody may, but a mount shows the socket in another directory',
    'host-docker-group',
    behind('41c0', '3 1 0:9 /docker /srv/docker rw - tmpfs tmpfs rw'),
    ['fail', 'user:bob', 'user:everyone'],
  ],
  [
    'V4: it does not run, and its profile beats --privileged',
    'docker-container-apparmor',
    container({ Privileged: true, SecurityOpt: ['apparmor=docker-default'] }),
    ['notApplicable'],
  ],
  [
    'V4: it does not run, and the profile of its last start is forgotten',
    'docker-container-apparmor',
    container({}, { AppArmorProfile: 'unconfined' }),
    ['notApplicable'],
  ],
  [
    'V4: it does not run, and its label beats --privileged',
    'docker-container-selinux',
    {
      ...container(
        { Privileged: true, SecurityOpt: ['label=type:container_t'] },
        { ProcessLabel: 'system_u:system_r:container_t:s0:c1,c2' },
      ),
      ...onSelinux,
    },
    ['notApplicable'],
  ],
  ...['NET_BIND_SERVICE', 'cap_net_bind_service', 'Chown'].map((added): Condition => [
    `V5: everything dropped, ${added} added, which Docker gives by default`,
    'docker-container-capabilities',
    container({ CapDrop: ['ALL'], CapAdd: [added] }),
    passes,
  ]),
  [
    'V5: everything dropped, NET_RAW added',
    'docker-container-capabilities',
    container({ CapDrop: ['all'], CapAdd: ['net_raw'] }),
    fails,
  ],
  [
    'V5: the process can pass a capability on past its bounding set',
    'docker-container-capabilities',
    running({ CapDrop: ['ALL'] }, [
      'CapInh 0000000000002000',
      'CapPrm 0000000000000000',
      'CapEff 0000000000000000',
      'CapBnd 0000000000000000',
    ]),
    fails,
  ],
  ['V6: a wrapper around runc', 'docker-container-seccomp', wrapper('oci-add-hooks', '0:50 /'), fails],
  [
    'V6: the same with containerd',
    'docker-container-seccomp',
    wrapper('balena-engine-runc', '0:51 /'),
    fails,
  ],
  [
    'V6: a runtime whose processes have the root of the host',
    'docker-container-seccomp',
    wrapper('vmm', '8:1 /'),
    ['error', web],
  ],
  ['V6: one with an empty root', 'docker-container-seccomp', wrapper('vmm', '0:77 /'), ['error', web]],
  ['V6: a sandbox with any', 'docker-container-seccomp', wrapper('kata-runtime', '0:50 /'), ['error', web]],
  ...(
    [
      ['SYS_ADMIN: mounts a new proc', { CapAdd: ['SYS_ADMIN'] }, ['CapBnd 00000000a82425fb']],
      [
        'DAC_READ_SEARCH: opens files by their handles',
        { CapAdd: ['DAC_READ_SEARCH'] },
        ['CapBnd 00000000a80425ff'],
      ],
      [
        'SYS_PTRACE and the processes of the host',
        { PidMode: 'host' },
        ['CapBnd 00000000a80c25fb', 'ns pid 1'],
      ],
      [
        'a new proc under a seccomp profile of its own that lets it',
        withProfile('SCMP_ACT_ALLOW'),
        ['CapBnd 00000000a82425fb'],
      ],
      ['the disk of the host, by the disk', device('/dev/sda'), []],
      ['the disk of the host, by the partition and read-only', device('/dev/sda1', 'r'), []],
      ['all devices', device('/dev'), []],
      ['a rule for the disk of the host', { DeviceCgroupRules: ['b 8:0 rw'] }, []],
      ['a rule to read all', { DeviceCgroupRules: ['a *:* r'] }, []],
      [
        'a capability that a hook gave to another user than root',
        {},
        ['Uid 33 33 33 33', 'CapPrm 0000000000010000'],
      ],
    ] as const
  ).map(([title, HostConfig, proc]): Condition => [
    `V7: ${title}`,
    'docker-container-privileged',
    running(HostConfig, ['label unconfined', ...proc]),
    fails,
  ]),
  ...(
    [
      ['/', true],
      ['/etc', true],
      ['/usr', true],
      ['/etc/cron.d', true],
      ['/root', true],
      ['/var/lib', true],
      ['/proc', true],
      ['/', false],
    ] as const
  ).map(([path, RW]): Condition => [
    `V7: root with ${path} of the host, ${RW ? 'to write' : 'read-only'}`,
    'docker-container-privileged',
    mounted(path, RW),
    fails,
  ]),
  ...(
    [
      ['/etc', false],
      ['/etc/localtime', true],
      ['/srv/data', true],
      ['/var/log', true],
      ['/var/lib/docker/volumes/x/_data', true],
    ] as const
  ).map(([path, RW]): Condition => [
    `V7: ${path} of the host, ${RW ? 'to write' : 'read-only'}, is a matter of mounts`,
    'docker-container-privileged',
    mounted(path, RW),
    passes,
  ]),
  [
    'V7: / of the host, by another user',
    'docker-container-privileged',
    mounted('/', true, ['Uid 1000 1000 1000 1000']),
    passes,
  ],
  ...(
    [
      ['SYS_PTRACE without the processes of the host', {}, ['CapBnd 00000000a80c25fb']],
      ['the processes of the host without SYS_PTRACE', { PidMode: 'host' }, ['ns pid 1']],
      ['another disk', device('/dev/sdb'), []],
      [
        'NET_ADMIN, SYS_TIME, SYS_BOOT and the network of the host',
        { NetworkMode: 'host' },
        ['CapBnd 00000000aa4435fb', 'ns net 2'],
      ],
      [
        'SYS_ADMIN in a user namespace of its own',
        {},
        [
          'CapBnd 000001ffffffffff',
          'Uid 100000 100000 100000 100000',
          'CapEff 000001ffffffffff',
          'uid-map 0 100000 65536',
        ],
      ],
      [
        'SYS_ADMIN in the bounding set of another user',
        {},
        ['CapBnd 000001ffffffffff', 'Uid 33 33 33 33', 'CapEff 0000000000000000'],
      ],
    ] as const
  ).map(([title, HostConfig, proc]): Condition => [
    `V7: ${title}`,
    'docker-container-privileged',
    running(HostConfig, ['label unconfined', ...proc]),
    passes,
  ]),
  [
    'V7: it does not run, and would be remapped',
    'docker-container-privileged',
    { ...container({ CapAdd: ['ALL'] }), ...info({ SecurityOptions: ['name=userns'] }) },
    passes,
  ],
  [
    'V7: it does not run, and would be root of the host',
    'docker-container-privileged',
    {
      ...container({ CapAdd: ['sys_admin'] }),
      ...info({ SecurityOptions: ['name=seccomp,profile=builtin'] }),
      lsm: '',
    },
    fails,
  ],
  ...(
    [
      ['a new proc', running({ CapAdd: ['SYS_ADMIN'] }, ['CapBnd 00000000a82425fb'])],
      ['/proc/sys', running({ ReadonlyPaths: [] })],
      ['/proc/sys once it runs', container({ ReadonlyPaths: [] })],
      ['/proc/1/root', running({ PidMode: 'host' }, ['CapBnd 00000000a80c25fb', 'ns pid 1'])],
      [
        'a module, by a profile of which nothing is known',
        running({}, ['CapBnd 00000000a80525fb', 'label mine (enforce)']),
      ],
      [
        'a module, by signatures',
        {
          ...running({}, ['CapBnd 00000000a80525fb']),
          lsm: 'apparmor Y\nlockdown none [integrity] confidentiality',
        },
      ],
      [
        'a mount, by its seccomp profile',
        running(withProfile('SCMP_ACT_ERRNO'), ['label unconfined', 'CapBnd 00000000a82425fb']),
      ],
      [
        'a mount of /, by SELinux',
        { ...mounted('/', true, ['label system_u:system_r:container_t:s0']), ...onSelinux },
      ],
      ['memory, by what its kernel lets an eBPF program do', running({}, ['CapBnd 000000c0a80425fb'])],
    ] as const
  ).map(([title, sections]): Condition => [
    `V8: something alone keeps it from ${title}`,
    'docker-container-privileged',
    sections,
    ['manual'],
  ]),
  ...(
    [
      ['a module', running({}, ['CapBnd 00000000a80525fb'])],
      ['a profile that only complains', running({ ReadonlyPaths: [] }, ['label docker-default (complain)'])],
      ['a mount of /etc', mounted('/etc', true, ['label docker-default (enforce)'])],
      ['files by their handles', running({}, ['CapBnd 00000000a80425ff'])],
      [
        'SELinux that only warns',
        {
          ...running({ ReadonlyPaths: [] }, ['label system_u:system_r:container_t:s0']),
          ...onSelinux,
          lsm: 'selinux-enforce 0',
        },
      ],
    ] as const
  ).map(([title, sections]): Condition => [
    `V8: AppArmor and SELinux do not keep it from everything: ${title}`,
    'docker-container-privileged',
    sections,
    fails,
  ]),
  [
    'V9: docker exec --privileged, whose shell has gone: the first process is the parent now',
    'docker-exec-privileged',
    withMembers(['sleep 5 1000 1fffeffffff']),
    fails,
    reviewed,
  ],
  [
    'V9: a process in a user namespace of its own has every capability there',
    'docker-exec-privileged',
    withMembers(['chrome 5 1000 1ffffffffff'], ['users 6 4026534019']),
    passes,
    reviewed,
  ],
  [
    'V9: the first process gave up what the container was given, and another did not',
    'docker-exec-privileged',
    withMembers(['helper 5 1000 a80425fb'], [], [], ['CapBnd 0000000000000000']),
    passes,
    reviewed,
  ],
  [
    'V10: docker exec -u 0, whose shell has gone',
    'docker-exec-root',
    withMembers(['sleep 5 0 a80425fb']),
    fails,
    reviewed,
  ],
  [
    'V10: the same where set-user-id programs are, but no process gains by them',
    'docker-exec-root',
    withMembers(['sleep 5 0 a80425fb'], [], ['setuid /bin/su', 'searched 0'], ['NoNewPrivs 1']),
    fails,
    reviewed,
  ],
  ...[['setuid /bin/su', 'searched 0'], ['searched 124'], []].map((contents): Condition => [
    `V10: root in it may come from a program in it: ${contents.join(', ')}`,
    'docker-exec-root',
    withMembers(['sleep 5 0 a80425fb'], [], contents),
    ['manual'],
    reviewed,
  ]),
  [
    'V10: the same, where that is how it works',
    'docker-exec-root',
    withMembers(['cron 5 0 a80425fb'], [], ['setuid /usr/bin/sudo', 'searched 0']),
    passes,
    { ...reviewed, setuidContainers: ['web'] },
  ],
  [
    'V10: its parent is outside, whatever programs are in it',
    'docker-exec-root',
    withMembers(['bash 2 0 a80425fb'], [], ['setuid /bin/su', 'searched 0']),
    fails,
    reviewed,
  ],
  [
    'V10: docker exec as its own user',
    'docker-exec-root',
    withMembers(['sh 2 1000 a80425fb', 'sleep 5 1000 a80425fb']),
    passes,
    reviewed,
  ],
  [
    'V10: the first process is root, by a name or a program that nobody knows',
    'docker-exec-root',
    withMembers(['worker 5 0 a80425fb'], [], ['searched 0'], ['Uid 0 0 0 0']),
    passes,
    reviewed,
  ],
  ...['sshd.pam', 'in.sshd', 'dropbearmulti', 'tinysshd', 'sshd-session', 'gitlab-sshd', 'teleport'].map(
    (name): Condition => [
      `V11: an SSH server called ${name}`,
      'docker-container-ssh',
      withMembers([`${name} 5 0 0`]),
      fails,
    ],
  ),
  ...['exe 6 sshd.pam', 'ssh 6', 'exe 6 dropbear (deleted)'].map((line): Condition => [
    `V11: an SSH server that calls itself otherwise: ${line}`,
    'docker-container-ssh',
    withMembers(['web 5 0 0'], [line]),
    fails,
  ]),
  ...['ssh', 'ssh-agent', 'sshfs', 'sshpass', 'autossh'].map((name): Condition => [
    `V11: a client called ${name}`,
    'docker-container-ssh',
    withMembers([`${name} 5 0 0`]),
    passes,
  ]),
  [
    'V11: something listens on port 22 that nobody knows',
    'docker-container-ssh',
    withMembers(['python3 5 0 0'], ['port-22 6']),
    ['manual'],
  ],
  [
    'V11: the same, and somebody does',
    'docker-container-ssh',
    withMembers(['python3 5 0 0'], ['port-22 6']),
    passes,
    { otherServicesOnSshPort: ['web'] },
  ],
  ...[
    { SecurityOptions: ['name=userns'], DockerRootDir: '/var/lib/docker/296608.296608' },
    { SecurityOptions: ['name=rootless'], DockerRootDir: '/home/alice/.local/share/docker' },
  ].map((more): Condition => [
    `V12: it does not run, and its root will be nobody to the host: ${more.SecurityOptions.join()}`,
    'docker-container-user',
    { ...container(), ...info(more), processes: processes([], ['uid 1002']) },
    passes,
  ]),
  [
    'V12: it does not run, and will be in the user namespace of the host',
    'docker-container-user',
    {
      ...container({ UsernsMode: 'host' }),
      ...info({ SecurityOptions: ['name=userns'], DockerRootDir: '/var/lib/docker/296608.296608' }),
    },
    fails,
  ],
  [
    'V12: a rootless daemon has no user namespace of the host to give',
    'docker-container-host-userns',
    { ...container({ UsernsMode: 'host' }), ...info({ SecurityOptions: ['name=rootless'] }) },
    passes,
  ],
];

judge(conditions);

/** What the collector prints of a stopped container whose layers only containerd knows, by a `ctr` of our own. */
function ofSnapshot(ctr: string): string {
  const sections = new URL('../../src/collector/sections/', import.meta.url).pathname;
  const script = `
    nl='\n'
    . ${sections}reading.sh
    . ${sections}container-stopped.sh
    limited() { "$@"; }
    docker_info() { echo /nonexistent; }
    container_runs() { echo '${containerId} 0 sha256:1 :'; }
    find_snapshots() { containerd_address=/nonexistent snapshotter=overlayfs containerd_namespace=moby; }
    ctr() { ${ctr}; }
    section_container_stopped`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', cwd: '/' });
}

let layers = '';
beforeAll(() => {
  layers = mkdtempSync(join(tmpdir(), 'plimsoll-layers-'));
  for (const name of ['image', 'changed', 'linked', 'empty']) {
    mkdirSync(join(layers, name, 'etc'), { recursive: true });
  }
  writeFileSync(join(layers, 'image/etc/passwd'), 'root:x:0:0::/:\nnode:x:1000:1000::/:\n');
  writeFileSync(join(layers, 'changed/etc/passwd'), 'root:x:0:0::/:\nnode:x:0:0::/:\n');
  symlinkSync('../image/etc/passwd', join(layers, 'linked/etc/passwd'));
});
afterAll(() => rmSync(layers, { recursive: true, force: true }));

it.each([
  ['as the image has it', 'empty', passes],
  ['as the container made it', 'changed', fails],
  ['through a link', 'linked', ['error', web]],
])('V13: it does not run, and containerd knows who its user is: %s', (_title, upper, truth) => {
  const options = `workdir=/w,upperdir=${layers}/${upper},lowerdir=${layers}/empty:${layers}/image,index=off`;
  const kept = ofSnapshot(`echo mount -t overlay overlay / -o ${options}`);
  expect(
    judged('docker-container-user', { ...container({}, user('node')), 'container.stopped': kept }),
  ).toEqual(truth);
});

it('V13: containerd knows nothing of it, and the accounts of the host are none of its own', () => {
  const kept = ofSnapshot('return 1');
  expect(kept).toBe(`container ${containerId}\n`);
});
