import { expect, it } from 'vitest';
import { judgeBundle } from '../../src/commands/judge/judge.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { packageFile } from '../../src/lib/package.ts';
import { plainInfo, processes, type Sections } from '../derive/bundle.ts';
import { checks, container, inspect, judge, resultOf, type Condition } from './judged.ts';

const image = (Id: string, RepoTags: readonly string[], more: object = {}): string =>
  JSON.stringify({
    Id: `sha256:${Id}`,
    RepoTags,
    RepoDigests: [],
    Size: 10,
    User: '',
    Healthcheck: null,
    Env: [null],
    ...more,
  });
/** An image in use and its build steps, the latest first. */
const history = (...steps: readonly string[]): Sections => ({
  ...container(),
  'docker.images': image('1', ['web:1']),
  'docker.history': ['image sha256:1', ...steps.map((step) => JSON.stringify(step))].join('\n'),
});
const swarm = (more: object, state = ''): Sections => ({
  'docker.info': JSON.stringify({
    ...plainInfo,
    Swarm: { LocalNodeState: 'active', ControlAvailable: true, Managers: 3, Nodes: 3, ...more },
  }),
  'swarm.state': state,
});
const worker = swarm({ ControlAvailable: false, Managers: 0, Nodes: 0 });
const autolock = (AutoLockManagers: boolean): Sections =>
  swarm({ Cluster: { Spec: { EncryptionConfig: { AutoLockManagers } } } });

const conditions: readonly Condition[] = [
  [
    'E3: what the shell of whoever audits has set says nothing about the host',
    'docker-content-trust',
    { 'docker.version': JSON.stringify({ Client: { Version: '28.5.2' } }), 'content.trust': '' },
    ['fail', 'host:docker-client'],
  ],
  [
    'E5: an update far along the line',
    'docker-image-updates',
    history('CMD ["web"]', `RUN /bin/sh -c ${'echo preparing; '.repeat(10)}apt-get update`),
    ['fail', 'image:web:1'],
  ],
  [
    'E6: update and install in one step',
    'docker-image-updates',
    history('CMD ["web"]', 'RUN /bin/sh -c apt-get update && apt-get install -y curl'),
    ['pass'],
  ],
  [
    'E8: an image with two tags is one, and one without is named by its id',
    'docker-image-healthcheck',
    {
      'docker.containers': [inspect({}, {}), inspect({}, { Id: 'b', Name: '/db', Image: 'sha256:2' })].join(
        '\n',
      ),
      'docker.images': [image('1', ['web:1', 'web:2']), image('2', [])].join('\n'),
    },
    ['fail', 'image:web:1', 'image:2'],
  ],
  ['G2: two managers', 'docker-swarm-managers', swarm({ Managers: 2 }), ['fail', 'swarm:node']],
  ...['managers', 'autolock'].map((name): Condition => [
    `G3: ${name} on a worker`,
    `docker-swarm-${name}`,
    worker,
    ['notApplicable'],
  ]),
  [
    'G4: --listen-addr 0.0.0.0:2400',
    'docker-swarm-address',
    {
      ...swarm({}, 'ListenAddr 0.0.0.0:2400\nAdvertiseAddr 10.0.0.1:2400'),
      processes: processes([], ['socket 7', 'tcp 00000000:0960 7']),
    },
    ['fail', 'swarm:tcp://0.0.0.0:2400'],
  ],
  ['G8: autolock, without its key', 'docker-swarm-autolock', autolock(true), ['pass']],
  ['G8: no autolock', 'docker-swarm-autolock', autolock(false), ['fail', 'swarm:node']],
];

judge(conditions);

it('G7: ten containers of one image use one of three', () => {
  const ten = Array.from({ length: 10 }, (_, at) => inspect({}, { Id: `c${at}`, Name: `/c${at}` }));
  const sections = {
    'docker.containers': ten.join('\n'),
    'docker.images': [image('1', ['web:1']), image('2', ['b:1']), image('3', ['c:1'])].join('\n'),
  };
  const { evidence } = resultOf('docker-image-unused', sections);
  expect(evidence).toMatchObject([{ values: { unused: 2 } }]);
});

it('G6: certificates for a day are better than for 90', async () => {
  const recorded = await loadBundle(packageFile('test/fixtures/bundles/swarm.json'));
  const { Swarm, ...info } = JSON.parse(recorded.sections['docker.info']?.text ?? '');
  Swarm.Cluster.Spec.CAConfig.NodeCertExpiry = 86_400_000_000_000;
  const text = JSON.stringify({ ...info, Swarm });
  const sections = { ...recorded.sections, 'docker.info': { status: 0, text, stderr: '', truncated: false } };
  const wanted = checks.filter(({ id }) => id === 'docker-swarm-certificates');
  expect(judgeBundle({ ...recorded, sections }, wanted, {}).results).toMatchObject([{ outcome: 'pass' }]);
});
