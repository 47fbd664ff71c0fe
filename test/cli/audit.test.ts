import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, startReplay, type Replay } from '../../src/commands/demo/replay.ts';
import type { Bundle } from '../../src/facts/bundle.ts';
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

/** Hosts that print what has ended the audit of a whole fleet, or more than they may. */
function hostileBundles(): readonly Promise<Bundle>[] {
  const traps: Readonly<Record<string, readonly [section: string, text: string]>> = {
    bars: ['daemon.config', '| \n'.repeat(300_000)],
    escapes: ['docker.history', `image a\n"RUN ${'\\"'.repeat(3_000_000)}"\n`],
    limits: ['container.processes', `all\ncontainer a 1\n${'memory 1\n'.repeat(130_000)}`],
    objects: ['docker.containers', '{}\n'.repeat(3_000_000)],
  };
  return Object.entries(traps).map(async ([name, [section, text]]) => {
    const honest = await loadBundle(bundle('default'));
    const trap = { status: 0, text, stderr: '', truncated: false };
    return { ...honest, host: { ...honest.host, name }, sections: { ...honest.sections, [section]: trap } };
  });
}

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
    const anyTime = (host: object) => ({ ...host, collectedAt: '', facts: '' });
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

  it('lets a host that sends the worst cost nothing but itself, and names it', async () => {
    const key = newKey();
    const servers = await Promise.all(
      await Promise.all([loadBundle(bundle('hardened')), ...hostileBundles()]).then((all) =>
        all.map((recorded) => startReplay(recorded, key)),
      ),
    );
    writeFileSync(join(cwd, 'hostile-id'), key, { mode: 0o600 });
    writeFileSync(join(cwd, 'hostile-hosts'), servers.map((host) => host.knownHostsLine).join('\n'));
    const hosts = servers.map(({ name, port }) => [name, { address: '127.0.0.1', port }]);
    const defaults = {
      user: 'root',
      identityFile: join(cwd, 'hostile-id'),
      knownHosts: join(cwd, 'hostile-hosts'),
    };
    writeFileSync(
      join(cwd, 'hostile.yaml'),
      JSON.stringify({ defaults, hosts: Object.fromEntries(hosts) as unknown }),
    );
    const { status } = await plimsoll(['audit', '-i', 'hostile.yaml', '-o', 'hostile'], { cwd });
    servers.forEach((server) => server.stop());
    const judged = read('hostile/report.json').hosts as { name: string; summary: { error: number } }[];
    expect(status).toBe(3);
    expect(judged.map(({ name }) => name)).toEqual(['bars', 'escapes', 'limits', 'objects', 'vault-01']);
    await plimsoll(['evaluate', bundle('hardened'), '-f', 'json=alone.json'], { cwd });
    expect(judged.at(-1)?.summary).toEqual(read('alone.json').hosts[0].summary);
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
