import { plainNetwork, processes, type Sections } from '../derive/bundle.ts';
import { type Condition, containerId, judge, running } from './judged.ts';

/** A daemon of another socket, which flags would make pass. */
const neighbour = processes(['--userland-proxy=false', '-H', 'unix:///run/other.sock']).replace(
  'unix 900 /var/run/docker.sock',
  'unix 900 /run/other.sock',
);
const impostor = processes(['--userland-proxy=false', '--config-file', '/dev/zero'], ['uid 65534']).replace(
  'process 100',
  'process 200',
);
const elsewhere = { processes: `asked /run/docker.sock\nanswers yes\n${neighbour}` };

const both = (lines: string): Sections => ({ 'docker.listed': lines, 'docker.remaining': lines });
const unread = `all listed\ncontainer ${'c'.repeat(64)} 0`;

const conditions: readonly Condition[] = [
  ...[
    'docker-daemon-userland-proxy',
    'docker-daemon-tls',
    'docker-file-etc-default-mode',
    'host-docker-group',
  ].map((check): Condition => [
    `W2: the daemon that answers runs elsewhere, another runs here: ${check}`,
    check,
    elsewhere,
    ['error', ...(check === 'docker-daemon-userland-proxy' ? ['daemon:userland-proxy'] : [])],
  ]),
  [
    'W2: what the daemon says of itself is known wherever it runs',
    'docker-daemon-live-restore',
    elsewhere,
    ['fail', 'daemon:live-restore'],
  ],
  [
    'W3: a process of nobody is called dockerd and has a socket of that name in mounts of its own',
    'docker-daemon-userland-proxy',
    { processes: `${impostor}\n${processes([])}` },
    ['fail', 'daemon:userland-proxy'],
  ],
  [
    'W4: the daemon serves another socket than the usual one, where it was found',
    'docker-daemon-userland-proxy',
    { processes: `asked /run/other.sock\n${neighbour.replace('exe ', 'serves /run/other.sock\nexe ')}` },
    ['pass'],
  ],
  ...['irregular', 'untrusted', 'large', 'foreign'].map((word): Condition => [
    `W5: what is not read of the configuration file is not taken for empty: ${word}`,
    'docker-daemon-userland-proxy',
    { 'daemon.config': `file /etc/docker/daemon.json\n${word}` },
    ['error', 'daemon:userland-proxy'],
  ]),
  [
    'W6: the daemon lists a container, and nothing is there of it',
    'docker-container-privileged',
    both(`container ${containerId}`),
    ['error'],
  ],
  [
    'W6: of a container that runs nothing was read in /proc',
    'docker-container-seccomp',
    { ...running(), 'container.processes': unread, ...both(`container ${containerId}`) },
    ['error', 'container:web'],
  ],
  [
    'W6: one that was removed meanwhile is none',
    'docker-container-seccomp',
    {
      ...running(),
      'container.processes': unread,
      'docker.listed': `container ${containerId}`,
      'docker.remaining': '',
    },
    ['notApplicable'],
  ],
  [
    'W6: the daemon lists an image, and nothing is there of it',
    'docker-image-age',
    both('image sha256:0123456789abcdef'),
    ['error'],
  ],
  [
    'W6: the daemon lists a network, and nothing is there of it',
    'docker-swarm-overlay-encryption',
    { 'docker.networks': JSON.stringify(plainNetwork), ...both('network b\nnetwork c') },
    ['error'],
  ],
];

judge(conditions);
