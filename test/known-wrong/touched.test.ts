import { daemonJson, plainInfo, startTime, type Sections } from '../derive/bundle.ts';
import { containerId, judge, running, type Condition } from './judged.ts';

const CONFIG = '/etc/docker/daemon.json';
const before = startTime - 60;
const after = startTime + 60;

/** A daemon.json that was written after dockerd was started, and what dockerd said in its log. */
const written = (text: string, ...log: readonly string[]): Sections => ({
  'daemon.config': [
    daemonJson(text),
    `near ${CONFIG}`,
    `times ${after} ${after} ${before}`,
    `folder ${before}`,
    ...log,
  ].join('\n'),
});
const reloaded = (...settings: readonly string[]): Sections =>
  written('{"live-restore": true}', 'reloaded', ...settings.map((setting) => `in-force ${setting}`));
const usual = ['iptables true', 'userland-proxy true', 'log-level info'];

/** A container that was created after dockerd was started, in a cgroup. */
const inCgroup = (path: string, Created = new Date(after * 1000).toISOString()): Sections =>
  running({ CgroupParent: '' }, [`cgroup :${path}`], { Created });
const scope = `docker-${containerId}.scope`;

const conditions: readonly Condition[] = [
  ...(
    [
      ['log-level', usual, ['pass']],
      ['log-level', ['iptables true', 'log-level debug'], ['fail', 'daemon:log-level']],
      ['iptables', usual, ['pass']],
      ['iptables', ['log-level info'], ['fail', 'daemon:iptables']],
      ['userland-proxy', usual, ['fail', 'daemon:userland-proxy']],
      ['userland-proxy', ['log-level info'], ['pass']],
      ['cgroup-parent', usual, ['pass']],
      ['cgroup-parent', [...usual, 'cgroup-parent /own'], ['fail', 'daemon:cgroup-parent']],
      ['ulimits', usual, ['fail', 'daemon:default-ulimits']],
    ] as const
  ).map(([check, settings, truth]): Condition => [
    `AA7: live-restore was set, and dockerd told to read its file again: ${check}, ${settings.join(', ')}`,
    `docker-daemon-${check}`,
    reloaded(...settings),
    truth,
  ]),
  [
    'AA8: the file was touched, and dockerd logged at level info from its start',
    'docker-daemon-log-level',
    written('{}', 'logs info'),
    ['pass'],
  ],
  ['AA8: and nothing shows it', 'docker-daemon-log-level', written('{}'), ['error', 'daemon:log-level']],
  [
    'AA8: the file was touched, and nothing shows what dockerd does about the firewall',
    'docker-daemon-iptables',
    written('{}', 'logs info'),
    ['error', 'daemon:iptables'],
  ],
  ...(
    [
      [`/docker/${containerId}`, ['pass']],
      [`/system.slice/${scope}`, ['pass']],
      [`/own/${containerId}`, ['fail', 'daemon:cgroup-parent']],
      [`/own.slice/own-jobs.slice/${scope}`, ['fail', 'daemon:cgroup-parent']],
    ] as const
  ).map(([path, truth]): Condition => [
    `AA9: the file was touched, and a container made since is in ${path.replace(containerId, 'ID')}`,
    'docker-daemon-cgroup-parent',
    { ...written('{}'), ...inCgroup(path) },
    truth,
  ]),
  [
    'AA9: one that is older than the daemon says nothing',
    'docker-daemon-cgroup-parent',
    { ...written('{}'), ...inCgroup(`/docker/${containerId}`, '1970-01-01T00:00:00Z') },
    ['error', 'daemon:cgroup-parent'],
  ],
  ...(
    [
      ['reloaded, and among its settings', reloaded(...usual, 'no-new-privileges true'), ['pass']],
      ['reloaded, and not among its settings', reloaded(...usual), ['fail', 'daemon:no-new-privileges']],
      [
        'a container made since that asks for nothing has none',
        { ...written('{}'), ...inCgroup(`/docker/${containerId}`) },
        ['fail', 'daemon:no-new-privileges'],
      ],
      ['nothing shows it', written('{}'), ['error', 'daemon:no-new-privileges']],
    ] as const
  ).map(([title, sections, truth]): Condition => [
    `AA13: the file was touched, and an engine before 24.0 does not show no-new-privileges: ${title}`,
    'docker-daemon-no-new-privileges',
    { ...sections, 'docker.info': JSON.stringify({ ...plainInfo, ServerVersion: '20.10.24' }) },
    truth,
  ]),
  ...(
    [
      ['29.5.0', [['EnableUserlandProxy', 'true']], ['fail', 'daemon:userland-proxy']],
      ['29.5.0', null, ['pass']],
      ['29.4.0', null, ['error', 'daemon:userland-proxy']],
    ] as const
  ).map(([ServerVersion, Info, truth]): Condition => [
    `AA10: the file was touched, and engine ${ServerVersion} shows its proxy: ${JSON.stringify(Info)}`,
    'docker-daemon-userland-proxy',
    {
      ...written('{}'),
      'docker.info': JSON.stringify({
        ...plainInfo,
        ServerVersion,
        FirewallBackend: { Driver: 'iptables', Info },
      }),
    },
    truth,
  ]),
];

judge(conditions);
