import {
  daemonJson,
  file,
  plainInfo,
  plainNetwork,
  processes,
  rootDirectories,
  socketFile,
  startTime,
} from '../derive/bundle.ts';
import { judge, running, type Condition } from './judged.ts';

const info = (more: object) => ({ 'docker.info': JSON.stringify({ ...plainInfo, ...more }) });
const flags = (...args: readonly string[]) => ({ processes: processes(['-H', 'fd://', ...args]) });
const configFile = '/etc/docker/daemon.json';
const config = (text: string, modified = 1, ...paths: readonly string[]) => ({
  'daemon.config': daemonJson(text),
  files: [
    rootDirectories,
    socketFile,
    file(configFile, { modified }),
    ...paths.map((path) => file(path)),
  ].join('\n'),
});
const edited = config(
  '{"icc": false, "userns-remap": "default", "no-new-privileges": true, "userland-proxy": false}',
  startTime + 60,
);
const material = ['ca', 'cert', 'key'].map((name) => `/root/.docker/${name}.pem`);
const verified = JSON.stringify({
  tlsverify: true,
  tlscacert: material[0],
  tlscert: material[1],
  tlskey: material[2],
});
const closedBridge = {
  'docker.networks': JSON.stringify({
    ...plainNetwork,
    Options: { ...plainNetwork.Options, 'com.docker.network.bridge.enable_icc': 'false' },
  }),
};
/** Another process of that name, in the PID namespace of a container. */
const inContainer = {
  processes: `${processes([])}\nprocess 200\narg dockerd\narg --userland-proxy=false\nstart-ticks 1000\nns pid 77`,
};

const conditions: readonly Condition[] = [
  [
    'B1: -H tcp:// without TLS',
    'docker-daemon-tls',
    flags('-H', 'tcp://0.0.0.0:2375'),
    ['fail', 'listener:tcp://0.0.0.0:2375'],
  ],
  [
    'B3: tlsverify in daemon.json',
    'docker-daemon-tls',
    { ...flags('-H', 'tcp://0.0.0.0:2376'), ...config(verified, 1, ...material) },
    ['pass'],
  ],
  [
    'B4: a TCP port of docker.socket',
    'docker-daemon-tls',
    { systemd: 'listen docker.socket /run/docker.sock (Stream)\nlisten docker.socket 2375 (Stream)' },
    ['fail', 'listener:tcp://[::]:2375'],
  ],
  [
    'B5, B6, H3: iptables is false',
    'docker-daemon-iptables',
    config('{"iptables":false}'),
    ['fail', 'daemon:iptables'],
  ],
  [
    'B5, B6: a registry without TLS',
    'docker-daemon-insecure-registries',
    {
      ...config('{"insecure-registries": ["reg:5000"]}'),
      ...info({
        RegistryConfig: { ...plainInfo.RegistryConfig, IndexConfigs: { 'reg:5000': { Secure: false } } },
      }),
    },
    ['fail', 'daemon:insecure-registries'],
  ],
  [
    'B5, B6: ulimits are set',
    'docker-daemon-ulimits',
    config('{"default-ulimits": {"nofile": {"Name": "nofile", "Soft": 64, "Hard": 64}}}'),
    ['pass'],
  ],
  [
    'B5, B6: an authorization plugin is active',
    'docker-daemon-authorization',
    {
      ...config('{"authorization-plugins": ["opa"]}'),
      ...info({ Plugins: { Authorization: ['opa'] }, ServerVersion: '29.8.2' }),
    },
    ['pass'],
  ],
  ...(
    [
      ['B7: --log-level=debug', flags('--log-level=debug')],
      ['B7: -D', flags('-D')],
      ['B7, H3: "debug": true', config('{"debug": true}')],
    ] as const
  ).map(([title, sections]): Condition => [
    title,
    'docker-daemon-log-level',
    sections,
    ['fail', 'daemon:log-level'],
  ]),
  [
    'B9: --no-new-privileges=false',
    'docker-daemon-no-new-privileges',
    flags('--no-new-privileges=false'),
    ['fail', 'daemon:no-new-privileges'],
  ],
  [
    'B9: and of its containers',
    'docker-container-no-new-privileges',
    { ...running(), ...flags('--no-new-privileges=false') },
    ['fail', 'container:web'],
  ],
  [
    'B10: --live-restore=false',
    'docker-daemon-live-restore',
    flags('--live-restore=false'),
    ['fail', 'daemon:live-restore'],
  ],
  ...['0', 'f', 'FALSE', 'False'].map((value): Condition => [
    `B11: --iptables=${value}`,
    'docker-daemon-iptables',
    flags(`--iptables=${value}`),
    ['fail', 'daemon:iptables'],
  ]),
  ['B12: --icc=0', 'docker-daemon-icc', { ...flags('--icc=0'), ...closedBridge }, ['pass']],
  ['B12: --userland-proxy=0', 'docker-daemon-userland-proxy', flags('--userland-proxy=0'), ['pass']],
  ['B13: icc edited, no restart', 'docker-daemon-icc', edited, ['fail', 'daemon:icc']],
  ['B13: userns-remap edited, no restart', 'docker-daemon-userns', edited, ['fail', 'daemon:userns-remap']],
  [
    'B13: no-new-privileges edited, no restart',
    'docker-daemon-no-new-privileges',
    edited,
    ['fail', 'daemon:no-new-privileges'],
  ],
  [
    'B13: what the daemon does not show cannot be told until it is restarted',
    'docker-daemon-userland-proxy',
    edited,
    ['error', 'daemon:userland-proxy'],
  ],
  [
    'B14: a dockerd in a container has flags of its own',
    'docker-daemon-userland-proxy',
    inContainer,
    ['fail', 'daemon:userland-proxy'],
  ],
  [
    'B17: driver none',
    'docker-daemon-logging',
    info({ LoggingDriver: 'none' }),
    ['fail', 'daemon:none'],
    { shippedLogDrivers: ['none', 'journald'] },
  ],
  ...['local', 'journald'].map((LoggingDriver): Condition => [
    `B17: driver ${LoggingDriver} stays on the host`,
    'docker-daemon-logging',
    info({ LoggingDriver }),
    ['fail', `daemon:${LoggingDriver}`],
    { shippedLogDrivers: [] },
  ]),
  ...(['builtin', 'default'] as const).map((profile): Condition => [
    `B18: the built-in profile under the name ${profile}`,
    'docker-daemon-seccomp',
    info({ SecurityOptions: [`name=seccomp,profile=${profile}`] }),
    ['pass'],
  ]),
  [
    'B18: no profile at all',
    'docker-daemon-seccomp',
    info({ SecurityOptions: ['name=seccomp,profile=unconfined'] }),
    ['fail', 'daemon:seccomp-profile'],
  ],
  [
    'B19: a rootless daemon needs no remapping',
    'docker-daemon-userns',
    info({ SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless'] }),
    ['pass'],
  ],
];

judge(conditions);
