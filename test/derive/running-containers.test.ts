import { describe, expect, it } from 'vitest';
import { plainInfo, rowOf, rowsOf } from './bundle.ts';

const id = 'a'.repeat(64);

function inspect(more: object = {}, HostConfig: object = {}): string {
  return JSON.stringify({
    Id: id,
    Name: '/web',
    Image: 'sha256:1',
    State: { Status: 'running', Running: true, Pid: 5, Health: null },
    Config: { Image: 'nginx:1.27', User: '1000', HealthTest: null },
    Networks: ['bridge', null],
    Mounts: [],
    HostConfig: {
      Privileged: false,
      UTSMode: '',
      UsernsMode: '',
      CgroupParent: '',
      Devices: null,
      Ulimits: null,
      PidsLimit: null,
      ...HostConfig,
    },
    ...more,
  });
}

const kernel = [
  `container ${id} 5`,
  'Uid 1000 1000 1000 1000',
  'CapBnd 00000000a80425fb',
  'ns uts 21',
  'ns user 31',
  'uid-map 0 0 4294967295',
  'pids 50',
].join('\n');
const host = ['uid 0', 'clock-ticks 100', 'boot-time 1000000', 'ns pid 1', 'ns uts 20', 'ns user 31'].join(
  '\n',
);

const member = (pid: number, parent: number, name: string, uid = 1000, mask = 'a80425fb'): string =>
  `member ${id} ${pid}\nName ${name}\nPPid ${parent}\nUid ${uid} ${uid} ${uid} ${uid}\nCapBnd 00000000${mask}`;

function members(...lines: readonly string[]) {
  return rowOf('docker.containerMembers', 'container', 'web', {
    host,
    'docker.containers': inspect(),
    'container.processes': kernel,
    'container.members': [`container ${id}`, ...lines].join('\n'),
  });
}

describe('processes of running containers', () => {
  it('are named, SSH servers among them by their exact name', () => {
    const row = members(member(5, 2, 'nginx'), member(6, 5, 'sshd-session'), member(7, 5, 'ssh-agent'));
    expect(row).toMatchObject({
      programs: ['nginx', 'sshd-session', 'ssh-agent'],
      sshDaemons: ['sshd-session'],
    });
  });

  it('that were started from outside as root, or with more capabilities, are execs to know of', () => {
    const row = members(
      member(5, 2, 'nginx'),
      member(8, 2, 'bash', 0, 'ffffffff'),
      member(9, 8, 'id', 0, 'ffffffff'),
      member(10, 2, 'health'),
    );
    expect(row).toMatchObject({ privilegedExecs: ['bash'], rootExecs: ['bash'] });
  });

  it('are not known where not even the first one is seen', () => {
    expect(members()).toMatchObject({ programs: '<NEEDS_ROOT>', sshDaemons: '<NEEDS_ROOT>' });
    expect(members(member(6, 5, 'x'))).toMatchObject({ privilegedExecs: '<PROCESS_CHANGED>' });
  });
});

function container(more: object, HostConfig: object, sections: object = {}) {
  return rowOf('docker.containers', 'name', 'web', {
    host,
    'docker.containers': inspect(more, HostConfig),
    'container.processes': kernel,
    ...sections,
  });
}

describe('what containers share with the host', () => {
  it('is judged by the kernel: without remapping all share the user namespace', () => {
    expect(container({}, {})).toMatchObject({ hostUts: false, hostUserns: true, pidsLimit: 0 });
  });

  it('counts a process limit only as far as it is enforced', () => {
    expect(container({}, { PidsLimit: 100 })).toMatchObject({ pidsLimit: 50 });
    expect(container({}, { PidsLimit: -1 })).toMatchObject({ pidsLimit: 0 });
  });

  it('lists devices, and all of them for a privileged container', () => {
    const devices = { Devices: [{ PathOnHost: '/dev/sda' }], DeviceCgroupRules: ['c 1:3 r'] };
    expect(container({}, devices)).toMatchObject({ devices: ['/dev/sda', 'rule c 1:3 r'] });
    expect(container({}, { Privileged: true })).toMatchObject({ devices: ['ALL'] });
  });

  const pod = '6c1f0e7a-8f0e-4a76-9f3b-0d6c7c1f2a3b';
  it.each([
    [`/kubepods/pod${pod}`, pod, true],
    [`/kubepods/burstable/pod${pod}`, pod, true],
    [`kubepods-besteffort-pod${pod.replaceAll('-', '_')}.slice`, pod, true],
    [
      `kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${pod.replaceAll('-', '_')}.slice`,
      pod,
      true,
    ],
    [`/kubepods/pod${pod}/more`, pod, false],
    [`/kubepods/pod${pod}`, pod.replace('6', '7'), false],
    [`/kubepods/pod${pod}`, null, false],
    ['/kubepods', pod, false],
    ['system.slice', pod, false],
  ])('Z15: the cgroup %s of the pod %s', (CgroupParent, podUid, expected) => {
    expect(container({ Labels: { podUid } }, { CgroupParent })['podCgroup']).toBe(expected);
  });

  it('leaves out ulimits that are the default of the daemon', () => {
    const settings = '{"default-ulimits":{"nofile":{"Name":"nofile","Soft":10,"Hard":20}}}';
    const sections = {
      'daemon.config': `file /etc/docker/daemon.json\nsha256 ${'0'.repeat(64)}\n| ${settings}\n`,
    };
    const Ulimits = [
      { Name: 'nofile', Soft: 10, Hard: 20 },
      { Name: 'nproc', Soft: 1, Hard: 1 },
    ];
    expect(container({}, { Ulimits }, sections)).toMatchObject({ ulimits: ['nproc=1:1'] });
    const spelled = {
      'daemon.config': sections['daemon.config'].replace(
        '"nofile":{"Name":"nofile","Soft":10,"Hard"',
        '"NOFILE":{"name":"nofile","soft":10,"hard"',
      ),
    };
    expect(container({}, { Ulimits }, spelled)).toMatchObject({ ulimits: ['nproc=1:1'] });
  });

  it('is not known where an older collector did not ask', () => {
    const old = JSON.stringify({ Id: id, Name: '/web', State: { Running: false }, HostConfig: {} });
    const row = rowOf('docker.containers', 'name', 'web', { 'docker.containers': old });
    const columns = [
      'hostUts',
      'hostUserns',
      'devices',
      'cgroupParent',
      'pidsLimit',
      'defaultBridge',
      'health',
    ];
    for (const column of columns) expect(row[column], column).toBe('<NOT_COLLECTED>');
  });
});

describe('health', () => {
  it.each([
    ['exit 0', true],
    ['true', true],
    ['/bin/true', true],
    ['curl -f http://localhost/ || exit 1', false],
  ])('of the check %s', (command, trivial) => {
    const row = container({ Config: { HealthTest: ['CMD-SHELL', command] } }, {});
    expect(row['trivialHealthTest']).toBe(trivial);
  });

  it('that is still starting is said to be', () => {
    const row = container({ State: { Running: true, Pid: 5, Health: 'starting' } }, {});
    expect(row['health']).toBe('starting');
  });
});

describe('contents of running containers', () => {
  const contents = (lines: readonly string[], uid = 0) =>
    rowOf('docker.containerContents', 'container', 'web', {
      host: `uid ${uid}`,
      'docker.containers': inspect(),
      'container.processes': kernel,
      'container.contents': [`container ${id}`, ...lines].join('\n'),
    });

  it('are known where the search ended', () => {
    const lines = ['program gcc', 'program gcc', 'packages 12', 'setuid /bin/su', 'searched 1'];
    expect(contents(lines)).toMatchObject({ tools: ['gcc'], packages: 12, setuidFiles: ['/bin/su'] });
  });

  it('are not where it was cut off, or doors were closed', () => {
    expect(contents(['setuid /bin/su', 'searched 124'])['setuidFiles']).toBe('<TIMEOUT>');
    expect(contents(['searched 1'], 1000)['setuidFiles']).toBe('<NEEDS_ROOT>');
    expect(contents([])['tools']).toBe('<NEEDS_ROOT>');
  });
});

describe('versions of images that containers run', () => {
  const version = (reference: string, image: object) =>
    rowOf('docker.containerImages', 'container', 'web', {
      'docker.containers': inspect({ Config: { Image: reference } }),
      'docker.images': JSON.stringify(image),
    });

  it.each([
    ['nginx:1.27', 'tag'],
    ['docker.io/library/nginx:1.27', 'tag'],
    ['nginx', 'latest'],
    ['registry:5000/nginx', 'latest'],
    [`nginx@sha256:${'b'.repeat(64)}`, 'digest'],
    ['sha256:' + 'c'.repeat(64), 'id'],
  ])('%s is named by %s', (reference, pin) => {
    expect(version(reference, { Id: 'sha256:1', RepoTags: [reference] })['pin']).toBe(pin);
  });

  it('are not current when the tag has moved on, or is gone', () => {
    expect(version('nginx:1.27', { Id: 'sha256:1', RepoTags: ['nginx:1.27'] })['current']).toBe(true);
    expect(version('nginx:1.27', { Id: 'sha256:2', RepoTags: ['nginx:1.27'] })['current']).toBe(false);
    expect(version('nginx:1.27', { Id: 'sha256:2', RepoTags: [] })['current']).toBeNull();
  });
});

describe('origins of images', () => {
  it.each([
    [[], ['local'], ['local']],
    [['nginx@sha256:1'], ['docker.io'], ['docker.io/library']],
    [['mallory/x@sha256:1'], ['docker.io'], ['docker.io/mallory']],
    [
      ['registry.example.com:5000/a/b/c@sha256:1'],
      ['registry.example.com:5000'],
      ['registry.example.com:5000/a/b'],
    ],
    [['localhost/x@sha256:1'], ['localhost'], ['localhost']],
  ])('with the digests %j', (RepoDigests, registries, namespaces) => {
    const image = { Id: 'sha256:1', RepoTags: ['x:1'], RepoDigests };
    const row = rowOf('docker.images', 'reference', 'x:1', { 'docker.images': JSON.stringify(image) });
    expect(row).toMatchObject({ registries, namespaces });
  });

  it('are not known from older bundles', () => {
    const row = rowOf('docker.images', 'reference', 'x:1', {
      'docker.images': JSON.stringify({ Id: 'sha256:1', RepoTags: ['x:1'] }),
    });
    expect(row['registries']).toBe('<NOT_COLLECTED>');
  });
});

describe('log drivers', () => {
  it('are those of the daemon and of each container; syslog leaves the host only with an address', () => {
    const rows = rowsOf('docker.logDrivers', {
      'docker.info': JSON.stringify({ ...plainInfo, LoggingDriver: 'json-file' }),
      'docker.containers': [
        inspect({ Name: '/a' }, { LogType: 'syslog', SyslogAddress: 'udp://127.0.0.1:514' }),
        inspect({ Name: '/b' }, { LogType: 'syslog', SyslogAddress: 'tcp+tls://logs.example.com:6514' }),
        inspect({ Name: '/c' }, { LogType: 'gelf', LogAddresses: { 'gelf-address': 'udp://logs:12201' } }),
      ].join('\n'),
    });
    expect(
      typeof rows === 'string' ? rows : rows.map(({ values }) => [values['driver'], values['remote']]),
    ).toEqual([
      ['json-file', false],
      ['syslog', false],
      ['syslog', true],
      ['gelf', true],
    ]);
  });
});
