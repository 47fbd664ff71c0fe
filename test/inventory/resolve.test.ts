import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveTargets, type TargetOptions } from '../../src/inventory/resolve.ts';
import type { ConfiguredHop, Destination, Host } from '../../src/inventory/types.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-resolve-'));
afterAll(() => rmSync(folder, { recursive: true }));

function inventory(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const fleet = inventory(
  'fleet.yaml',
  `defaults: { user: audit, identityFile: /inv }
hosts:
  web: { address: 10.0.0.1, port: 2200, sudo: true, groups: [front], jump: gate }
  gate: { address: gate.example.com, user: jumper }
groups: { front: }
`,
);

async function resolve(options: Partial<TargetOptions>): Promise<readonly Host[]> {
  return (await resolveTargets(targetOptions(options))).map(({ host }) => host);
}

function targetOptions(options: Partial<TargetOptions>): TargetOptions {
  return {
    inventoryFiles: [],
    hosts: [],
    local: false,
    limit: [],
    overrides: {},
    sshConfig: () => Promise.resolve({ beyond: [] }),
    warn: () => undefined,
    ...options,
  };
}

describe('targets', () => {
  it('on this machine ask for no terminal, whatever holds for the others', async () => {
    const file = inventory('pty.yaml', 'defaults: { pty: true }\nhosts:\n  a: { transport: local }\n  b:\n');
    const hosts = await resolve({ inventoryFiles: [file], overrides: { pty: true } });
    expect(hosts.map(({ pty }) => pty)).toEqual([false, true]);
  });

  it('from -H need nothing else', async () => {
    const hosts = await resolve({ hosts: ['b', 'root@a:2222', '[::1]:23', 'fe80::1'] });
    expect(hosts.map(({ name, address, port, user }) => [name, address, port, user])).toEqual([
      ['[::1]:23', '::1', 23, userInfo().username],
      ['a:2222', 'a', 2222, 'root'],
      ['b', 'b', 22, userInfo().username],
      ['fe80::1', 'fe80::1', 22, userInfo().username],
    ]);
    expect(hosts[0]).toMatchObject({ transport: 'ssh', jump: null, sudo: false, dockerSocket: null });
  });

  it('from -H take the settings of the inventory host of that name', async () => {
    const [, web] = await resolve({ inventoryFiles: [fleet], hosts: ['root@web:22'] });
    expect(web).toMatchObject({
      name: 'web',
      address: '10.0.0.1',
      port: 22,
      user: 'root',
      sudo: true,
      groups: ['front'],
    });
  });

  it('obey flags over everything, and a user in -H over the flag', async () => {
    const overrides = {
      user: 'flag',
      identityFiles: ['/flag'],
      jump: 'hop@other:99',
      sudo: false,
      dockerSocket: '/s',
    };
    const hosts = await resolve({ inventoryFiles: [fleet], hosts: ['me@x'], overrides });
    expect(hosts.find(({ name }) => name === 'web')).toMatchObject({
      user: 'flag',
      identityFiles: ['/flag'],
      jump: { address: 'other', port: 99, user: 'hop', identityFiles: ['/flag'] },
      sudo: false,
      dockerSocket: '/s',
    });
    expect(hosts.find(({ name }) => name === 'x')?.user).toBe('me');
  });

  it('are not sent through themselves by the jump flag', async () => {
    const [gate, web] = await resolve({ inventoryFiles: [fleet], overrides: { jump: 'gate' } });
    expect(gate?.jump).toBeNull();
    expect(web?.jump).toMatchObject({ address: 'gate.example.com', user: 'jumper', identityFiles: ['/inv'] });
  });

  it('include this machine with --local, and can be limited by group', async () => {
    expect(await resolve({ local: true })).toMatchObject([{ name: hostname(), transport: 'local' }]);
    const limited = await resolve({ inventoryFiles: [fleet], local: true, limit: ['front'] });
    expect(limited.map(({ name }) => name)).toEqual(['web']);
  });

  it.each([
    [{}, /no host to audit/],
    [{ hosts: ['-oProxyCommand=x'] }, /expected \[user@\]host/],
    [{ hosts: ['a@b c'] }, /expected \[user@\]host/],
    [{ hosts: ['a:0'] }, /expected \[user@\]host/],
    [{ hosts: ['x@a', 'y@a'] }, /the same host a/],
    [{ hosts: ['a'], overrides: { user: '-x' } }, /user/],
    [{ hosts: ['a'], overrides: { dockerSocket: 'x' } }, /absolute path/],
    [{ hosts: ['a'], overrides: { jump: 'x y' } }, /jump/],
  ] satisfies [Partial<TargetOptions>, RegExp][])('%j is a usage error', async (options, message) => {
    await expect(resolve(options)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message),
    });
  });

  it('may not be in two inventories', async () => {
    const again = inventory('again.yaml', 'hosts: { web: }\n');
    await expect(resolve({ inventoryFiles: [fleet, again] })).rejects.toMatchObject({
      code: 'INVENTORY_INVALID',
    });
  });
});

describe('ssh_config', () => {
  const configured: Readonly<Record<string, Partial<ConfiguredHop>>> = {
    web: { address: 'web.internal', port: 2222, user: 'cfg', jump: 'gate' },
    gate: { user: 'gatekeeper', identityFiles: ['/gate-key'], jump: 'gate' },
    proxied: { beyond: ['ProxyCommand'] },
    loop: { jump: 'pool' },
    pool: { jump: 'loop' },
  };
  const sshConfig = ({ address }: Destination): Promise<ConfiguredHop> =>
    Promise.resolve({ beyond: [], ...configured[address] });

  it('counts less than the inventory and flags, and for jump hosts too', async () => {
    const file = inventory(
      'cfg.yaml',
      'hosts:\n  web: { user: inv }\n  direct: { address: web, jump: null }\n',
    );
    const [direct, web] = await resolve({ inventoryFiles: [file], sshConfig });
    expect(web).toMatchObject({ address: 'web.internal', port: 2222, user: 'inv' });
    expect(web?.jump).toMatchObject({ address: 'gate', user: 'gatekeeper', jump: null });
    expect(web?.jump?.identityFiles).toEqual(['/gate-key']);
    expect(direct).toMatchObject({ address: 'web.internal', user: 'cfg', jump: null });
  });

  it('is left to the client where that connects, but for user and port', async () => {
    const [web] = await resolve({ hosts: ['web'], sshConfig, overrides: { transport: 'openssh' } });
    expect(web).toMatchObject({ transport: 'openssh', address: 'web', port: 2222, user: 'cfg' });
    expect(web?.jump).toBeUndefined();
    expect(
      await resolve({ hosts: ['proxied'], sshConfig, overrides: { transport: 'openssh' } }),
    ).toHaveLength(1);
  });

  it('has no say about jump hosts where there is to be none', async () => {
    const file = inventory('none.yaml', 'hosts:\n  a: { address: web, jump: none }\n  b: { address: web }\n');
    const [a, b] = await resolve({ inventoryFiles: [file], sshConfig });
    expect([a?.jump, b?.jump?.address]).toEqual([null, 'gate']);
    for (const transport of ['ssh', 'openssh'] as const) {
      const [, direct] = await resolve({
        inventoryFiles: [file],
        sshConfig,
        overrides: { transport, jump: 'none' },
      });
      expect(direct?.jump).toBeNull();
    }
  });

  it('says which hosts need the client, all at once', async () => {
    await expect(resolve({ hosts: ['proxied'], sshConfig })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'ssh_config has ProxyCommand for proxied',
      details: [expect.stringContaining('transport: openssh'), expect.anything()],
    });
  });

  it('must not lead in a circle', async () => {
    await expect(resolve({ hosts: ['loop'], sshConfig })).rejects.toThrow(/more than 8 jump hosts/);
  });

  it('is named as the source of a setting, as files and flags are', async () => {
    const file = inventory('src.yaml', 'defaults:\n  sudo: true\nhosts:\n  web:\n    user: inv\n');
    const [target] = await resolveTargets(
      targetOptions({ inventoryFiles: [file], sshConfig, overrides: { dockerSocket: '/s' } }),
    );
    expect(target?.sources()).toMatchObject({
      user: `${file}:5`,
      sudo: `${file}:2`,
      port: 'ssh_config',
      address: 'ssh_config',
      dockerSocket: 'flag --docker-socket',
      transport: 'default',
    });
  });
});
