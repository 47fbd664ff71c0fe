import { describe, expect, it } from 'vitest';
import { denied, host, plainInfo, rowOf, rowsOf, type Sections } from './bundle.ts';

const id = 'a'.repeat(64);

/** `docker inspect` of a container; `HostConfig` is merged, everything else replaced. */
export function inspect(
  more: { readonly HostConfig?: object; readonly [key: string]: unknown } = {},
): string {
  const { HostConfig, ...rest } = more;
  return JSON.stringify({
    Id: id,
    Name: '/web',
    Image: 'sha256:1',
    State: { Status: 'exited', Running: false, Pid: 0 },
    Config: { Image: 'nginx', User: '' },
    Labels: {},
    Mounts: [],
    ...rest,
    HostConfig: { Privileged: false, NetworkMode: 'bridge', PidMode: '', IpcMode: 'private', ...HostConfig },
  });
}

const stopped = (HostConfig: object, more: object = {}, sections: Sections = {}) =>
  rowOf('docker.containers', 'name', 'web', {
    'docker.containers': inspect({ ...more, HostConfig }),
    ...sections,
  });

const state = { Status: 'running', Running: true, Pid: 5 };
const kernel = [
  `container ${id} 5`,
  'Uid 0 0 0 0',
  'CapBnd 00000000a80425fb',
  'CapEff 00000000a80425fb',
  'NoNewPrivs 0',
  'Seccomp 2',
  'ns pid 11',
  'ns net 12',
  'ns ipc 13',
  'uid-map 0 0 4294967295',
  'label docker-default (enforce)',
  'root-mount rw,relatime',
  `cgroup :/system.slice/docker-${id}.scope`,
  'memory max',
];
/** A running container, with lines of the kernel's replaced by those that open with the same words. */
const running = (lines: readonly string[], HostConfig: object = {}, sections: Sections = {}) => {
  const heads = new Set(lines.map((line) => line.replace(/^((?:ns )?\S+).*$/, '$1')));
  const kept = kernel.filter((line) => ![...heads].some((head) => line.startsWith(`${head} `)));
  return rowOf('docker.containers', 'name', 'web', {
    'docker.containers': inspect({ State: state, HostConfig }),
    'container.processes': [...kept, ...lines].join('\n'),
    ...sections,
  });
};
const without = (word: string, HostConfig: object = {}) =>
  rowOf('docker.containers', 'name', 'web', {
    'docker.containers': inspect({ State: state, HostConfig }),
    'container.processes': kernel.filter((line) => !line.startsWith(word)).join('\n'),
  });

describe('capabilities', () => {
  it('F16: --privileged has all though none is added', () => {
    expect(stopped({ Privileged: true, CapAdd: null })).toMatchObject({
      capAdd: ['ALL'],
      capabilities: expect.arrayContaining(['CAP_SYS_ADMIN', 'CAP_SYS_MODULE']),
    });
  });

  it.each([
    ['F18: ALL is every one', ['ALL'], [], 'CAP_SYS_ADMIN', true],
    ['ALL without those dropped', ['ALL'], ['SYS_ADMIN'], 'CAP_SYS_ADMIN', false],
    ['ALL beats "drop ALL"', ['all'], ['ALL'], 'CAP_SYS_ADMIN', true],
    ['in any case, with and without CAP_', ['cap_Sys_Admin'], [], 'CAP_SYS_ADMIN', true],
    ['added and dropped is held', ['SYS_ADMIN'], ['SYS_ADMIN'], 'CAP_SYS_ADMIN', true],
    ['"drop ALL" leaves what is added', ['NET_ADMIN'], ['ALL'], 'CAP_NET_ADMIN', true],
    ['"drop ALL" takes the defaults', [], ['ALL'], 'CAP_NET_RAW', false],
    ['the defaults', null, null, 'CAP_NET_RAW', true],
    ['a default that is dropped', [], ['net_raw'], 'CAP_NET_RAW', false],
  ])('%s', (_title, CapAdd, CapDrop, name, held) => {
    const { capabilities } = stopped({ CapAdd, CapDrop });
    expect((capabilities as string[]).includes(name)).toBe(held);
  });

  it('of a process the kernel tells, whatever inspect says', () => {
    expect(running(['CapBnd 0000000000200000', 'CapEff 0000000000000000']).capabilities).toEqual([
      'CAP_SYS_ADMIN',
    ]);
    expect(without('CapBnd').capabilities).toBe('<NEEDS_ROOT>');
  });
});

describe('E1: root', () => {
  it.each([
    ['', true],
    ['0', true],
    ['00', true],
    ['0:0', true],
    ['0:1000', true],
    ['root:root', true],
    ['1000', false],
    ['1000:0', false],
  ])('a stopped container as %j', (User, root) => {
    expect(stopped({}, { Config: { Image: 'x', User } })).toMatchObject({ root, uid: null });
  });

  it.each([
    ['app', 'account app:1000', false],
    ['app:0', 'account app:1000', false],
    ['app', 'account app:0', true],
    ['toor', 'account root:0\naccount toor:0', true],
    ['app', 'account app:1000\naccount app:0', false],
    ['1000', 'account 1000:0', true],
    ['nobody', 'account app:1000', '<USER_UNKNOWN>'],
  ])('E1: a stopped container as %j, with %j', (User, accounts, root) => {
    const sections = { 'container.stopped': `container ${id}\naccounts read\n${accounts}` };
    expect(stopped({}, { Config: { Image: 'x', User } }, sections).root).toBe(root);
  });

  it('E1: the name of a user is nothing to go by where its number cannot be read', () => {
    const named = { Config: { Image: 'x', User: 'app' } };
    expect(stopped({}, named, { 'container.stopped': `container ${id}` }).root).toBe('<USER_UNKNOWN>');
    expect(stopped({}, named, { 'container.stopped': denied }).root).toBe('<NEEDS_ROOT>');
    expect(stopped({}, named).root).toBe('<NOT_COLLECTED>');
  });

  it('E2: a process that has given it up is not root, one that can take it up again is', () => {
    expect(running(['Uid 33 33 33 33'])).toMatchObject({ root: false, uid: 33 });
    expect(running(['Uid 0 33 33 33'])).toMatchObject({ root: true, uid: 0 });
    expect(running(['Uid 33 33 0 33'])).toMatchObject({ root: true, uid: 0 });
  });

  it('B19, E2: root inside a user namespace is another user outside', () => {
    expect(running(['Uid 100000 100000 100000 100000', 'uid-map 0 100000 65536'])).toMatchObject({
      root: true,
      uid: 100000,
    });
    expect(running(['Uid 100001 100001 100001 100001', 'uid-map 0 100000 65536'])).toMatchObject({
      root: false,
    });
  });

  it('is unknown without root', () => {
    expect(without('Uid')).toMatchObject({ root: '<NEEDS_ROOT>', uid: '<NEEDS_ROOT>' });
  });
});

describe('seccomp and no-new-privileges', () => {
  const allowAll = 'seccomp={"defaultAction":"SCMP_ACT_ALLOW"}';
  it.each([
    ['F15: privileged', { Privileged: true }, 'disabled'],
    ['unconfined', { SecurityOpt: ['seccomp=unconfined'] }, 'disabled'],
    ['unconfined with a colon', { SecurityOpt: ['seccomp:unconfined'] }, 'disabled'],
    ['the last of several', { SecurityOpt: ['seccomp=builtin', 'seccomp=unconfined'] }, 'disabled'],
    ['F15: a profile that allows all', { SecurityOpt: [allowAll] }, 'disabled'],
    [
      'a profile that allows all but some',
      {
        SecurityOpt: [
          'seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mount"],"action":"SCMP_ACT_ERRNO"}]}',
        ],
      },
      'filter',
    ],
    ['the default', {}, 'filter'],
  ])('%s', (_title, HostConfig, expected) => {
    expect(stopped(HostConfig).seccomp).toBe(expected);
  });

  it('F15: the daemon may filter nothing by default, the kernel knows of a process', () => {
    const open = JSON.stringify({ ...plainInfo, SecurityOptions: ['name=seccomp,profile=unconfined'] });
    expect(stopped({}, {}, { 'docker.info': open }).seccomp).toBe('disabled');
    expect(running(['Seccomp 0']).seccomp).toBe('disabled');
    expect(running([], { SecurityOpt: [allowAll] }).seccomp).toBe('disabled');
    expect(without('Seccomp').seccomp).toBe('<NEEDS_ROOT>');
  });

  it.each([
    ['no-new-privileges', true],
    ['no-new-privileges=true', true],
    ['no-new-privileges:1', true],
    ['F19: no-new-privileges=false', false],
    ['no-new-privileges:0', false],
    ['no-new-privileges=nonsense', false],
  ])('%s', (option, expected) => {
    expect(stopped({ SecurityOpt: [option.replace(/^F19: /, '')] }).noNewPrivileges).toBe(expected);
  });

  it('the default of the daemon counts as it was when the container was created', () => {
    const on = JSON.stringify({ ...plainInfo, SecurityOptions: ['name=no-new-privileges'] });
    const kept = (value: string, info = on): unknown =>
      stopped(
        {},
        {},
        { 'docker.info': info, 'container.stopped': `container ${id}\n${value}\ncontainer ${id}` },
      ).noNewPrivileges;
    expect(kept('no-new-privileges true')).toBe(true);
    expect(kept('no-new-privileges false')).toBe(false);
    expect(kept('no-new-privileges true', JSON.stringify(plainInfo))).toBe(true);
    expect(kept('')).toBe('<NEEDS_ROOT>');
    expect(kept('', JSON.stringify(plainInfo))).toBe(false);
  });

  it('F19: of a process the kernel tells', () => {
    expect(running(['NoNewPrivs 0'], { SecurityOpt: ['no-new-privileges'] }).noNewPrivileges).toBe(false);
    expect(without('NoNewPrivs').noNewPrivileges).toBe('<NEEDS_ROOT>');
  });
});

describe('namespaces of the host', () => {
  it('by mode, and by what the kernel shows', () => {
    expect(stopped({ NetworkMode: 'host', PidMode: 'host', IpcMode: 'host' })).toMatchObject({
      hostNetwork: true,
      hostPid: true,
      hostIpc: true,
    });
    expect(running(['ns net 2'])).toMatchObject({ hostNetwork: true, hostPid: false });
    expect(without('ns net').hostNetwork).toBe('<NEEDS_ROOT>');
  });

  it('through other containers, by id and by name, also where they lead nowhere or in a circle', () => {
    const chain = (mode: string): string =>
      [
        inspect({ HostConfig: { PidMode: 'container:b' } }),
        inspect({ Id: 'b', Name: '/two', HostConfig: { PidMode: 'container:three' } }),
        inspect({ Id: 'c', Name: '/three', HostConfig: { PidMode: mode } }),
      ].join('\n');
    const hostPid = (mode: string) =>
      rowOf('docker.containers', 'name', 'web', { 'docker.containers': chain(mode) }).hostPid;
    expect(hostPid('host')).toBe(true);
    expect(hostPid('')).toBe(false);
    expect(hostPid('container:b')).toBe(false);
    expect(hostPid('container:gone')).toBe(false);
  });
});

describe('security modules', () => {
  it('F2: only those that the host has are judged', () => {
    expect(running([])).toMatchObject({
      appArmorHost: true,
      appArmorProfile: 'docker-default',
      appArmorMode: 'enforce',
    });
    expect(running([])).toMatchObject({ selinuxHost: false, selinuxLabel: null });
    expect(running(['label unconfined'])).toMatchObject({
      appArmorProfile: 'unconfined',
      appArmorMode: 'unconfined',
    });
  });

  it('a label that may not be read is not "none"', () => {
    expect(without('label')).toMatchObject({ appArmorMode: '<NEEDS_ROOT>', selinuxConfined: '<NEEDS_ROOT>' });
  });

  it.each([
    ['F1: label=disable', 'system_u:system_r:spc_t:s0', false],
    ['a plain service', 'system_u:system_r:unconfined_service_t:s0', false],
    ['init', 'system_u:system_r:init_t:s0', false],
    ['a container', 'system_u:system_r:container_t:s0:c1,c2', true],
    ['nothing', '', false],
  ])('SELinux: %s', (_title, label, selinuxConfined) => {
    const lsm = 'selinux-enforce 1';
    expect(running([`label ${label}`], {}, { lsm })).toMatchObject({
      selinuxHost: true,
      selinuxEnforcing: true,
      selinuxConfined,
    });
  });
});

describe('limits', () => {
  it('F23: memory that is set but not enforced is no limit', () => {
    expect(running(['memory 1000'], { Memory: 1000 }).memoryLimit).toBe(1000);
    expect(running(['memory max'], { Memory: 1000 }).memoryLimit).toBe(0);
    expect(running(['memory 9223372036854771712'], { Memory: 1000 }).memoryLimit).toBe(0);
    expect(without('memory', { Memory: 1000 }).memoryLimit).toBe('<NEEDS_ROOT>');
    const unable = JSON.stringify({ ...plainInfo, MemoryLimit: false });
    expect(stopped({ Memory: 1000 }, {}, { 'docker.info': unable }).memoryLimit).toBe(0);
    expect(stopped({ Memory: 1000 }).memoryLimit).toBe(1000);
    // What a fix script leaves when it takes a limit back.
    expect(stopped({ Memory: 9223372036854771712 }).memoryLimit).toBe(0);
  });

  it.each([
    ['F8: quota', { CpuQuota: 5000 }, 'quota 5000'],
    ['F8: cpus', { NanoCpus: 5e8 }, 'cpus 0.5'],
    ['F8: cpuset', { CpusetCpus: '0-1' }, 'cpuset 0-1'],
    ['F8: shares', { CpuShares: 512 }, 'shares 512'],
    ['the default weight', { CpuShares: 1024 }, null],
    ['no quota', { CpuQuota: -1 }, null],
  ])('%s', (_title, HostConfig, expected) => {
    expect(stopped(HostConfig).cpuLimit).toBe(expected);
  });

  it('F23: nor is a CPU limit that the kernel cannot enforce', () => {
    const unable = JSON.stringify({ ...plainInfo, CpuCfsQuota: false, CPUShares: false, CPUSet: false });
    const all = { CpuQuota: 5000, CpuShares: 5, CpusetCpus: '0' };
    expect(stopped(all, {}, { 'docker.info': unable }).cpuLimit).toBe(null);
  });

  const machine = {
    host: `${host}\ncpus-online 0-3\npid-max 4194304\nthreads-max 30000`,
    'docker.info': JSON.stringify({ ...plainInfo, NCPU: 4, MemTotal: 8_000 }),
  };

  it.each([
    ['all CPUs', { NanoCpus: 4e9 }, 'cpus 4 of 4', false],
    ['all but a part', { NanoCpus: 3.9e9 }, 'cpus 3.9 of 4', true],
    ['a quota of all', { CpuQuota: 400_000 }, 'quota 400000', false],
    ['a quota of all in a period of its own', { CpuQuota: 40_000, CpuPeriod: 10_000 }, 'quota 40000', false],
    ['the same quota in a long one', { CpuQuota: 400_000, CpuPeriod: 1_000_000 }, 'quota 400000', true],
    ['a set of all', { CpusetCpus: '0,1-3' }, 'cpuset 0,1-3 of 4', false],
    ['a set of some, twice', { CpusetCpus: '0-1,1,0' }, 'cpuset 0-1,1,0 of 4', true],
  ])('of %s', (_title, HostConfig, text, limits) => {
    expect(stopped(HostConfig, {}, machine)).toMatchObject({
      cpuSettings: [text],
      cpuLimit: limits ? text : null,
    });
  });

  it('what is no less than the host has limits nothing', () => {
    expect(stopped({ Memory: 8_000, PidsLimit: 30_000 }, {}, machine)).toMatchObject({
      memoryLimit: 0,
      pidsLimit: 0,
    });
    expect(stopped({ Memory: 7_999, PidsLimit: 29_999 }, {}, machine)).toMatchObject({
      memoryLimit: 7_999,
      pidsLimit: 29_999,
    });
  });

  it('Z10: what the kernel enforces is shown with the cgroup that sets it', () => {
    const inSlice = [
      'pids 9457',
      'pids-above 50 /lab.slice',
      'pids-above max /',
      'memory max',
      'memory-above 100 /a b',
    ];
    expect(running(inSlice, { PidsLimit: 0 })).toMatchObject({
      pidsLimit: 0,
      pidsEnforced: '50 at /lab.slice',
      memoryEnforced: '100 at /a b',
    });
    expect(running(['pids 9457'], { PidsLimit: -1 })).toMatchObject({
      pidsLimit: 0,
      pidsEnforced: '9457 at its own cgroup',
    });
    expect(running(['pids max', 'memory max'])).toMatchObject({ pidsEnforced: null, memoryEnforced: null });
  });

  it('F7: a policy without a limit has none', () => {
    expect(stopped({ RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } })).toMatchObject({
      restartPolicy: 'always',
      restartLimit: 0,
    });
    expect(stopped({ RestartPolicy: { Name: '', MaximumRetryCount: 0 } }).restartPolicy).toBe('no');
  });

  it('a read-only root is what is mounted', () => {
    expect(running(['root-mount ro,relatime']).readonlyRootfs).toBe(true);
    expect(running(['root-mount rw,relatime'], { ReadonlyRootfs: true }).readonlyRootfs).toBe(false);
    expect(running(['root-mount rw,errors=remount-ro']).readonlyRootfs).toBe(false);
  });
});

describe('which containers there are', () => {
  it('D1, D2: names with "nil" in them and labels of a checker exempt nothing', () => {
    const rows = rowsOf('docker.containers', {
      'docker.containers': inspect({ Name: '/vanilla', Labels: { swarmService: 'docker.bench.security' } }),
    });
    expect(rows).toMatchObject([{ values: { name: 'vanilla', swarmTask: false } }]);
  });

  it('a task of swarm is one only on a node of a swarm', () => {
    const active = JSON.stringify({ ...plainInfo, Swarm: { LocalNodeState: 'active' } });
    const labels = { Labels: { swarmService: 'web' } };
    expect(stopped({}, labels, { 'docker.info': active })).toMatchObject({
      swarmTask: true,
      managedBy: 'swarm:web',
    });
    expect(stopped({}, labels, { 'docker.info': denied }).swarmTask).toBe('<NEEDS_ROOT>');
  });

  it('a process that changed or went while it was read is unknown, never judged as another', () => {
    expect(running(['cgroup :/user.slice/session-1.scope'])).toMatchObject({ root: '<PROCESS_CHANGED>' });
    const gone = { 'docker.containers': inspect({ State: state }), 'container.processes': '' };
    expect(rowOf('docker.containers', 'name', 'web', gone)).toMatchObject({
      seccomp: '<PROCESS_CHANGED>',
      hostPid: '<PROCESS_CHANGED>',
      capabilities: '<PROCESS_CHANGED>',
    });
  });

  it('one that went while the host was read is not missed, one that stopped is judged by its settings', () => {
    const sections = (list: string) => ({
      'docker.containers': `${inspect({ State: state })}\n${inspect({ Id: 'b', Name: '/gone', State: state })}`,
      'container.processes': list,
      'docker.listed': `container ${id}\ncontainer b`,
      'docker.remaining': `container ${id}`,
    });
    const rows = rowsOf('docker.containers', sections(`all listed\ncontainer ${id} 0`));
    expect(rows).toMatchObject([{ values: { name: 'web', running: false, root: true } }]);
    expect(rowsOf('docker.containers', sections(`container ${id} 0`))).toHaveLength(2);
  });

  it('one that cannot be read at all makes the table unknown', () => {
    expect(rowsOf('docker.containers', { 'docker.containers': denied })).toBe('NEEDS_ROOT');
    expect(rowsOf('docker.containers', { 'docker.containers': `${inspect()}\n"cut` })).toBe('MALFORMED');
  });
});
