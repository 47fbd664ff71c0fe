import { describe, expect, it } from 'vitest';
import { auditedContainer } from '../../src/derive/audited-container.ts';
import type { JsonObject } from '../../src/lib/json.ts';

const audited = (Labels: JsonObject, HostConfig: JsonObject = {}) =>
  auditedContainer({ Id: 'a'.repeat(64), Name: '/web', Config: { Image: 'nginx' }, Labels, HostConfig });

describe('auditedContainer', () => {
  it.each([
    ['nobody', {}, null],
    [
      'compose',
      { project: 'shop', composeService: 'web', composeFiles: '/a/compose.yaml,/a/more.yaml' },
      { tool: 'compose', scope: 'shop', name: 'web', files: ['/a/compose.yaml', '/a/more.yaml'] },
    ],
    ['compose without files', { project: 'shop' }, { tool: 'compose', name: '', files: [] }],
    [
      'swarm, also where compose deployed it',
      { swarmService: 'api', project: 'x' },
      { tool: 'swarm', name: 'api' },
    ],
    [
      'Kubernetes',
      { pod: 'web-1', namespace: 'shop', podContainer: 'nginx' },
      { tool: 'kubernetes', scope: 'shop', name: 'web-1', container: 'nginx' },
    ],
  ])('knows that %s owns it', (_, labels, owner) => {
    const found = audited(labels).owner;
    if (owner === null) expect(found).toBeNull();
    else expect(found).toMatchObject(owner);
  });

  it('tells limits as docker inspect does, none as 0', () => {
    expect(audited({}, { Memory: 5, MemorySwap: -1, PidsLimit: null, CpuShares: 2 }).limits).toEqual({
      memory: 5,
      memorySwap: -1,
      pids: 0,
      cpuShares: 2,
      restartPolicy: 'no',
      restartLimit: 0,
    });
  });

  it('does not know the limits that an older collector did not ask for', () => {
    expect(audited({}, { Memory: 5 }).limits).toBeNull();
  });
});
