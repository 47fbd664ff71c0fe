import type { Sections } from '../derive/bundle.ts';
import { host, plainInfo, plainNetwork } from '../derive/bundle.ts';
import { container, judge, running, type Condition } from './judged.ts';

/** An image in use, as `docker image inspect` tells it, and its build steps, the latest first. */
const image = (more: object, ...steps: readonly string[]): Sections => ({
  ...container(),
  'docker.images': JSON.stringify({
    Id: 'sha256:1',
    RepoTags: ['web:1'],
    RepoDigests: [],
    Size: 10,
    User: '',
    Healthcheck: null,
    Env: [null],
    EnvLogins: [null],
    ...more,
  }),
  'docker.history': ['image sha256:1', ...steps.map((step) => JSON.stringify(step))].join('\n'),
});
const service = (Env: readonly string[], EnvLogins: readonly string[]): Sections => ({
  'docker.info': JSON.stringify({
    ...plainInfo,
    Swarm: { LocalNodeState: 'active', ControlAvailable: true, Managers: 1, Nodes: 1 },
  }),
  'swarm.services': JSON.stringify({ Name: 'web', Env, EnvLogins, Secrets: [null], Ports: null }),
});
const containerd = {
  'docker.info': JSON.stringify({
    ...plainInfo,
    DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
  }),
};
const tagged = ['registry.example.com/app@sha256:1'];
const allowed = { allowedRegistries: ['registry.example.com'] };
const health = (Health: string): Sections =>
  running({}, [], {
    State: { Status: 'running', Running: true, Pid: 5, Health },
    Config: { Image: 'web:1', User: '', HealthTest: ['CMD', '/check'] },
  });
const machine = { host: `${host}\ncpus-online 0-3\npid-max 4194304\nthreads-max 30000` };
const reviewed = { reviewedRegistries: ['local'] };

const conditions: readonly Condition[] = [
  [
    'Z1: variables that only sound like secrets',
    'docker-image-secrets',
    image({}, 'ENV COMPASS=[redacted 0011aabb] MAX_TOKENS=[redacted 0011aabc] OLDPWD=[redacted 0011aabd]'),
    ['pass'],
  ],
  [
    'Z2: secrets of other names than password and token',
    'docker-image-secrets',
    image({}, 'ENV RAILS_MASTER_KEY=[redacted 0011aabb]'),
    ['fail', 'image:web:1'],
  ],
  [
    'Z3: an address with a password in an image that has no history',
    'docker-image-secrets',
    image({ Env: ['DATABASE_URL'], EnvLogins: ['DATABASE_URL'] }),
    ['fail', 'image:web:1'],
  ],
  [
    'Z4: the same in a service',
    'docker-swarm-secrets',
    service(['DATABASE_URL'], ['DATABASE_URL']),
    ['fail', 'service:web'],
  ],
  ['Z4: an address without one', 'docker-swarm-secrets', service(['SITE_URL'], []), ['pass']],
  [
    'Z5: an update in a script of several lines',
    'docker-image-updates',
    image({}, 'RUN /bin/sh -c apt-get update\npip install flask\n # buildkit'),
    ['fail', 'image:web:1'],
  ],
  [
    'Z6: a download that sudo hands to a shell',
    'docker-image-verified-packages',
    image({}, 'RUN /bin/sh -c curl -fsSL https://deb.example.com/setup_20.x | sudo -E bash - # buildkit'),
    ['fail', 'image:web:1'],
    reviewed,
  ],
  [
    'Z6: a download that an interpreter only reads',
    'docker-image-verified-packages',
    image({}, 'RUN /bin/sh -c curl -s https://api.example.com | python3 -c "import json" # buildkit'),
    ['pass'],
    reviewed,
  ],
  [
    'Z7: an image that was tagged and never pulled, in the image store of containerd',
    'docker-image-origin',
    { ...image({ RepoDigests: tagged }), ...containerd },
    ['manual'],
    allowed,
  ],
  [
    'Z7: the same where the daemon tells where images came from',
    'docker-image-origin',
    { ...image({ RepoDigests: tagged, Identity: { Build: [{ Ref: 'x' }] } }), ...containerd },
    ['fail', 'image:web:1'],
    allowed,
  ],
  [
    'Z7: one that was pulled',
    'docker-image-origin',
    { ...image({ Identity: { Pull: [{ Repository: 'registry.example.com/app' }] } }), ...containerd },
    ['pass'],
    allowed,
  ],
  [
    'Z8: as many CPUs as the host has',
    'docker-container-cpu-limit',
    { ...container({ NanoCpus: 4e9, CpusetCpus: '0-3' }), ...machine },
    ['fail', 'container:web'],
  ],
  [
    'Z9: as many processes as the kernel allows',
    'docker-container-pids-limit',
    { ...container({ PidsLimit: 30_000 }), ...machine },
    ['fail', 'container:web'],
  ],
  [
    'Z12: a stopped container asks for a port, and the daemon binds to one address',
    'docker-container-port-address',
    {
      ...container(
        { NetworkMode: 'bridge', PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '80' }] } },
        { Networks: ['bridge'] },
      ),
      'docker.networks': JSON.stringify({
        ...plainNetwork,
        Options: { 'com.docker.network.bridge.host_binding_ipv4': '127.0.0.1' },
      }),
    },
    ['pass'],
  ],
  [
    'Z13: a stopped container publishes all of an image that exposes nothing',
    'docker-container-needed-ports',
    container({ PublishAllPorts: true }, { Config: { Image: 'web:1', User: '', ExposedPorts: null } }),
    ['notApplicable'],
  ],
  [
    'Z16: a build step that is so long that its end was not looked at',
    'docker-image-verified-packages',
    image({}, `RUN ${'true && '.repeat(10_000)}curl -k https://a.example/b -o /b`),
    ['error', 'image:web:1'],
  ],
  [
    'Z17: a build step of which redaction kept nothing',
    'docker-image-verified-packages',
    image({}, 'unparsable line of 300000 characters'),
    ['error', 'image:web:1'],
  ],
  ['Z11: a health check that has no result yet', 'docker-container-health', health('starting'), ['manual']],
];

judge(conditions);
