import { describe, expect, it } from 'vitest';
import {
  cells,
  denied,
  directory,
  file,
  link,
  plainInfo,
  processes,
  rootDirectories,
  rowsOf,
  type Sections,
} from './bundle.ts';

const mounts = (list: readonly object[], files = '', sections: Sections = {}) => {
  const rows = rowsOf('docker.containerMounts', {
    'docker.containers': JSON.stringify({ Id: 'a', Name: '/web', State: { Running: false }, Mounts: list }),
    files: `${rootDirectories}\n${files}`,
    ...sections,
  });
  if (typeof rows === 'string') throw new Error(rows);
  return rows.map(cells);
};
const bind = (Source: string, files = '', more: object = {}, sections: Sections = {}) =>
  mounts([{ Type: 'bind', Source, Destination: '/x', RW: true, ...more }], files, sections)[0];

describe('F4: paths of the host', () => {
  it.each([
    ['/', '/', true],
    ['/etc', '/etc', true],
    ['/etc/shadow', '/etc', false],
    ['/root/.ssh', '/root', false],
    ['/var', '/var', true],
    ['/var/lib', '/var/lib/docker', true],
    ['/var/lib/docker', '/var/lib/docker', true],
    ['/var/lib/docker/volumes/x', '/var/lib/docker', false],
    ['/run', '/run', true],
    ['/usr/bin', '/usr', false],
    ['/home', '/home', true],
    ['/home/alice', '/home/alice', true],
    ['/home/alice/.ssh', '/home/alice/.ssh', true],
    ['/home/alice/.ssh/id_ed25519', '/home/alice/.ssh/id_ed25519', false],
    ['/home/alice/data', null, false],
    ['/srv/data', null, false],
    ['H4: /opt/lib', null, false],
    ['/etcetera', null, false],
  ])('%s', (source, sensitiveDirectory, exact) => {
    const path = source.replace(/^\w\d: /, '');
    expect(bind(path)).toMatchObject({ source: path, sensitiveDirectory, exact, writable: true });
  });

  it('are found through links and other spellings', () => {
    expect(bind('/srv/conf', link('/srv/conf', '/etc', '/etc'))).toMatchObject({
      realSource: '/etc',
      sensitiveDirectory: '/etc',
      exact: true,
    });
    expect(bind('/bin', link('/bin', 'usr/bin', '/usr/bin'))).toMatchObject({ sensitiveDirectory: '/bin' });
    expect(bind('/srv/../etc/')).toMatchObject({ sensitiveDirectory: '/etc', exact: true });
  });

  it('are unknown where the path was not looked at', () => {
    expect(bind('/srv/conf', 'absences listed')).toMatchObject({
      realSource: '<NOT_COLLECTED>',
      sensitiveDirectory: '<NOT_COLLECTED>',
      engineSocket: '<NOT_COLLECTED>',
    });
    expect(bind('/srv/conf', '', {}, { files: denied })).toMatchObject({
      sensitiveDirectory: '<NEEDS_ROOT>',
    });
  });

  it('F5: read-only is told from read-write, harmless files from others', () => {
    expect(bind('/etc', '', { RW: false })).toMatchObject({ writable: false, benign: false });
    expect(bind('/etc/localtime', '', { RW: false })).toMatchObject({ benign: true });
    expect(bind('/etc/localtime')).toMatchObject({ benign: false });
    expect(bind('/etc/hosts', link('/etc/hosts', '/etc/shadow', '/etc/shadow'), { RW: false })).toMatchObject(
      {
        benign: false,
      },
    );
  });
});

describe('places that the host has mounted twice', () => {
  const also = (source: string, lines: readonly string[], more: Sections = {}) =>
    bind(source, '', {}, { mounts: ['process self', ...lines].join('\n'), ...more });
  const root = '1 0 8:1 / / rw - ext4 /dev/sda1 rw';
  const again = (mountPoint: string, part: string, device = '8:1') =>
    `2 1 ${device} ${part} ${mountPoint} rw - ext4 /dev/sda1 rw`;

  it.each([
    ['/ elsewhere', '/srv/all', again('/srv/all', '/'), '/', true],
    ['a part of / through it', '/srv/all/etc/app', again('/srv/all', '/'), '/etc', false],
    ['/etc elsewhere', '/srv/conf', again('/srv/conf', '/etc'), '/etc', true],
    ['a directory in which / is mounted', '/srv', again('/srv/all', '/'), '/', true],
    ['a directory whose part is mounted as /usr', '/data', again('/usr', '/data/usr'), '/usr', true],
    ['data that is mounted into /etc', '/data', again('/etc/app/data', '/data'), null, false],
    ['data of a volume', '/data', again('/var/lib/docker/volumes/x/_data', '/data'), null, false],
    ['another filesystem', '/srv/disk', again('/srv/disk', '/', '8:2'), null, false],
  ])('%s', (_title, source, line, sensitiveDirectory, exact) => {
    expect(also(source, [root, line])).toMatchObject({ sensitiveDirectory, exact });
  });

  it('a subvolume of what is mounted is /', () => {
    const top = '1 0 0:30 /@ / rw - btrfs /dev/sda1 rw\n2 1 0:30 / /mnt/top rw - btrfs /dev/sda1 rw';
    expect(also('/mnt/top', [top])).toMatchObject({ sensitiveDirectory: '/', exact: true });
    expect(also('/mnt/top/@/root', [top])).toMatchObject({ sensitiveDirectory: '/root', exact: true });
    expect(also('/mnt/top/@data', [top])).toMatchObject({ sensitiveDirectory: null });
  });

  it('F21: a socket elsewhere is the same socket', () => {
    const tmpfs =
      '3 1 0:25 / /run rw - tmpfs tmpfs rw\n4 1 0:25 /docker.sock /srv/d.sock rw - tmpfs tmpfs rw';
    expect(also('/srv/d.sock', [root, tmpfs])).toMatchObject({ engineSocket: '/run/docker.sock' });
    expect(also('/srv', [root, tmpfs])).toMatchObject({ engineSocket: '/run/docker.sock' });
  });

  it('a link that leads elsewhere since the container was started does not hide what it has', () => {
    const mount = { Type: 'bind', Source: '/srv/conf', Destination: '/x', RW: true };
    const state = { Running: true, Pid: 5 };
    const rows = mounts([], '', {
      'docker.containers': JSON.stringify({ Id: 'a', Name: '/web', State: state, Mounts: [mount] }),
      'container.processes': 'container a 5\nmount 8:1 /old /y\nmount 8:1 /etc /x',
      mounts: `process self\n${root}`,
    });
    expect(rows).toMatchObject([{ realSource: null, sensitiveDirectory: '/etc', exact: true }]);
  });

  it('is unknown where mounts are', () => {
    expect(also('/srv/data', [], { mounts: denied })).toMatchObject({ sensitiveDirectory: '<NEEDS_ROOT>' });
  });
});

it('where the engine keeps its data is as good as the host', () => {
  const info = JSON.stringify({ ...plainInfo, DockerRootDir: '/data/docker' });
  expect(bind('/data/docker/overlay2', '', {}, { 'docker.info': info })).toMatchObject({
    sensitiveDirectory: '/data/docker',
    exact: false,
  });
  expect(bind('/data', '', {}, { 'docker.info': info })).toMatchObject({ exact: true });
});

describe('volumes', () => {
  const volume = (Options: object | null, Name = 'data'): Sections => ({
    'docker.volumes': JSON.stringify({ Name, Driver: 'local', Options }),
  });
  const mounted = (Name = 'data'): object => ({
    Type: 'volume',
    Name,
    Source: `/var/lib/docker/volumes/${Name}/_data`,
    Destination: '/etc',
    RW: true,
  });

  it('F5: a plain one is no path of the host, even at /etc in the container', () => {
    expect(mounts([mounted()], '', volume(null))).toMatchObject([{ source: null, sensitiveDirectory: null }]);
  });

  it('one that binds a path is that path', () => {
    for (const options of [
      { type: 'none', o: 'bind', device: '/etc/' },
      { o: 'rw,rbind', device: '/etc' },
    ]) {
      expect(mounts([mounted()], '', volume(options))).toMatchObject([
        { sensitiveDirectory: '/etc', exact: true },
      ]);
    }
    expect(mounts([mounted()], '', volume({ type: 'nfs', device: ':/etc', o: 'addr=1' }))).toMatchObject([
      { source: null },
    ]);
  });

  it('one that mounts the filesystem of the host once more gives all of it', () => {
    const host = { mounts: 'process self\n1 0 8:1 / / rw - ext4 /dev/sda1 rw' };
    const device = volume({ type: 'ext4', device: '/dev/sda1' });
    expect(mounts([mounted()], '', { ...device, ...host })).toMatchObject([
      { source: '/', sensitiveDirectory: '/', exact: true },
    ]);
    const linked = link('/dev/disk/by-label/os', '/dev/sda1', '/dev/sda1');
    const named = volume({ type: 'ext4', device: '/dev/disk/by-label/os' });
    expect(mounts([mounted()], linked, { ...named, ...host })).toMatchObject([{ source: '/' }]);
    const other = volume({ type: 'ext4', device: '/dev/sdb1' });
    expect(mounts([mounted()], '', { ...other, ...host })).toMatchObject([{ source: null }]);
  });

  it('one that overlays paths of the host gives those', () => {
    const options = { type: 'overlay', device: 'overlay', o: 'lowerdir=/srv/a:/etc,upperdir=/srv/u' };
    expect(mounts([mounted()], '', volume(options))).toMatchObject([
      { source: '/srv/a', sensitiveDirectory: null },
      { source: '/etc', sensitiveDirectory: '/etc' },
      { source: '/srv/u' },
    ]);
  });

  it('one of a plugin is wherever the plugin says, its own storage left out', () => {
    const plugin = { 'docker.volumes': JSON.stringify({ Name: 'data', Driver: 'local-persist' }) };
    expect(mounts([{ ...mounted(), Source: '/etc' }], '', plugin)).toMatchObject([{ exact: true }]);
    expect(mounts([mounted()], '', plugin)).toMatchObject([{ source: null }]);
  });

  it('one that is not listed may be anything', () => {
    expect(mounts([mounted()], '', volume(null, 'other'))).toMatchObject([
      { sensitiveDirectory: '<CHANGED>' },
    ]);
    expect(mounts([mounted()], '', { 'docker.volumes': denied })).toMatchObject([
      { engineSocket: '<NEEDS_ROOT>' },
    ]);
  });

  it('F22: docker_sock_cache is no socket', () => {
    expect(mounts([mounted('docker_sock_cache')], '', volume(null, 'docker_sock_cache'))).toMatchObject([
      { engineSocket: null },
    ]);
  });
});

it('F4: that nothing was found says nothing where it is not known where the engine keeps its data', () => {
  const sections = { 'docker.info': denied };
  expect(bind('/data/docker', '', {}, sections)).toMatchObject({ sensitiveDirectory: '<NEEDS_ROOT>' });
  expect(bind('/etc', '', {}, sections)).toMatchObject({ sensitiveDirectory: '/etc' });
});

describe('F21: sockets of engines', () => {
  it.each([
    ['/var/run/docker.sock', '/run/docker.sock'],
    ['/run', '/run/docker.sock'],
    ['/var/run', '/run/docker.sock'],
    ['/', '/run/docker.sock'],
    ['/run/containerd', '/run/containerd/containerd.sock'],
    ['/run/podman/podman.sock', '/run/podman/podman.sock'],
    ['/run/user/1000/docker.sock', '/run/user/1000/docker.sock'],
    ['/run/user', '/run/user/*/docker.sock'],
    ['/run/user/1000/pulse', null],
    ['/run/docker.sock.d', null],
    ['/srv/docker.sock', null],
  ])('%s', (source, engineSocket) => {
    expect(bind(source)).toMatchObject({ engineSocket });
  });

  it('of a user where there is one', () => {
    expect(bind('/run/user/1000')).toMatchObject({ engineSocket: null });
    expect(bind('/run/user/1000', file('/run/user/1000/docker.sock', { mode: 'c1b0' }))).toMatchObject({
      engineSocket: '/run/user/1000/docker.sock',
    });
  });

  it.each([
    ['the processes', { processes: denied }],
    ['the configuration file', { 'daemon.config': 'file /etc/docker/daemon.json\nunreadable' }],
    ['the socket unit', { systemd: denied }],
  ])('that nothing was found says nothing without %s', (_title, sections: Sections) => {
    expect(bind('/opt/engine', '', {}, sections)).toMatchObject({ engineSocket: '<NEEDS_ROOT>' });
    expect(bind('/run', '', {}, sections)).toMatchObject({ engineSocket: '/run/docker.sock' });
    expect(bind('/opt/a.conf', file('/opt/a.conf'), {}, sections)).toMatchObject({ engineSocket: null });
  });

  it('of another daemon on the host', () => {
    const two = `${processes([])}\n${processes(['-H', 'unix:///srv/two.sock'], []).replaceAll('900', '901').replace('process 100', 'process 101').replace('docker.sock', 'two.sock')}`;
    expect(bind('/srv', directory('/srv'), {}, { processes: two })).toMatchObject({
      engineSocket: '/srv/two.sock',
    });
  });

  it('at a path of its own, and behind a link', () => {
    const own = { processes: processes(['-H', 'unix:///opt/engine/d.sock']) };
    expect(bind('/opt', '', {}, own)).toMatchObject({ engineSocket: '/opt/engine/d.sock' });
    const files = [
      link('/opt/engine/d.sock', '/srv/d.sock', '/srv/d.sock', { mode: 'c1b0' }),
      link('/srv/back', '/run', '/run', { mode: '41ed' }),
      directory('/srv'),
    ].join('\n');
    expect(bind('/srv', files, {}, own)).toMatchObject({ engineSocket: '/srv/d.sock' });
    expect(bind('/srv/back', files)).toMatchObject({ engineSocket: '/run/docker.sock' });
  });
});

describe('Z14: what kubelet mounts into the containers of a pod', () => {
  const pod = '6c1f0e7a-8f0e-4a76-9f3b-0d6c7c1f2a3b';
  const directory = `/var/lib/kubelet/pods/${pod}`;
  const ofPod = (Source: string, podUid: string | null = pod, files = '') =>
    mounts([{ Type: 'bind', Source, Destination: '/x', RW: true }], files, {
      'docker.containers': JSON.stringify({
        Id: 'a',
        Name: '/web',
        State: { Running: false },
        Labels: { podUid },
        Mounts: [{ Type: 'bind', Source, Destination: '/x', RW: true }],
      }),
    })[0];

  it.each([
    `${directory}/etc-hosts`,
    `${directory}/containers/web/3f`,
    `${directory}/volumes/kubernetes.io~empty-dir/x`,
  ])('%s is of the pod', (source) =>
    expect(ofPod(source)).toMatchObject({ sensitiveDirectory: null, exact: false }),
  );

  it.each([
    [directory, pod],
    [`${directory}-2/etc-hosts`, pod],
    ['/var/lib/kubelet/pods', pod],
    ['/var/lib/kubelet/pods/0c1f0e7a-8f0e-4a76-9f3b-0d6c7c1f2a3b/etc-hosts', pod],
    [`${directory}/etc-hosts`, null],
    [`${directory}/etc-hosts`, '..'],
    ['/etc/hosts', pod],
  ])('%s is not, for one whose labels say %s', (source, uid) => {
    expect(ofPod(source, uid)?.['sensitiveDirectory']).not.toBe(null);
  });

  it('a link of the pod to elsewhere is what it leads to', () => {
    const source = `${directory}/volumes/x`;
    expect(ofPod(source, pod, link(source, '/etc', '/etc'))).toMatchObject({ sensitiveDirectory: '/etc' });
  });
});

it('many mounts are looked up, not gone through', () => {
  const table = Array.from(
    { length: 20_000 },
    (_, index) => `${index} 0 8:1 /d${index} /srv/m${index} rw - ext4 /dev/sda1 rw`,
  );
  const list = Array.from({ length: 2_000 }, (_, index) => ({
    ...{ Type: 'bind', Source: `/srv/m${index}/x`, Destination: `/x${index}`, RW: true },
  }));
  const found = mounts(list, '', {
    mounts: ['process self', '1 0 8:1 / / rw - ext4 /dev/sda1 rw', ...table].join('\n'),
  });
  expect(found).toHaveLength(2_000);
});
