import { describe, expect, it } from 'vitest';
import {
  daemonJson,
  directory,
  file,
  host,
  link,
  plainInfo,
  processes,
  rootDirectories,
  socketFile,
  startTime,
  type Sections,
} from '../derive/bundle.ts';
import { container, hostResult, judge, resultOf, type Condition } from './judged.ts';

const CONFIG = '/etc/docker/daemon.json';
const before = startTime - 60;
const after = startTime + 60;

const info = (more: object): Sections => ({ 'docker.info': JSON.stringify({ ...plainInfo, ...more }) });
const open = (...addresses: readonly string[]): Sections =>
  info({ Warnings: addresses.map((address) => `WARNING: API is accessible on ${address}.\n  Access to …`) });

/** A daemon.json, when it was written, changed and born, and what happened in its directory. */
const config = (
  text: string | null,
  [written, changed = written, born = before]: readonly number[],
  folder: readonly [modified: number, ...entries: readonly number[]] = [before],
  ...paths: readonly string[]
): Sections => ({
  'daemon.config': [
    ...(text === null ? [] : [daemonJson(text)]),
    `near ${CONFIG}`,
    ...(text === null ? [] : [`times ${written} ${changed} ${born}`]),
    `folder ${folder[0]}`,
    ...folder.slice(1).map((time) => `entry ${time} ${time} ${time}`),
  ].join('\n'),
  files: [
    rootDirectories,
    socketFile,
    ...(text === null ? [] : [file(CONFIG, { modified: Math.floor(written ?? 0) })]),
    ...paths.map((path) => file(path)),
    'absences listed',
    `absent ${CONFIG}`,
    ...['ca', 'cert', 'key'].map((name) => `absent /root/.docker/${name}.pem`),
  ].join('\n'),
});
const untouched = (text: string, ...paths: readonly string[]): Sections =>
  config(text, [before], [before], ...paths);
const edited = (text: string): Sections => config(text, [after]);

const dockerd = (args: readonly string[], lines: readonly string[] = []): Sections => ({
  processes: processes(args, lines),
});
const holds = (...sockets: readonly string[]): readonly string[] =>
  sockets.flatMap((socket, n) => [`socket ${n}`, `tcp ${socket} ${n}`]);
const ANY_2376 = `${'0'.repeat(32)}:0948`;
const onAny = ['-H', 'unix:///run/docker.sock', '-H', 'tcp://0.0.0.0:2376'];
const certificates = ['ca', 'cert', 'key'].map((name) => `/etc/docker/${name}.pem`);
const inForce = '"tlscert": "/etc/docker/cert.pem", "tlskey": "/etc/docker/key.pem"';

const network: readonly Condition[] = [
  [
    'X2: DOCKER_TLS_VERIFY in the environment of dockerd',
    'docker-daemon-tls',
    dockerd(onAny, ['env DOCKER_TLS_VERIFY=1', 'env DOCKER_CERT_PATH=/etc/docker', ...holds(ANY_2376)]),
    ['fail', 'listener:tcp://0.0.0.0:2376'],
  ],
  [
    'X3: the API is open, and the file that opened it was changed since',
    'docker-daemon-tls',
    {
      ...dockerd([], holds('0100007F:0947')),
      ...edited('{"tlsverify": true}'),
      ...open('http://127.0.0.1:2375 without encryption'),
    },
    ['fail', 'listener:tcp://127.0.0.1:2375'],
  ],
  [
    'X3: it is open to clients without certificates, whatever the file says by now',
    'docker-daemon-tls',
    {
      ...dockerd(onAny, holds(ANY_2376)),
      ...untouched(`{"tlsverify": true, "tlscacert": "/etc/docker/ca.pem", ${inForce}}`, ...certificates),
      ...open('https://0.0.0.0:2376 without TLS client verification'),
    },
    ['fail', 'listener:tcp://0.0.0.0:2376'],
  ],
  [
    'X5: --tls demands client certificates as well',
    'docker-daemon-tls',
    {
      ...dockerd([...onAny, '--tls'], ['env DOCKER_CERT_PATH=/etc/docker', ...holds(ANY_2376)]),
      ...config(null, [], [before], ...certificates),
    },
    ['pass'],
  ],
  [
    'X6: no authority is named in the file, and one for clients lies in /root/.docker',
    'docker-daemon-tls',
    {
      ...dockerd(onAny, holds(ANY_2376)),
      ...untouched(`{"tlsverify": true, ${inForce}}`, ...certificates, '/root/.docker/ca.pem'),
    },
    ['fail', 'listener:tcp://0.0.0.0:2376'],
  ],
  [
    'X7: a swarm waits on a port of its own',
    'docker-daemon-tls',
    {
      ...dockerd([], holds('0A02000A:0960')),
      ...edited('{}'),
      ...info({ Swarm: { LocalNodeState: 'active', ControlAvailable: true }, Warnings: null }),
      'swarm.state': 'ListenAddr 10.0.2.10:2400',
    },
    ['notApplicable'],
  ],
  [
    'X7: the diagnostic server of the network was opened by a reload',
    'docker-daemon-tls',
    { ...dockerd([], holds('0100007F:0960')), ...edited('{"network-diagnostic-port": 2400}') },
    ['notApplicable'],
  ],
  ...['docker-file-tls-key-mode', 'docker-file-tls-ca-owner'].map((check): Condition => [
    `X8: the file was changed, and no TCP port is open: ${check}`,
    check,
    { ...dockerd([]), ...edited('{"tlsverify": true, "tlskey": "/etc/docker/key.pem"}') },
    ['notApplicable'],
  ]),
];

const content: readonly Condition[] = [
  [
    'X9: chmod, chown, touch -a, chattr or ln',
    'docker-daemon-userland-proxy',
    config('{"userland-proxy": false}', [before, after]),
    ['pass'],
  ],
  [
    'X9: the same, with a further name beside it',
    'docker-daemon-iptables',
    config('{"iptables": false}', [before, after], [after, after]),
    ['fail', 'daemon:iptables'],
  ],
  [
    'X9: a directory was made where there is no daemon.json',
    'docker-daemon-iptables',
    config(null, [], [after, after]),
    ['pass'],
  ],
  [
    'X10: daemon.json was removed',
    'docker-daemon-iptables',
    config(null, [], [after, before]),
    ['error', 'daemon:iptables'],
  ],
  [
    'X10: an older file was moved over it',
    'docker-daemon-iptables',
    config('{}', [before, after], [after, before]),
    ['error', 'daemon:iptables'],
  ],
  [
    'X10: a copy of another one took its name',
    'docker-daemon-iptables',
    config('{}', [before, after, after], [after, after]),
    ['error', 'daemon:iptables'],
  ],
  [
    'X10: an older file was copied over it with its times, and the daemon shows that it read another',
    'docker-daemon-iptables',
    { ...config('{"log-driver": "journald"}', [before, after]), ...info({ LoggingDriver: 'json-file' }) },
    ['error', 'daemon:iptables'],
  ],
  [
    'X11: a boolean within another object takes effect',
    'docker-daemon-iptables',
    untouched('{"network": {"iptables": false}}'),
    ['fail', 'daemon:iptables'],
  ],
  [
    'X11: null is false',
    'docker-daemon-iptables',
    untouched('{"iptables": null}'),
    ['fail', 'daemon:iptables'],
  ],
  [
    'X11: null for a table is an empty one, and no flag',
    'docker-daemon-ulimits',
    untouched('{"default-ulimits": null}'),
    ['fail', 'daemon:default-ulimits'],
  ],
  ['X11: null alone sets nothing', 'docker-daemon-iptables', untouched('null'), ['pass']],
  [
    'X12: a proxy runs, and the file was changed since the start',
    'docker-daemon-userland-proxy',
    {
      ...dockerd([], ['children readable', 'child docker-proxy']),
      ...edited('{"userland-proxy": false}'),
    },
    ['fail', 'daemon:userland-proxy'],
  ],
  [
    'X12: docker inspect adds the default limits to those of each container, and shows none',
    'docker-daemon-ulimits',
    {
      ...container(),
      ...edited('{"default-ulimits": {"nofile": {"Name": "nofile", "Soft": 64, "Hard": 64}}}'),
    },
    ['fail', 'daemon:default-ulimits'],
  ],
];

const logs = (driver: string, options: object): Sections => ({
  ...info({ LoggingDriver: driver, Name: 'web' }),
  ...untouched(JSON.stringify({ 'log-driver': driver, 'log-opts': options })),
  host: `${host}\nown-address 192.0.2.2\nown-address 20010db8000000000000000000000002`,
});
const shipped = { shippedLogDrivers: [] };
const shipping: readonly Condition[] = [
  ...(
    [
      ['gelf', { 'gelf-address': 'udp://127.0.0.1:12201' }],
      ['gelf', { 'gelf-address': 'tcp://192.0.2.2:12201' }],
      ['gelf', { 'gelf-address': 'udp://[2001:db8::2]:12201' }],
      ['fluentd', {}],
      ['fluentd', { 'fluentd-address': 'unix:///run/fluent.sock' }],
      ['fluentd', { 'fluentd-address': 'web:24224' }],
      ['splunk', { 'splunk-url': 'https://localhost:8088' }],
      ['awslogs', { 'awslogs-endpoint': 'http://localhost:4566' }],
      ['syslog', { 'syslog-address': 'udp://[::1]:514' }],
      ['etwlogs', {}],
    ] as const
  ).map(([driver, options]): Condition => [
    `X15: ${driver} to this very host: ${JSON.stringify(options)}`,
    'docker-daemon-logging',
    logs(driver, options),
    ['fail', `daemon:${driver}`],
    shipped,
  ]),
  ...(
    [
      ['gelf', { 'gelf-address': 'udp://logs.example:12201' }],
      ['fluentd', { 'fluentd-address': '192.0.2.3:24224' }],
      ['splunk', { 'splunk-url': 'https://splunk.example:8088' }],
      ['awslogs', { 'awslogs-region': 'eu-central-1' }],
      ['gcplogs', {}],
    ] as const
  ).map(([driver, options]): Condition => [
    `X15: ${driver} to another host: ${JSON.stringify(options)}`,
    'docker-daemon-logging',
    logs(driver, options),
    ['pass'],
    shipped,
  ]),
  [
    'X15: a container sends to this host, whatever the daemon does',
    'docker-daemon-logging',
    {
      ...logs('gelf', { 'gelf-address': 'udp://logs.example:12201' }),
      ...container({ LogType: 'fluentd', LogAddresses: { 'fluentd-address': null } }),
    },
    ['fail', 'daemon:fluentd'],
    shipped,
  ],
];

const plugged = (ServerVersion: string, Platform = 'Docker Engine - Community'): Sections => ({
  ...info({ ServerVersion, Plugins: { Authorization: ['opa'] } }),
  'docker.version': JSON.stringify({ Server: { Platform: { Name: Platform } } }),
});
const overlay = (ServerVersion: string, Platform?: string): Sections => ({
  ...plugged(ServerVersion, Platform),
  'docker.networks': JSON.stringify({ Name: 'back', Driver: 'overlay', Options: { encrypted: '' } }),
});
const versions: readonly Condition[] = [
  ...['19.03.15', '28.5.2', '29.3.0', '29.3.1-rc.1'].map((version): Condition => [
    `X16: an authorization plugin of engine ${version}`,
    'docker-daemon-authorization',
    plugged(version),
    ['fail', 'daemon:authorization-plugins'],
  ]),
  ...['29.3.1', '30.0.0'].map((version): Condition => [
    `X16: an authorization plugin of engine ${version}`,
    'docker-daemon-authorization',
    plugged(version),
    ['pass'],
  ]),
  ...(
    [
      ['26.1.5+dfsg1', ''],
      ['20.10.24+dfsg1', 'Docker Engine - Community'],
      ['28.3.3', ''],
    ] as const
  ).map(([version, platform]): Condition => [
    `X16: an authorization plugin of a distribution's engine ${version}`,
    'docker-daemon-authorization',
    plugged(version, platform),
    ['manual'],
  ]),
  ...(
    [
      ['20.10.23', 'fail'],
      ['25.0.18', 'fail'],
      ['28.5.2', 'fail'],
      ['29.8.1', 'fail'],
      ['25.0.19', 'pass'],
      ['29.8.2', 'pass'],
      ['29.9.0', 'pass'],
    ] as const
  ).map(([version, outcome]): Condition => [
    `X17: an encrypted overlay network of engine ${version}`,
    'docker-swarm-overlay-encryption',
    overlay(version),
    outcome === 'fail' ? ['fail', 'network:back'] : [outcome],
  ]),
  [
    "X17: an encrypted overlay network of a distribution's engine",
    'docker-swarm-overlay-encryption',
    overlay('26.1.5+dfsg1', ''),
    ['manual'],
  ],
  [
    'X18: a registry and a mirror on loopback, which every engine trusts',
    'docker-daemon-insecure-registries',
    info({
      RegistryConfig: {
        ...plainInfo.RegistryConfig,
        IndexConfigs: { 'localhost:5000': { Secure: false }, '[::1]:5000': { Secure: false } },
        Mirrors: ['http://127.0.0.1:5000/'],
      },
    }),
    ['pass'],
  ],
  [
    'X18: a name that only looks like it',
    'docker-daemon-insecure-registries',
    info({
      RegistryConfig: {
        ...plainInfo.RegistryConfig,
        IndexConfigs: { 'localhost.example:5000': { Secure: false } },
      },
    }),
    ['fail', 'daemon:insecure-registries'],
  ],
];

judge([...network, ...content, ...shipping, ...versions]);

describe('what the next start brings', () => {
  const text = (check: string, sections: Sections): string => JSON.stringify(resultOf(check, sections));

  it('X4: TCP that is written and not open yet does not apply, and is said', () => {
    const sections = { ...dockerd([]), ...edited('{"hosts": ["tcp://0.0.0.0:2375"]}') };
    const { outcome, reason } = resultOf('docker-daemon-tls', sections);
    expect(outcome).toBe('notApplicable');
    expect(reason).toContain('Pending restart: the next start opens tcp://0.0.0.0:2375');
  });

  it.each([
    ['an unknown key', '{"foo-bar": 1}', 'it does not know foo-bar'],
    ['a key in other letters', '{"Userland-Proxy": false}', 'Userland-Proxy (it is userland-proxy)'],
    ['a key within an object', '{"x": {"y": true}}', 'it does not know y'],
    ['a key that is gone since', '{"graph": "/srv"}', 'it does not know graph'],
    ['a key that is not there yet', '{"firewall-backend": "nftables"}', 'it does not know firewall-backend'],
    ['text for a boolean', '{"userland-proxy": "false"}', 'cannot read the value of userland-proxy'],
    ['a number for a text', '{"log-opts": {"max-file": 3}}', 'cannot read the value of log-opts'],
    ['a comma too many', '{"icc": true,}', 'not a JSON object'],
    ['what a flag says already', '{"hosts": ["fd://"]}', 'both by a flag and in'],
    ['icc without iptables', '{"icc": false, "iptables": false}', 'needs iptables'],
    ['a level that is none', '{"log-level": "loud"}', 'no log level loud'],
    ['TLS without a certificate', '{"tlsverify": true}', 'no file for tlscert, tlskey'],
  ])('X13: nobody is told to restart into %s', (_title, settings, why) => {
    const found = text('docker-daemon-cgroup-parent', edited(settings));
    expect(found).toContain('dockerd will not start with');
    expect(found).toContain(why);
    expect(found).not.toContain('Restart the Docker daemon so that');
  });

  it('X14: another command in the unit, with what its file of variables says', () => {
    const unit = [
      'main 100',
      'unit docker.service',
      '| ExecStart=/usr/bin/dockerd -H fd://',
      '| EnvironmentFile=-/etc/default/docker',
      '| ExecStart=',
      '| ExecStart=-/usr/bin/dockerd -H fd:// "--log-level=${LEVEL}" $DOCKER_OPTS',
      'variables /etc/default/docker',
      '| LEVEL=debug',
      '| DOCKER_OPTS="-H tcp://0.0.0.0:2375 --iptables=false"',
    ].join('\n');
    const sections = { 'systemd.command': unit };
    expect(text('docker-daemon-iptables', sections)).toContain('flags and file now give false');
    expect(text('docker-daemon-log-level', sections)).toContain('flags and file now give \\"debug\\"');
    expect(resultOf('docker-daemon-tls', sections)).toMatchObject({
      outcome: 'notApplicable',
      reason: expect.stringContaining('the next start opens tcp://0.0.0.0:2375'),
    });
    const other = { 'systemd.command': unit.replace('main 100', 'main 7') };
    expect(text('docker-daemon-iptables', other)).not.toContain('pending restart');
  });
});

describe('a rootless daemon', () => {
  const unit = '/home/bob/.config/systemd/user/docker.service';
  const rootless = (...files: readonly string[]): Sections => ({
    ...info({ SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless'] }),
    ...dockerd([], ['uid 1000', 'env HOME=/home/bob', 'env ROOTLESSKIT_STATE_DIR=/run/user/1000/dockerd']),
    systemd: [
      'fragment docker.service /usr/lib/systemd/system/docker.service',
      ...(files.length === 0 ? [] : [`user-fragment docker.service ${unit}`]),
    ].join('\n'),
    files: [
      rootDirectories,
      file('/usr/lib/systemd/system/docker.service', { mode: '81b6' }),
      ...['/home', '/home/bob', '/home/bob/.config', '/home/bob/.config/systemd'].map((path) =>
        file(path, { mode: '41ed' }),
      ),
      file('/home/bob/.config/systemd/user', { mode: '41ed' }),
      ...files,
    ].join('\n'),
  });

  it('X19: is judged by the unit of its user, and not by that of root', () => {
    const check = 'docker-file-service-unit-mode';
    const open = resultOf(check, rootless(file(unit, { mode: '81b6', uid: 1000, owner: 'bob' })));
    expect(open.findings.map(({ subject }) => subject)).toEqual([`file:${unit}`]);
    expect(resultOf(check, rootless()).outcome).toBe('notApplicable');
    expect(resultOf('docker-file-service-unit-owner', rootless()).outcome).toBe('notApplicable');
  });

  it('T3: is not judged by the configuration of the containerd of root', () => {
    const config = [directory('/etc/containerd'), file('/etc/containerd/config.toml')];
    const check = 'host-audit-containerd-config';
    expect(resultOf(check, rootless(...config)).outcome).toBe('notApplicable');
    expect(resultOf(check, { files: [rootDirectories, ...config].join('\n') }).outcome).toBe('fail');
    const told = dockerd(['--containerd', '/run/containerd/containerd.sock'], ['uid 1000']);
    expect(resultOf(check, { ...rootless(...config), ...told }).outcome).toBe('fail');
  });
});

describe('a daemon.json that was not read', () => {
  const check = 'docker-daemon-userland-proxy';
  const unread = (word: string): Sections => ({
    ...untouched('{}'),
    'daemon.config': `file ${CONFIG}\n${word}\nnear ${CONFIG}\ntimes ${before} ${before} ${before}`,
  });

  it('T1: says how one in UTF-16 is to be stored', () => {
    expect(resultOf(check, unread('utf-16')).outcome).toBe('error');
    expect(resultOf(check, unread('utf-16')).reason).toMatch(/UTF-16.*store it as UTF-8/i);
  });

  it('T1: is empty where it is a link to /dev/null', () => {
    const sections = unread('irregular');
    const files = [rootDirectories, socketFile, link(CONFIG, '/dev/null', '/dev/null')].join('\n');
    expect(resultOf(check, { ...sections, files }).outcome).toBe('fail');
  });
});

describe('a key that daemon.json has twice', () => {
  const shippedAway = '{"gelf-address": "udp://logs.example:12201"}';
  const twice = (first: string, second: string): Sections => ({
    ...info({ LoggingDriver: 'gelf' }),
    ...untouched(`{"log-driver": "gelf", "log-opts": ${first}, "log-opts": ${second}}`),
  });
  it.each([
    [shippedAway, '{"tag": "x, \\"{y}:"}', 'pass'],
    ['{"tag": "x"}', shippedAway, 'pass'],
    [shippedAway, '{"gelf-address": "udp://127.0.0.1:12201"}', 'fail'],
    [shippedAway, 'null', 'fail'],
  ])('T2: %s, then %s', (first, second, outcome) => {
    expect(resultOf('docker-daemon-logging', twice(first, second), shipped).outcome).toBe(outcome);
  });
});

describe('engines that are not judged', () => {
  const missing = { status: 127, stderr: 'docker: not found' };
  const alone = (mode: string): Sections => ({
    ...Object.fromEntries(
      ['docker.info', 'docker.version', 'docker.containers', 'docker.images'].map((name) => [name, missing]),
    ),
    processes: '',
    files: [rootDirectories, directory('/run/podman'), file('/run/podman/podman.sock', { mode })].join('\n'),
  });

  it('T4: of Podman alone it is said that it is there', () => {
    const told = hostResult(alone('c1b0'));
    expect(told.notes?.join()).toMatch(/Podman's.*only Docker's own are judged/);
    expect(resultOf('docker-container-privileged', alone('c1b0')).reason).toContain("Podman's");
    expect(hostResult(alone('81a4')).notes).toBeUndefined();
  });

  it('T5: another dockerd is named for the host as a whole', () => {
    const both = `${processes([])}\n${processes([], ['uid 1002']).replace('process 100', 'process 200')}`;
    expect(hostResult({ processes: both }).notes?.join()).toContain('of user 1002');
    expect(hostResult({}).notes).toBeUndefined();
  });
});
