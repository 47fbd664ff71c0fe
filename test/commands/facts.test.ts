import { describe, expect, it } from 'vitest';
import { packageFile } from '../../src/lib/package.ts';
import { plimsoll, sampleBundle } from './run.ts';

const broken = sampleBundle('broken');
const unprivileged = packageFile('test/fixtures/bundles/unprivileged.json');

describe('facts of a bundle', () => {
  it('are the tables that there are, with how much is in each', async () => {
    const { status, stdout } = await plimsoll(['facts', broken]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^docker\.containers +3 rows +Every container/m);
  });

  it('are the rows of one table, of those columns and values that are asked for', async () => {
    const asked = ['docker.containers', '--where', 'privileged=true', '--columns', 'name,privileged'];
    expect((await plimsoll(['facts', broken, ...asked])).stdout).toBe(
      'name        privileged\nprivileged  true\n',
    );
    const json = await plimsoll(['facts', broken, ...asked, '--json']);
    expect(JSON.parse(json.stdout)).toEqual([
      { name: 'privileged', privileged: true, note: 'not running (created): judged by its settings' },
    ]);
  });

  it('say why a column, or a table, could not be determined', async () => {
    const targets = await plimsoll(['facts', unprivileged, 'audit.targets', '--columns', 'path,loaded']);
    expect(targets.stdout).toMatch(/^\/etc\/docker +<NEEDS_ROOT>$/m);
    expect(targets.stdout).toMatch(/^<NEEDS_ROOT> audit\.kernel needs root: .*; audit as root/m);
    const containers = await plimsoll(['facts', unprivileged, 'docker.containers', '--json']);
    expect(JSON.parse(containers.stdout)).toMatchObject({ error: { code: 'NEEDS_ROOT' } });
  });

  it.each([
    [[], /name a bundle or a host/],
    [[broken, 'docker.contaners'], /no table "docker\.contaners", did you mean "docker\.containers"/],
    [[broken, 'docker.images', '--columns', 'sise'], /has no column "sise"/],
    [[broken, 'docker.images', '--where', 'size'], /COLUMN=VALUE/],
  ])('are not there for %j', async (words, said) => {
    const { status, stderr } = await plimsoll(['facts', ...words]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(said) });
  });
});

describe('params list', () => {
  it('has every parameter with type, default and where it is used', async () => {
    const { stdout } = await plimsoll(['params', 'list', '--json']);
    expect(JSON.parse(stdout)).toContainEqual({
      name: 'allowedPorts',
      type: 'strings',
      default: ['80/tcp', '443/tcp', '443/udp'],
      description: expect.any(String),
      usedBy: ['docker-container-privileged-ports'],
    });
  });
});

describe('checks try', () => {
  it('judges one check file on a bundle, and shows what decided for every row', async () => {
    const file = packageFile('checks/docker/docker-container-privileged.yaml');
    const { status, stdout } = await plimsoll(['checks', 'try', file, broken]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^fail: 3 of 3 containers are not as expected/);
    expect(stdout).toMatch(/^privileged +fail +privileged is true/m);
  });

  it('tells rows that are not judged', async () => {
    const file = packageFile('checks/docker/host-audit-dockerd.yaml');
    const { stdout } = await plimsoll(['checks', 'try', file, broken]);
    expect(stdout).toMatch(/^\/usr\/sbin\/dockerd +fail +enabled is false/m);
    expect(stdout).toMatch(/^\/etc\/docker +left out$/m);
  });

  it('says everything that is wrong with the file', async () => {
    const { status, stderr } = await plimsoll(['checks', 'try', broken, broken]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('cannot be used') });
  });
});
