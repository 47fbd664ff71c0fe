import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, startReplay, type Replay } from '../../src/commands/demo/replay.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { bundle, plimsoll, scratch } from './cli.ts';

/** Real SSH servers on loopback that answer as recorded hosts did, and one that accepts and says nothing. */
const cwd = scratch();
const checks = ['--check', '5.5', '--check', '2.2'];
let fleet: readonly Replay[];
let silent: Server;

beforeAll(async () => {
  const key = newKey();
  const bundles = await Promise.all(['default', 'broken'].map((name) => loadBundle(bundle(name))));
  fleet = await Promise.all(bundles.map((recorded) => startReplay(recorded, key)));
  silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  writeFileSync(join(cwd, 'id'), key, { mode: 0o600 });
  writeFileSync(join(cwd, 'known_hosts'), fleet.map((host) => host.knownHostsLine).join('\n'));
  const hosts = fleet.map(({ name, port }) => [name, { address: '127.0.0.1', port, groups: ['all-good'] }]);
  const hanging = ['silent-01', { address: '127.0.0.1', port: (silent.address() as AddressInfo).port }];
  const inventory = {
    defaults: { user: 'root', identityFile: join(cwd, 'id'), knownHosts: join(cwd, 'known_hosts') },
    groups: { 'all-good': {} },
    hosts: Object.fromEntries([...hosts, hanging]) as unknown,
  };
  writeFileSync(join(cwd, 'inventory.yaml'), JSON.stringify(inventory));
});
afterAll(() => {
  fleet.forEach((host) => host.stop());
  silent.close();
});

const from = ['-i', 'inventory.yaml'];
const read = (path: string) => JSON.parse(readFileSync(join(cwd, path), 'utf8'));

describe('audit', () => {
  it('is collect and evaluate in one', async () => {
    const good = [...from, '--limit', 'all-good'];
    const audited = await plimsoll(['audit', ...good, ...checks, '-o', 'audited'], { cwd });
    expect(audited).toMatchObject({ status: 1, stdout: '' });
    expect(await plimsoll(['collect', ...good, '--out', 'facts'], { cwd })).toMatchObject({ status: 0 });
    const bundles = readdirSync(join(cwd, 'facts')).map((name) => join(cwd, 'facts', name));
    await plimsoll(['evaluate', ...bundles, ...checks, '-o', 'judged'], { cwd });
    const [one, two] = ['audited', 'judged'].map((name) => read(`${name}/report.json`).hosts as object[]);
    const anyTime = (host: object) => ({ ...host, collectedAt: '' });
    expect(one?.map(anyTime)).toEqual(two?.map(anyTime));
    expect(one?.map((host) => 'name' in host && host.name)).toEqual(['legacy-01', 'shop-01']);
  });

  it('goes on without a host that does not answer, and ends with 3', async () => {
    const args = ['audit', ...from, ...checks, '--connect-timeout', '1', '-o', 'partly'];
    const { status, stderr } = await plimsoll(args, { cwd });
    expect(stderr).toMatch(/silent-01.*TIMEOUT/);
    expect({
      status,
      states: read('partly/report.json').hosts.map((host: { state: string }) => host.state),
    }).toEqual({
      status: 3,
      states: ['audited', 'audited', 'unreachable'],
    });
  });

  it('trusts no host key that it does not know, and shows its fingerprint', async () => {
    const args = [
      'audit',
      ...from,
      ...checks,
      '--limit',
      'shop-01',
      '--known-hosts',
      '/dev/null',
      '-o',
      'unknown',
    ];
    const { status, stderr } = await plimsoll(args, { cwd });
    expect(stderr).toMatch(/HOST_KEY_UNKNOWN/);
    expect(stderr).toMatch(/SHA256:[\w+/]{43}/);
    expect(status).toBe(3);
  });

  it('writes what is finished when it is interrupted, and ends with 130', async () => {
    let interrupted = false;
    const args = ['audit', ...from, ...checks, '-o', 'interrupted'];
    const { status, stderr } = await plimsoll(args, {
      cwd,
      watch(child, said) {
        if (!said.includes('(2 of 3)') || interrupted) return;
        interrupted = true;
        child.kill('SIGINT');
      },
    });
    expect(stderr).toContain('exit status 130');
    expect(status).toBe(130);
    expect(read('interrupted/report.json').hosts).toMatchObject([
      { name: 'legacy-01', state: 'audited' },
      { name: 'shop-01', state: 'audited' },
      { name: 'silent-01', state: 'unreachable', error: { code: expect.any(String) } },
    ]);
  });
});
