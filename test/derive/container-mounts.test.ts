import { describe, expect, it } from 'vitest';
import {
  cells,
  denied,
  directory,
  file,
  link,
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
