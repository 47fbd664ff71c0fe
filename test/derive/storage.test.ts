import { describe, expect, it } from 'vitest';
import {
  denied,
  directory,
  file,
  link,
  plainInfo,
  rootDirectories,
  rowOf,
  rowsOf,
  type Sections,
} from './bundle.ts';

const root = '1 0 8:1 / / rw - ext4 /dev/sda1 rw';
const mounted = (mountPoint: string, device: string, from = '/', fsType = 'ext4'): string =>
  `2 1 ${device} ${from} ${mountPoint} rw - ${fsType} /dev/x rw`;
const dataRoot = (mounts: readonly string[], sections: Sections = {}) =>
  rowOf('docker.storage', 'role', 'data-root', {
    mounts: ['process self', root, ...mounts].join('\n'),
    ...sections,
  });
const info = (more: object): Sections => ({ 'docker.info': JSON.stringify({ ...plainInfo, ...more }) });

describe('A1: a filesystem of its own', () => {
  it.each([
    ['none', [], false],
    ['another device', [mounted('/var/lib/docker', '8:2')], true],
    ['dockerd binds it on itself', [mounted('/var/lib/docker', '8:1', '/var/lib/docker')], false],
    [
      'another device, bound on itself',
      [mounted('/var/lib/docker', '8:2'), mounted('/var/lib/docker', '8:2')],
      true,
    ],
    ['a bind from /', [mounted('/var/lib/docker', '8:1', '/srv/docker')], false],
    ['a part of another', [mounted('/var/lib/docker', '8:2', '/docker')], false],
    ['the filesystem above it', [mounted('/var', '8:2')], false],
    ['a longer name', [mounted('/var/lib/docker2', '8:2')], false],
    ['a subvolume of /', [mounted('/var/lib/docker', '8:1', '/@docker', 'btrfs')], false],
    ['the only subvolume of another', [mounted('/var/lib/docker', '8:2', '/@docker', 'btrfs')], true],
    [
      'one of several subvolumes of another',
      [mounted('/srv', '8:2', '/@srv', 'btrfs'), mounted('/var/lib/docker', '8:2', '/@docker', 'btrfs')],
      false,
    ],
    [
      'hidden by a later mount',
      [mounted('/var/lib/docker', '8:2'), mounted('/var/lib/docker', '8:1', '/x')],
      false,
    ],
  ])('%s', (_title, mounts, separate) => {
    expect(dataRoot(mounts)).toMatchObject({ path: '/var/lib/docker', separate });
  });

  it('with userns-remap it is that of the directory above', () => {
    const remapped = info({ DockerRootDir: '/var/lib/docker/100000.100000' });
    expect(dataRoot([mounted('/var/lib/docker', '8:2')], remapped)).toMatchObject({ separate: true });
  });

  it('A3: the data root is where the daemon says, links resolved', () => {
    const sections = {
      ...info({ DockerRootDir: '/data/docker' }),
      files: `${rootDirectories}\n${directory('/data')}\n${link('/data/docker', '/mnt/d', '/mnt/d', { mode: '41ed' })}`,
    };
    const mounts = [mounted('/var/lib/docker', '8:2'), mounted('/mnt/d', '8:3')];
    expect(dataRoot(mounts, sections)).toMatchObject({ path: '/mnt/d', separate: true, device: '8:3' });
  });

  it('A3: with the containerd store, its directory counts too', () => {
    const store = info({ DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']] });
    const mounts = ['process self', root, mounted('/var/lib/docker', '8:2')].join('\n');
    expect(rowOf('docker.storage', 'role', 'containerd-root', { mounts, ...store })).toMatchObject({
      separate: false,
    });
    const managed = info({
      DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
      Containerd: { Address: '/var/run/docker/containerd/containerd.sock' },
    });
    expect(rowsOf('docker.storage', { mounts, ...managed })).toHaveLength(1);
  });

  it('A3: where containerd was told to keep its data, by the containerd that dockerd uses', () => {
    const store = info({ DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']] });
    const found = (containerd: string) => {
      const files = `${rootDirectories}\n${directory('/run/containerd')}\n${file('/run/containerd/containerd.sock')}`;
      const rows = rowsOf('docker.storage', { ...store, files, 'containerd.processes': containerd });
      return typeof rows === 'string' ? rows : rows.map((row) => row.values['path']);
    };
    const k3s = 'process 7\naddress /run/k3s/containerd/containerd.sock\nroot /var/lib/rancher';
    expect(found('process 5\nroot /data/c\nprogram /usr/bin/containerd')).toEqual([
      '/var/lib/docker',
      '/data/c',
    ]);
    expect(found(`${k3s}\nprocess 5\nroot /one\nroot /two`)).toEqual(['/var/lib/docker', '/two']);
    expect(found(k3s)).toEqual(['/var/lib/docker', '/var/lib/containerd']);
    expect(found('process 5\nunreadable /etc/containerd/config.toml')).toBe('NEEDS_ROOT');
  });

  it.each([
    ['of the pool of /', 'rpool/docker', '', false],
    ['with a quota', 'rpool/docker', 'rpool\t0\t0\nrpool/docker\t1000\t0', true],
    ['with a quota of its own data', 'rpool/docker', 'rpool/docker\t0\t1000', true],
    ['below one with a quota', 'rpool/big/docker', 'rpool/big\t1000\t0', true],
    ['below one that bounds only itself', 'rpool/big/docker', 'rpool/big\t0\t1000', false],
    ['below one with a quota that / is in too', 'rpool/docker', 'rpool\t1000\t0', false],
    ['of another pool', 'tank/docker', '', true],
  ])('ZFS: a dataset %s', (_title, dataset, quotas, separate) => {
    const mounts = [
      '1 0 0:30 / / rw - zfs rpool/ROOT/debian rw',
      `2 1 0:31 / /var/lib/docker rw - zfs ${dataset} rw`,
    ].join('\n');
    expect(dataRoot([], { mounts: `process self\n${mounts}`, 'zfs.quotas': quotas })).toMatchObject({
      separate,
    });
    if (dataset.startsWith('rpool')) {
      const unknown = { mounts: `process self\n${mounts}`, 'zfs.quotas': { status: 127 } };
      expect(dataRoot([], unknown)).toMatchObject({ separate: '<TOOL_MISSING>' });
    }
  });

  it('sees the mounts as dockerd does', () => {
    const mounts = ['process 100', root, mounted('/var/lib/docker', '8:2'), 'process self', root].join('\n');
    expect(dataRoot([], { mounts })).toMatchObject({ separate: true });
  });

  it('is unknown where any of it is', () => {
    expect(rowsOf('docker.storage', { mounts: denied })).toBe('NEEDS_ROOT');
    expect(rowsOf('docker.storage', { 'docker.info': denied })).toBe('NEEDS_ROOT');
    expect(rowsOf('docker.storage', info({ DockerRootDir: undefined }))).toBe('MALFORMED');
    const files = `${rootDirectories}\nabsences listed`;
    expect(dataRoot([], { files })).toMatchObject({ separate: '<NOT_COLLECTED>' });
  });
});
