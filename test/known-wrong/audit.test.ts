import { describe, expect, it } from 'vitest';
import { directory, file, host, plainInfo, rootDirectories, socketFile } from '../derive/bundle.ts';
import type { Sections } from '../derive/bundle.ts';
import { judge, resultOf, type Condition } from './judged.ts';

const changes = {
  w: 'open,creat,link,unlink,mknod,rename,mkdir,rmdir,symlink,truncate,ftruncate,openat,mkdirat,mknodat,unlinkat,renameat,linkat,symlinkat,fallocate,renameat2,bind,openat2',
  a: 'chmod,fchmod,chown,fchown,lchown,setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr,fchownat,fchmodat',
};
const state = '/run/containerd';
const socket = `${state}/containerd.sock`;
const born = (path: string, at: number): string =>
  ['lstat', 'stat'].map((word) => `${word} 41ed 0 0 root root 1 ${at} ${path}`).join('\n');
const files = (...lines: readonly string[]): Sections => ({
  files: [rootDirectories, socketFile, ...lines].join('\n'),
});
const containerd: Sections = {
  ...files(directory(state), file(socket, { mode: 'c1b0' })),
  'containerd.processes': 'program /usr/bin/containerd',
};
/** How auditd starts, and what the collector says beside auditctl -s. */
const status = (...lines: readonly string[]): Sections => ({
  'audit.status': ['enabled 1', 'pid 7', 'daemon auditd', ...lines].join('\n'),
});
const version = (number: number): Sections => status(`auditctl version ${number}.0.9`, 'machine x86_64');
const unit = (name: string, properties: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries({ UnitFileState: 'enabled', ...properties }).map(
    ([key, value]) => `unit ${name} ${key}=${value}`,
  );
/** Lines of a rule file, and what is said of the places that they name; the kernel holds `kernel`. */
const written = (
  lines: readonly string[],
  { kernel = lines, places = [] }: { kernel?: readonly string[]; places?: readonly string[] } = {},
): Sections => ({
  'audit.kernel': kernel.join('\n'),
  'audit.files': [
    'file /etc/audit/rules.d/docker.rules',
    ...lines.map((line) => `| ${line}`),
    'paths listed',
    ...places,
  ].join('\n'),
});
const watch = '-w /etc/docker -p wa -k docker';
const etc = ['path directory /etc/docker'];
const etcDocker = 'host-audit-etc-docker';
const pass = ['pass'];
const accused = ['fail', 'audit:/etc/docker'];
const unsure = ['error', 'audit:/etc/docker'];
const forArch = (arch: string, more = ''): string =>
  `-a always,exit -F arch=${arch} ${more}-F dir=/etc/docker -F perm=wa -F key=docker`;
const both = (more = ''): readonly string[] => [forArch('b64', more), forArch('b32', more)];
const dataRoot = '/var/lib/docker';
const dataWatch = `-w ${dataRoot} -p wa -k docker`;
const exceptions = ['overlay2', 'volumes'].map((name) => `-a never,exit -F dir=${dataRoot}/${name}`);
const data: Sections = {
  ...files(directory(dataRoot)),
  'docker.info': JSON.stringify({ ...plainInfo, DockerRootDir: dataRoot }),
};
const boot = 1_000_000;

const conditions: readonly Condition[] = [
  [
    'Y1: the form of the manual, as auditctl 3 prints it',
    etcDocker,
    { ...written(both(), { kernel: both('-S all '), places: etc }), ...version(3) },
    pass,
  ],
  [
    'Y1: the form of the manual, as auditctl 4 prints it',
    etcDocker,
    { ...written(both(), { kernel: both(`-S ${changes.w},${changes.a} `), places: etc }), ...version(4) },
    pass,
  ],
  [
    'Y1: on a machine that names no file without its directory',
    etcDocker,
    {
      ...written([forArch('b64')], {
        kernel: [
          forArch(
            'b64',
            '-S mkdirat,mknodat,unlinkat,linkat,symlinkat,renameat2,openat,openat2,truncate,ftruncate,fallocate,bind,fchmod,fchmodat,fchown,fchownat,setxattr,lsetxattr,fsetxattr,removexattr,lremovexattr,fremovexattr ',
          ),
        ],
        places: etc,
      }),
      ...status('machine riscv64'),
    },
    pass,
  ],
  [
    'Y2: some calls alone, under auditctl 3',
    etcDocker,
    { ...written(both('-S openat,unlinkat '), { places: etc }), ...version(3) },
    accused,
  ],
  [
    'Y2: some calls alone, to which auditctl 4 adds those of the permissions',
    etcDocker,
    {
      ...written(both('-S openat,unlinkat '), { kernel: both(`-S ${changes.w},${changes.a} `), places: etc }),
      ...version(4),
    },
    pass,
  ],
  [
    'Y2: two rules that are everything together',
    etcDocker,
    written(['-w /etc/docker -p w -k w', '-w /etc/docker -p a -k a'], { places: etc }),
    pass,
  ],
  [
    'Y2: a watch with a condition',
    etcDocker,
    written(['-w /etc/docker -p wa -F auid>=1000'], { places: etc }),
    accused,
  ],
  [
    'Y3: b64 alone, where no 32-bit program runs',
    etcDocker,
    { ...written([forArch('b64')], { places: etc }), ...status('machine ppc64le') },
    pass,
  ],
  [
    'Y3: b64 alone, where the kernel is built without them',
    etcDocker,
    { ...written([forArch('b64')], { places: etc }), ...status('machine x86_64', '32-bit no') },
    pass,
  ],
  [
    'Y3: b64 alone, where they run',
    etcDocker,
    { ...written([forArch('b64')], { places: etc }), ...status('machine x86_64') },
    accused,
  ],
  [
    'Y3: b32, where auditctl refuses it',
    etcDocker,
    { ...written([forArch('b32'), watch], { kernel: [watch], places: etc }), ...status('machine ppc64le') },
    accused,
  ],
  [
    'Y4: the directory itself, which the listing shows as a watch',
    etcDocker,
    written(['-a always,exit -F path=/etc/docker -F perm=wa -k docker'], { kernel: [watch], places: etc }),
    accused,
  ],
  [
    'Y4: a "never" of the files, which the listing shows as a watch',
    etcDocker,
    written(['-a never,exit -F dir=/etc/docker -F perm=wa -k docker'], { kernel: [watch], places: etc }),
    accused,
  ],
  [
    'Y4: both, in their order',
    etcDocker,
    written([watch, '-a never,exit -F dir=/etc/docker -F perm=wa -k docker'], {
      kernel: [watch, watch],
      places: etc,
    }),
    pass,
  ],
  [
    'Y4: a watch twice in the listing, which the kernel never takes',
    etcDocker,
    written([watch], { kernel: [watch, watch], places: etc }),
    unsure,
  ],
  [
    'Y5: the exceptions that the benchmark proposes, first',
    'host-audit-data-root',
    { ...data, ...written([...exceptions, dataWatch]) },
    pass,
  ],
  [
    'Y5: another exception',
    'host-audit-data-root',
    { ...data, ...written([`-a never,exit -F dir=${dataRoot}/containers`, dataWatch]) },
    ['fail', `audit:${dataRoot}`],
  ],
  [
    'Y6: a directory that was made after rules were loaded',
    etcDocker,
    {
      host,
      ...files(born('/etc/docker', boot + 500)),
      ...written([watch], { places: etc }),
      ...status(...unit('audit-rules.service', { ExecMainExitTimestampMonotonic: '5000000' })),
    },
    unsure,
  ],
  [
    'Y6: and loaded again since, as the log tells',
    etcDocker,
    {
      host,
      ...files(born('/etc/docker', boot + 500)),
      ...written([watch], { places: etc }),
      ...status(`added ${boot + 600}.5`),
    },
    pass,
  ],
  [
    'Y6: a directory that is older than the boot',
    etcDocker,
    { host, ...files(born('/etc/docker', boot - 500)), ...written([watch], { places: etc }), ...status() },
    pass,
  ],
  [
    'Y7: a filesystem that was mounted over it later',
    etcDocker,
    {
      host,
      ...files(born('/etc/docker', 1)),
      mounts: 'process self\n1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /etc/docker rw - ext4 /dev/sdb rw',
      ...written([watch], { places: etc }),
      ...status(
        'mount 900000000 /etc/docker',
        ...unit('audit-rules.service', { ExecMainExitTimestampMonotonic: '5000000' }),
      ),
    },
    unsure,
  ],
  [
    'Y7: one that was mounted at boot',
    etcDocker,
    {
      host,
      ...files(born('/etc/docker', 1)),
      mounts: 'process self\n1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 8:2 / /etc/docker rw - ext4 /dev/sdb rw',
      ...written([watch], { places: etc }),
      ...status(
        'mount 2000000 /etc/docker',
        ...unit('audit-rules.service', { ExecMainExitTimestampMonotonic: '5000000' }),
      ),
    },
    pass,
  ],
  [
    'Y8: the socket, whose directory is not there at boot',
    'host-audit-containerd-sock',
    { ...containerd, ...written([`-w ${socket} -p wa`]) },
    ['fail', `audit:${socket}`],
  ],
  [
    'Y8: and is made by tmpfiles.d',
    'host-audit-containerd-sock',
    { ...containerd, ...written([`-w ${socket} -p wa`], { places: [`made ${state}`] }) },
    pass,
  ],
  [
    'Y8: the directory, which then is not there',
    'host-audit-containerd-sock',
    { ...containerd, ...written([`-w ${state} -p wa`]) },
    ['fail', `audit:${socket}`],
  ],
  ['Y8: what stands behind it', etcDocker, written([`-w ${socket} -p wa`, watch], { places: etc }), accused],
  [
    'Y8: what stands behind it and -i',
    etcDocker,
    written(['-i', `-w ${socket} -p wa`, watch], { places: etc }),
    pass,
  ],
  [
    'Y8: facts that do not tell of tmpfiles.d',
    etcDocker,
    {
      'audit.kernel': watch,
      'audit.files': `file /etc/audit/rules.d/docker.rules\n| -w ${socket} -p wa\n| ${watch}`,
    },
    unsure,
  ],
  [
    'Y9: behind -c, where auditd requires that all rules are taken',
    etcDocker,
    {
      ...written(['-c', `-w ${socket} -p wa`, watch], { places: etc }),
      ...status(...unit('auditd.service', { Requires: 'audit-rules.service sysinit.target' })),
    },
    accused,
  ],
  [
    'Y9: behind -c, where it only wants them',
    etcDocker,
    {
      ...written(['-c', `-w ${socket} -p wa`, watch], { places: etc }),
      ...status(...unit('auditd.service', { Requires: 'sysinit.target' })),
    },
    pass,
  ],
  ...[
    ['a path whose directory is not there', '-w /etc/sysconfig/docker -p wa'],
    ['a comment behind a rule', '-w /usr/bin/runc -p wa # runtime'],
    ['a tab', '-w\t/usr/bin/runc -p wa'],
    ['a field that there is not', '-a always,exit -F dri=/etc -F perm=wa'],
    ['a list that is gone', '-a entry,always -S open'],
    ['a rule that stands there twice', '-w /etc/passwd -p wa\n| -w /etc/passwd -p aw'],
    ['a call that this machine does not have', '-a always,exit -F arch=b64 -S umount -k mounts'],
    ['an account that this host does not have', '-a always,exit -S unlink -F auid=deploy'],
    ['the end of a line of Windows', `-w /usr/bin/runc -p wa\r`],
  ].map(([title, line]): Condition => [
    `Y10: behind ${title}`,
    etcDocker,
    {
      ...written([line ?? '', watch], {
        kernel: [watch],
        places: [
          ...etc,
          'path homeless /etc/sysconfig/docker',
          'unknown call b64 umount',
          'unknown account deploy',
        ],
      }),
      ...version(3),
    },
    accused,
  ]),
  [
    'Y10: behind the end of a line of Windows, which augenrules 4 takes away',
    etcDocker,
    { ...written(['-w /usr/bin/runc -p wa\r', watch], { places: etc }), ...version(4) },
    pass,
  ],
  [
    'Y10: a last line without an end, with which the next file goes on',
    etcDocker,
    {
      'audit.kernel': watch,
      'audit.files': [
        'file /etc/audit/rules.d/a.rules',
        '| -w /usr/bin/runc -p wa',
        'unended',
        'file /etc/audit/rules.d/b.rules',
        `| ${watch}`,
        'paths listed',
      ].join('\n'),
    },
    accused,
  ],
  [
    'Y11: auditd is not started at boot',
    etcDocker,
    {
      ...written([watch], { places: etc }),
      ...status(...unit('auditd.service', { UnitFileState: 'disabled' })),
    },
    accused,
  ],
  [
    'Y12: rules of auditbeat, from its own files',
    etcDocker,
    {
      'audit.kernel': watch,
      'audit.files': `file /etc/auditbeat/audit.rules.d/docker.conf\n| ${watch}\npaths listed`,
      'audit.status': 'enabled 1\npid 9\ndaemon auditbeat',
    },
    pass,
  ],
  [
    'Y12: rules of another agent, from who knows where',
    etcDocker,
    {
      'audit.kernel': watch,
      'audit.files': 'paths listed',
      'audit.status': 'enabled 1\npid 9\ndaemon osqueryd',
    },
    unsure,
  ],
];

judge(conditions);

describe('Y13: what is said', () => {
  const said = (sections: Sections): string => JSON.stringify(resultOf(etcDocker, sections));
  it.each([
    [
      'of people',
      written(['-a always,exit -F dir=/etc/docker -F perm=wa -F auid>=1000']),
      'only where auid>=1000',
    ],
    ['of one architecture', written([forArch('b64')]), 'b32 are not recorded'],
    ['of permissions', written(['-w /etc/docker -p w']), 'attributes are not recorded'],
    ['of the directory alone', written(['-a always,exit -F path=/etc/docker -F perm=wa']), '-F dir='],
    ['of an exception', written(['-a never,exit -F dir=/etc', watch]), 'stands before it'],
    [
      'of locked rules',
      { ...written([watch], { kernel: [] }), 'audit.status': 'enabled 2' },
      '(enabled 2): reboot',
    ],
    ['of rules that were not loaded', written([watch], { kernel: [] }), 'augenrules --load'],
    ['of a line at which the boot stops', written(['-w /usr/bin/runc # x', watch]), 'stops there'],
    ['of records that nobody takes', { ...written([watch]), 'audit.status': 'enabled 1\npid 0' }, 'pid 0'],
    [
      'of a unit that failed',
      { ...written([watch]), ...status(...unit('audit-rules.service', { ActiveState: 'failed' })) },
      'audit-rules.service failed',
    ],
  ])('%s', (_title, sections, text) => {
    expect(said(sections)).toContain(text);
  });

  it('never to load rules again where a line before them is refused', () => {
    expect(said(written(['-w /usr/bin/runc # x', watch], { kernel: [] }))).not.toContain('augenrules --load');
  });
});
