import { expect, it } from 'vitest';
import { judge, resultOf, running, type Condition } from './judged.ts';
import {
  daemonJson,
  directory,
  file,
  plainInfo,
  processes,
  rootDirectories,
  socketFile,
  type Sections,
} from '../derive/bundle.ts';

const web = 'container:web';
const mounted = (Source: string, RW = true): Sections =>
  running({}, [], { Mounts: [{ Type: 'bind', Source, Destination: '/x', RW }] });
const files = (...lines: readonly string[]): Sections => ({
  files: [rootDirectories, socketFile, ...lines].join('\n'),
});
/** Names of one file, as the collector tells them. */
const linked = (mode: string, searched: boolean, ...names: readonly string[]): string =>
  [
    ...names.map((name) => `inode ${mode} 25:7 ${names.length} ${name}`),
    ...(searched ? ['names searched'] : []),
  ].join('\n');
const socket = (...names: readonly string[]): string => linked('c1b0', true, '/run/docker.sock', ...names);

const links: readonly Condition[] = [
  [
    'AA1: a hard link of the socket is mounted',
    'docker-container-engine-socket',
    { ...mounted('/run/app/api'), ...files(file('/run/app/api', { mode: 'c1b0' }), socket('/run/app/api')) },
    ['fail', web],
  ],
  [
    'AA1: a directory with a hard link of the socket is mounted',
    'docker-container-engine-socket',
    { ...mounted('/srv/app'), ...files(directory('/srv/app'), socket('/srv/app/api')) },
    ['fail', web],
  ],
  [
    'AA1: the socket of something else',
    'docker-container-engine-socket',
    {
      ...mounted('/run/app/api'),
      ...files(
        file('/run/app/api', { mode: 'c1b0' }),
        linked('c1b0', true, '/run/app/api', '/run/app/other'),
      ),
    },
    ['pass'],
  ],
  [
    'AA2: a hard link of /etc/shadow is mounted',
    'docker-container-system-mounts',
    { ...mounted('/srv/x'), ...files(file('/srv/x'), linked('81a0', true, '/srv/x', '/etc/shadow')) },
    ['fail', web],
  ],
  [
    'AA2: a file with other names outside the directories of the system',
    'docker-container-system-mounts',
    { ...mounted('/srv/x'), ...files(file('/srv/x'), linked('81a0', true, '/srv/x', '/srv/y')) },
    ['pass'],
  ],
  [
    'AA2: a file whose other names could not be looked for',
    'docker-container-system-mounts',
    { ...mounted('/srv/x'), ...files(file('/srv/x'), linked('81a0', false, '/srv/x', '/srv/y')) },
    ['error', web],
  ],
  [
    'AA3: nobody may enter the directory of the socket, and a hard link of it lies elsewhere',
    'host-docker-group',
    {
      files: [
        rootDirectories,
        directory('/run', { mode: '41c0' }),
        file('/run/docker.sock', { mode: 'c1b6' }),
        socket('/srv/api'),
      ].join('\n'),
    },
    ['fail', 'user:everyone'],
  ],
];

const CONFIG = '/etc/docker/daemon.json';
const mounts = (line: string): Sections => ({
  mounts: `process self\n1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 ${line} rw - ext4 /dev/sda1 rw`,
});
const from = (mode: string, path: string, line: string): Sections => ({
  'daemon.config': daemonJson('{}'),
  ...mounts(line),
  ...files(file(CONFIG), directory('/srv', { mode: '41ed' }), directory('/srv/open', { mode }), file(path)),
});
const sources: readonly Condition[] = [
  [
    'AA4: daemon.json is mounted out of a directory that everyone may write',
    'docker-file-daemon-json-mode',
    from('41ff', '/srv/open/daemon.json', `8:1 /srv/open/daemon.json ${CONFIG}`),
    ['fail', `file:${CONFIG}`],
  ],
  [
    'AA4: its directory is mounted out of one',
    'docker-file-daemon-json-mode',
    {
      ...from('41ff', '/srv/open/docker/daemon.json', '8:1 /srv/open/docker /etc/docker'),
      ...files(
        file(CONFIG),
        directory('/srv'),
        directory('/srv/open', { mode: '41ff' }),
        directory('/srv/open/docker'),
        file('/srv/open/docker/daemon.json'),
      ),
    },
    ['fail', `file:${CONFIG}`],
  ],
  [
    'AA4: it is mounted out of one that only root may write',
    'docker-file-daemon-json-mode',
    from('41ed', '/srv/open/daemon.json', `8:1 /srv/open/daemon.json ${CONFIG}`),
    ['pass'],
  ],
  [
    'AA4: it is shown in such a directory as well',
    'docker-file-daemon-json-mode',
    from('41ff', '/srv/open/daemon.json', `8:1 ${CONFIG} /srv/open/daemon.json`),
    ['pass'],
  ],
];

const two = (first: readonly string[], second: readonly string[]): Sections => ({
  processes: [
    'asked /run/docker.sock',
    processes(['--userland-proxy=false'], first),
    processes([], second).replace('process 100', 'process 200'),
  ].join('\n'),
});
const daemons: readonly Condition[] = [
  [
    'AA5: two daemons of root have a socket of that name, each in its own mounts',
    'docker-daemon-userland-proxy',
    two(['serves /run/docker.sock', 'ns mnt 1'], ['ns mnt 2']),
    ['pass'],
  ],
  [
    'AA5: the other one is behind it',
    'docker-daemon-userland-proxy',
    two(['ns mnt 2'], ['serves /run/docker.sock', 'ns mnt 1']),
    ['fail', 'daemon:userland-proxy'],
  ],
];

const own = '/run/user/1000/docker/containerd/containerd.sock';
const rootlessCheck = 'docker-file-containerd-socket-mode';
const rootless = (ofUser: string): Sections => ({
  'docker.info': JSON.stringify({ ...plainInfo, SecurityOptions: ['name=rootless'] }),
  processes: processes([], ['uid 1000', 'env ROOTLESSKIT_STATE_DIR=/run/user/1000/dockerd-rootless']),
  ...files(
    ...['/run/containerd', '/run/user'].map((path) => directory(path)),
    file('/run/containerd/containerd.sock', { mode: 'c1b6' }),
    ...['', '/docker', '/docker/containerd'].map((path) =>
      directory(`/run/user/1000${path}`, { uid: 1000, owner: 'bob', mode: '41c0' }),
    ),
    file(own, { uid: 1000, owner: 'bob', mode: ofUser }),
  ),
});
const containerd: readonly Condition[] = [
  [
    'AA11: a rootless daemon, and a containerd of root with an open socket',
    rootlessCheck,
    rootless('c1b0'),
    ['pass'],
  ],
  [
    'AA11: the socket of its own containerd is open',
    rootlessCheck,
    rootless('c1b6'),
    ['fail', `file:${own}`],
  ],
];

judge([...links, ...sources, ...daemons, ...containerd]);

it('AA12: a client that is in none of the usual directories is not taken for a Docker that is not installed', () => {
  const sections = { 'docker.containers': { status: 127, stderr: 'docker: not found' } };
  const said = (more: Sections): string =>
    resultOf('docker-container-privileged', { ...sections, ...more }).reason;
  expect(said({})).toMatch(/dockerd runs .* docker command .* Link it into \/usr\/local\/bin/is);
  expect(said({ processes: '' })).toContain('is not installed');
});
