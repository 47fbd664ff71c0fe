import { describe, expect, it } from 'vitest';
import { policyOf } from '../../../src/commands/judge/policy.ts';
import { selectedChecks } from '../../../src/commands/judge/selected-checks.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import { workFolder } from '../run.ts';

const folder = workFolder();
const nothing = {
  benchmark: [],
  level: undefined,
  check: [],
  skip: [],
  checks: [],
  profile: undefined,
  params: undefined,
};
const host = (name: string, parameters: JsonObject = {}) => ({ name, parameters });

async function policy(args: object, hosts = [host('a'), host('b')], waivers: string | null = null) {
  return policyOf(await selectedChecks({ ...nothing, ...args }, hosts), hosts, waivers);
}

const site = folder.file(
  'site.yaml',
  `id: site-1
title: Site
publisher: us
version: '1'
sections: [{ number: A, title: All }]
items:
  - { number: A.1, checks: [docker-daemon-icc] }
  - { number: A.2, title: Both, checks: [docker-daemon-tls, docker-daemon-userns] }
  - { number: A.3, title: None, checks: [] }
`,
);

describe('the policy of a run', () => {
  it('names the benchmarks, of a file too, and what each choice left out', async () => {
    const profile = folder.file(
      'p.yaml',
      'skip: [docker-daemon-tls]\nseverities: { docker-daemon-icc: low }\n',
    );
    const told = await policy({
      benchmark: [site, 'cis-docker-1.8.0'],
      check: ['A.1', 'A.2'],
      skip: ['A.1'],
      profile,
    }).catch((error: unknown) => error);
    expect(told).toMatchObject({ benchmarks: ['site-1', 'cis-docker-1.8.0'], severities: [] });
    const one = await policy({ benchmark: [site], profile });
    expect(one).toMatchObject({
      benchmarks: ['site-1'],
      leftOut: [{ check: 'docker-daemon-tls', by: 'profile' }],
      severities: [{ check: 'docker-daemon-icc', from: 'medium', to: 'low' }],
      profile,
    });
    const level = await policy({ level: 1, check: ['2'], skip: ['docker-daemon-icc'] });
    const by = new Map(level.leftOut.map(({ check, by: reason }) => [check, reason]));
    expect(by.get('docker-daemon-icc')).toBe('skip');
    expect(by.get('docker-daemon-userns')).toBe('level');
    expect(by.get('host-storage')).toBe('check');
  });

  it('says of each value where it stands, and for which hosts it is in force', async () => {
    const profile = folder.file(
      'q.yaml',
      'parameters:\n  swarmStates: [active]\n  confinedContainers: [web]\n',
    );
    const params = folder.file('params.yaml', '# ours\nconfinedContainers: [db]\n');
    const hosts = [
      host('a', { swarmStates: ['inactive'] }),
      host('b'),
      host('c', { swarmStates: ['inactive'] }),
    ];
    expect((await policy({ profile, params }, hosts)).parameters).toEqual([
      { name: 'confinedContainers', value: ['db'], source: `${params}:2`, hosts: 'all' },
      { name: 'swarmStates', value: ['inactive'], source: 'inventory', hosts: ['a', 'c'] },
      { name: 'swarmStates', value: ['active'], source: `${profile}:2`, hosts: ['b'] },
    ]);
  });

  it('has one digest for runs that judge alike, wherever their files lie, and another for others', async () => {
    const values = 'swarmStates: [active]\n';
    const [here, there] = ['here.yaml', 'there.yaml'].map((name) => folder.file(name, values));
    const digest = async (...given: Parameters<typeof policy>) => (await policy(...given)).digest;
    const first = await digest({ params: here });
    expect(await digest({ params: there })).toBe(first);
    const others = [
      await digest({}),
      await digest({ params: here, level: 1 }),
      await digest({ params: here, skip: ['5.5'] }),
      await digest({ params: here, benchmark: ['cis-docker-1.7.0'] }),
      await digest({ params: here }, [host('a'), host('b')], `sha256:${'0'.repeat(64)}`),
    ];
    expect(new Set([first, ...others]).size).toBe(6);
  });
});
