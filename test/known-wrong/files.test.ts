import {
  directory,
  file,
  link,
  plainInfo,
  processes,
  rootDirectories,
  socketFile,
  type Sections,
} from '../derive/bundle.ts';
import { judge, type Condition } from './judged.ts';

const files = (...lines: readonly string[]): Sections => ({
  files: [rootDirectories, socketFile, ...lines].join('\n'),
});
const unit = (name: string): string => `/usr/lib/systemd/system/${name}`;
const units: Sections = {
  systemd: `fragment docker.service ${unit('docker.service')}\nfragment docker.socket ${unit('docker.socket')}`,
};
const tls = [
  '--tlsverify',
  '--tlscacert',
  '/pki/ca.pem',
  '--tlscert=/pki/cert.pem',
  '--tlskey',
  '/pki/key.pem',
];
const withTls: Sections = { processes: processes(['-H', 'tcp://0.0.0.0:2376', ...tls]) };
const certificate = '/etc/docker/certs.d/reg/ca.crt';
const registry: Sections = { 'registry.certs': certificate };
const certs = ['/etc/docker/certs.d', '/etc/docker/certs.d/reg'].map((path) => directory(path));
const managed = '/run/docker/containerd/containerd.sock';

/** The checks of six files that only root may write, and where these lie. */
const rootsFiles = [
  ['service-unit-mode', unit('docker.service'), units],
  ['socket-unit-mode', unit('docker.socket'), units],
  ['daemon-json-mode', '/etc/docker/daemon.json', {}],
  ['etc-default-mode', '/etc/default/docker', {}],
  ['sysconfig-mode', '/etc/sysconfig/docker', {}],
  ['containerd-socket-mode', managed, {}],
] as const;

const mode = (octal: string, type: '8' | 'c' = '8'): string =>
  (Number.parseInt(octal, 8) + (type === '8' ? 0x8000 : 0xc000)).toString(16);

const conditions: readonly Condition[] = [
  ...['0606', '0626', '0646', '0656'].map((octal): Condition => [
    `C1: docker.sock ${octal}`,
    'docker-file-api-socket-mode',
    { files: `${rootDirectories}\n${file('/run/docker.sock', { mode: mode(octal, 'c') })}` },
    ['fail', 'file:/run/docker.sock'],
  ]),
  ...rootsFiles.flatMap(([check, path, sections]) =>
    ['0622', '0602', '0626', '0577'].map((octal): Condition => [
      `C2: ${path} ${octal}`,
      `docker-file-${check}`,
      {
        ...sections,
        ...files(
          ...['/etc/default', '/etc/sysconfig', '/run/docker', '/run/docker/containerd'].map((one) =>
            directory(one),
          ),
          file(path, { mode: mode(octal, path === managed ? 'c' : '8') }),
        ),
        'containerd.processes': 'program /usr/bin/containerd',
      },
      ['fail', `file:${path}`],
    ]),
  ),
  ...['41db', '41c7'].map((hex): Condition => [
    `C3: /etc/docker ${(Number.parseInt(hex, 16) & 0o777).toString(8)}`,
    'docker-file-config-dir-mode',
    { files: `${rootDirectories}\n${socketFile}\n${directory('/etc/docker', { mode: hex })}` },
    ['fail', 'file:/etc/docker'],
  ]),
  [
    'C6: a certificate of root and another group',
    'docker-file-registry-certs-owner',
    { ...registry, ...files(...certs, file(certificate, { gid: 1000, group: 'staff' })) },
    ['fail', `file:${certificate}`],
  ],
  [
    'C7: a registry certificate 0426',
    'docker-file-registry-certs-mode',
    { ...registry, ...files(...certs, file(certificate, { mode: mode('0426') })) },
    ['fail', `file:${certificate}`],
  ],
  ...(['ca', 'cert'] as const).map((name): Condition => [
    `C7: the ${name} of the API 0426`,
    `docker-file-tls-${name}-mode`,
    { ...withTls, ...files(directory('/pki'), file(`/pki/${name}.pem`, { mode: mode('0426') })) },
    ['fail', `file:/pki/${name}.pem`],
  ]),
  ...(['ca', 'key'] as const).map((name): Condition => [
    `C9: the ${name} is a link to a file of 0400`,
    `docker-file-tls-${name}-mode`,
    {
      ...withTls,
      ...files(
        directory('/pki'),
        directory('/vault'),
        link(`/pki/${name}.pem`, '/vault/x', '/vault/x', { mode: mode('0400') }),
        file('/vault/x', { mode: mode('0400') }),
      ),
    },
    ['pass'],
  ]),
  [
    'C10: a key named with a blank',
    'docker-file-tls-key-mode',
    { ...withTls, ...files(directory('/pki'), file('/pki/key.pem', { mode: mode('0666') })) },
    ['fail', 'file:/pki/key.pem'],
  ],
  [
    'C10: a key where --tlsverify alone expects it',
    'docker-file-tls-key-mode',
    {
      processes: processes(['-H', 'tcp://0.0.0.0:2376', '--tlsverify'], ['env HOME=/root']),
      ...files(
        directory('/root'),
        directory('/root/.docker'),
        file('/root/.docker/key.pem', { mode: mode('0666') }),
      ),
    },
    ['fail', 'file:/root/.docker/key.pem'],
  ],
  [
    'C13: the file that --config-file names',
    'docker-file-daemon-json-mode',
    {
      processes: processes(['--config-file', '/opt/d.json']),
      ...files(
        directory('/opt'),
        file('/etc/docker/daemon.json'),
        file('/opt/d.json', { mode: mode('0666') }),
      ),
    },
    ['fail', 'file:/opt/d.json'],
  ],
  [
    'C14: the containerd that dockerd started',
    'docker-file-containerd-socket-owner',
    {
      ...files(
        directory('/run/docker'),
        directory('/run/docker/containerd'),
        file(managed, { mode: mode('0660', 'c'), uid: 1000, owner: 'bob' }),
      ),
      'containerd.processes': 'program /usr/bin/containerd',
    },
    ['fail', `file:${managed}`],
  ],
  [
    'C14: the containerd that the daemon says it uses, such as that of k3s',
    'docker-file-containerd-socket-mode',
    {
      'docker.info': JSON.stringify({
        ...plainInfo,
        Containerd: { Address: '/run/k3s/containerd/containerd.sock' },
      }),
      ...files(
        directory('/run/k3s'),
        directory('/run/k3s/containerd'),
        file('/run/k3s/containerd/containerd.sock', { mode: mode('0666', 'c') }),
      ),
    },
    ['fail', 'file:/run/k3s/containerd/containerd.sock'],
  ],
  ...['0600', '0640'].map((octal): Condition => [
    `H5: tighter than needed, ${octal}`,
    'docker-file-daemon-json-mode',
    files(file('/etc/docker/daemon.json', { mode: mode(octal) })),
    ['pass'],
  ]),
  [
    'H7: docker.sock is a socket and no regular file',
    'docker-file-api-socket-mode',
    { files: `${rootDirectories}\n${file('/run/docker.sock', { mode: mode('0666', 'c') })}` },
    ['fail', 'file:/run/docker.sock'],
  ],
  ['H7: as it should be', 'docker-file-api-socket-mode', files(), ['pass']],
  [
    'H8: 0400 is below 0444',
    'docker-file-registry-certs-mode',
    { ...registry, ...files(...certs, file(certificate, { mode: mode('0400') })) },
    ['pass'],
  ],
  [
    'C15: a good file in a directory that everyone may write',
    'docker-file-daemon-json-mode',
    files(directory('/etc/docker', { mode: '41ff' }), file('/etc/docker/daemon.json')),
    ['fail', 'file:/etc/docker/daemon.json'],
  ],
  [
    'C15: an access control list on the socket',
    'host-docker-group',
    files('acl /run/docker.sock', 'user:bob:rw-'),
    ['fail', 'user:bob'],
  ],
];

judge(conditions);
