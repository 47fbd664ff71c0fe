import { describe, expect, it } from 'vitest';
import { cells, denied, plainInfo, processes, rowOf, rowsOf } from './bundle.ts';

const image = (Id: string, RepoTags: readonly string[] | null, more: object = {}): string =>
  JSON.stringify({ Id: `sha256:${Id}`, RepoTags, Size: 10, User: '', Healthcheck: null, Env: [], ...more });
const container = (Image: string, Name: string): string =>
  JSON.stringify({ Id: Name, Name, Image: `sha256:${Image}`, State: { Running: false } });

describe('images', () => {
  const sections = {
    'docker.images': [
      image('aaa', ['web:1', 'web:latest'], { Healthcheck: { Test: ['CMD', 'true'] }, User: 'app' }),
      image('bbb', []),
      image('c'.repeat(64), null),
    ].join('\n'),
    'docker.containers': [container('aaa', '/one'), container('aaa', '/two')].join('\n'),
  };

  it('E8: each once, by its first tag or its short id', () => {
    const rows = rowsOf('docker.images', sections);
    expect(rows).toMatchObject([
      { values: { reference: 'web:1', tags: ['web:1', 'web:latest'], inUse: true, user: 'app' } },
      { values: { reference: 'bbb', inUse: false, user: null, healthcheck: null } },
      { values: { reference: 'c'.repeat(12) } },
    ]);
  });

  it('G7: ten containers of one image use one', () => {
    expect(rowOf('docker.imageUsage', 'scope', 'images', sections)).toMatchObject({
      total: 3,
      unused: 2,
      dangling: 2,
      unusedBytes: 20,
    });
  });

  it('are unknown where images or containers are', () => {
    expect(rowsOf('docker.imageUsage', { ...sections, 'docker.containers': denied })).toBe('NEEDS_ROOT');
    expect(rowsOf('docker.images', { ...sections, 'docker.images': { truncated: true } })).toBe('TRUNCATED');
  });
});

describe('swarm', () => {
  const node = (Swarm: object | null) =>
    rowOf('docker.swarm', 'scope', 'node', { 'docker.info': JSON.stringify({ ...plainInfo, Swarm }) });

  it('D7: off is off', () => {
    expect(node({ LocalNodeState: 'inactive' })).toMatchObject({
      state: 'inactive',
      manager: false,
      managers: null,
    });
    expect(node({ LocalNodeState: '' })).toMatchObject({ state: 'inactive' });
  });

  it('G2: managers are counted', () => {
    const active = { LocalNodeState: 'active', ControlAvailable: true, Nodes: 5 };
    expect(node({ ...active, Managers: 2 })).toMatchObject({
      manager: true,
      managers: 2,
      managersOdd: false,
      nodes: 5,
    });
    expect(node({ ...active, Managers: 3 })).toMatchObject({ managersOdd: true });
  });

  it('G3: a worker is no manager', () => {
    expect(node({ LocalNodeState: 'active', ControlAvailable: false })).toMatchObject({
      state: 'active',
      manager: false,
      managersOdd: null,
    });
  });

  it.each(['locked', 'pending', 'error'])('a node that is %s may be one', (LocalNodeState) => {
    expect(node({ LocalNodeState, ControlAvailable: false })).toMatchObject({
      state: LocalNodeState,
      manager: '<SWARM_NOT_READY>',
      managers: '<SWARM_NOT_READY>',
    });
  });

  it.each(['locked', 'pending', 'error'])(
    'a node that is %s lists neither services nor overlay networks: that is no sign that there are none',
    (LocalNodeState) => {
      const Swarm = { LocalNodeState, ControlAvailable: false };
      const sections = { 'docker.info': JSON.stringify({ ...plainInfo, Swarm }), 'swarm.services': '' };
      expect(rowsOf('docker.services', sections)).toBe('SWARM_NOT_READY');
      expect(rowOf('docker.networks', 'driver', 'overlay', sections)).toMatchObject({
        encrypted: '<SWARM_NOT_READY>',
      });
      const worker = { LocalNodeState: 'active', ControlAvailable: false };
      const working = { ...sections, 'docker.info': JSON.stringify({ ...plainInfo, Swarm: worker }) };
      expect(rowsOf('docker.services', working)).toEqual([]);
      expect(rowsOf('docker.networks', working)).toHaveLength(1);
    },
  );

  it('G4: where a node waits for others is known on every node, or it is an error', () => {
    const info = JSON.stringify({ ...plainInfo, Swarm: { LocalNodeState: 'active' } });
    const waiting = (lines: readonly string[]) => {
      const sections = { 'docker.info': info, 'swarm.state': '', processes: processes([], lines) };
      const rows = rowsOf('docker.swarmListeners', sections);
      return typeof rows === 'string' ? rows : rows.map(cells);
    };
    expect(waiting(['socket 7', 'tcp 00000000:1F0A 7'])).toMatchObject([{ port: 7946, wildcard: true }]);
    expect(waiting([])).toMatchObject([{ wildcard: '<NOT_SHOWN>' }]);
  });
});
