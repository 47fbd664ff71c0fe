import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { InventoryHost } from '../../src/inventory/host.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { PlimsollError } from '../../src/lib/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-inventory-'));
const file = join(folder, 'inventory.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

async function hosts(text: string): Promise<Record<string, InventoryHost>> {
  writeFileSync(file, text);
  const inventory = await loadInventory(file);
  return Object.fromEntries(inventory.hosts.map((host) => [host.name, host]));
}

/** The details without the file name: `line: path: message`. */
async function errors(text: string): Promise<string[]> {
  try {
    await hosts(text);
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'INVENTORY_INVALID') {
      return error.details.map((detail) => detail.replace(`${file}:`, ''));
    }
    throw error;
  }
  throw new Error('it should not have loaded');
}

describe('an inventory', () => {
  it('is shown by a valid example', async () => {
    const { hosts: example } = await loadInventory(
      new URL('../../inventory.example.yaml', import.meta.url).pathname,
    );
    const names = ['bastion', 'db-01', 'old-01', 'vault-01', 'this-machine', 'web-01', 'web-02'];
    expect(example.map(({ name }) => name)).toEqual(names);
    expect(example[1]?.jump).toMatchObject({ address: 'bastion.example.com', port: 2222, user: 'jump' });
  });

  it('puts host over group over defaults, later groups over earlier ones', async () => {
    const { a, b } = await hosts(`
defaults: { user: base, port: 1, sudo: true, labels: { from: defaults, only: defaults } }
parameters: { x: fleet, y: fleet, z: fleet }
groups:
  one: { user: one, port: 11, labels: { from: one }, parameters: { y: one, z: one } }
  two: { user: two, parameters: { z: two } }
hosts:
  a: { groups: [one, two], port: 111, sudo: false }
  b: { groups: [two, one] }
`);
    expect(a).toMatchObject({ user: 'two', port: 111, sudo: false, groups: ['one', 'two'] });
    expect(a?.labels).toEqual({ from: 'one', only: 'defaults' });
    expect(a?.parameters).toEqual({ x: 'fleet', y: 'one', z: 'two' });
    expect(b).toMatchObject({ user: 'one', port: 11, sudo: true });
  });

  it('takes hosts from groups, with and without settings', async () => {
    const found = await hosts(`
groups:
  web: { user: w, hosts: [a, b] }
  db: { hosts: { b: { port: 5 }, c: } }
hosts: { a: { user: own } }
`);
    expect(Object.keys(found)).toEqual(['a', 'b', 'c']);
    expect(found['a']).toMatchObject({ user: 'own', groups: ['web'] });
    expect(found['b']).toMatchObject({ user: 'w', port: 5, groups: ['web', 'db'] });
  });

  it('finds files from ~ and from its own folder', async () => {
    const { a } = await hosts('hosts: { a: { identityFile: [~/k, keys/k, /k], knownHosts: kh } }');
    expect(a?.identityFiles).toEqual([join(homedir(), 'k'), join(folder, 'keys/k'), '/k']);
    expect(a?.knownHostsFiles).toEqual([join(folder, 'kh')]);
  });

  it('resolves jumps by name, as text, as an object and as none', async () => {
    const { a, b, c, d, gate } = await hosts(`
defaults: { user: base, identityFile: /base, jump: gate }
hosts:
  gate: { address: gate.example.com, port: 2222, user: g }
  a:
  b: { jump: "me@[::1]:22" }
  c: { jump: { address: 10.0.0.1, identityFile: /own } }
  d: { jump: null }
`);
    expect(gate?.jump).toBeNull();
    expect(a?.jump).toMatchObject({
      address: 'gate.example.com',
      port: 2222,
      user: 'g',
      identityFiles: ['/base'],
    });
    expect(b?.jump).toMatchObject({ address: '::1', port: 22, user: 'me' });
    expect(c?.jump).toMatchObject({ address: '10.0.0.1', user: 'base', identityFiles: ['/own'] });
    expect(d?.jump).toBeNull();
  });

  it('resolves chains of jumps, by name and with commas', async () => {
    const { a, b } = await hosts(`
hosts:
  outer: { address: outer.example.com }
  inner: { address: inner.example.com, jump: outer }
  a: { jump: inner }
  b: { jump: "first@x:1,inner" }
`);
    expect(a?.jump).toMatchObject({ address: 'inner.example.com', jump: { address: 'outer.example.com' } });
    expect(b?.jump).toMatchObject({
      address: 'inner.example.com',
      jump: { address: 'x', port: 1, user: 'first' },
    });
    expect(a?.jump?.jump?.jump).toBeUndefined();
  });

  it('reaches the hosts of a chain that all inherit directly', async () => {
    const { a, b, c } = await hosts(
      'defaults: { jump: b }\nhosts: { a: { jump: null }, b: { jump: a }, c: }\n',
    );
    expect(a?.jump).toBeNull();
    expect(b?.jump).toMatchObject({ address: 'a', jump: null });
    expect(c?.jump).toMatchObject({ address: 'b', jump: { address: 'a' } });
  });

  it('knows where each setting is stated', async () => {
    const { a } = await hosts(
      'defaults: { user: d, port: 1 }\ngroups:\n  g: { port: 2 }\nhosts:\n  a: { groups: [g] }\n',
    );
    expect(a?.origin('user')).toBe(`${file}:1`);
    expect(a?.origin('port')).toBe(`${file}:3`);
    expect(a?.origin('address')).toBe(`${file}:5`);
    expect(a?.origin('sudo')).toBeUndefined();
  });

  it('is refused when it is nested to exhaust the reader', async () => {
    expect(await errors('{a: '.repeat(12_000))).toEqual(['1: nested too deeply']);
  });

  it('may be empty', async () => {
    expect(await hosts('')).toEqual({});
  });
});

describe('what is wrong with an inventory', () => {
  it('is told all at once, each with its line and key', async () => {
    const found = await errors(`defaults:
  usr: x
groups:
  web:
    port: 99999
hosts:
  a:
    address: 10.0.0.1:22
    groups: [web, webb]
  b:
    user: -oProxyCommand=x
    sudo: yes
  c:
    jump: c
  bad name: {}
other: 1
`);
    expect(found).toEqual([
      '2: defaults.usr: unknown key, did you mean "user"?',
      '5: groups.web.port: expected a port number, 1 to 65535, found 99999',
      '8: hosts.a.address: expected a host name or IP address without a port, found "10.0.0.1:22"',
      '9: hosts.a.groups.1: unknown group webb, did you mean "web"?',
      '11: hosts.b.user: expected a user name, found "-oProxyCommand=x"',
      '12: hosts.b.sudo: expected true, false or "doas", found "yes"',
      '14: hosts.c.jump: expected a chain of jump hosts that does not lead back to itself',
      expect.stringMatching(/^15: hosts\.bad name: expected a name/),
      '16: other: unknown key',
    ]);
  });

  it.each([
    ['hosts:\n  a: [\n', /^\d: /],
    ['hosts:\n  a:\n  a: {}\n', /^3: Map keys must be unique/],
    [
      'hosts:\n  a: { port: 1 }\ngroups:\n  g:\n    hosts: { a: { port: 2 } }\n',
      /^5: groups\.g\.hosts\.a: .*hosts\.a already/,
    ],
    ['hosts:\n  a: { jump: b }\n  b: { jump: c }\n  c: { jump: a }\n', /^2: hosts\.a\.jump: .*lead back/],
    ['hosts:\n  a: { jump: "b,x y" }\n  b:\n', /^2: hosts\.a\.jump: expected "\[user@\]host/],
    ['hosts:\n  a: { sudo: su }\n', /^2: hosts\.a\.sudo: expected true, false or "doas"/],
    ['hosts:\n  a: { jump: "x y" }\n', /^2: hosts\.a\.jump: expected/],
    ['hosts:\n  a: { jump: { port: 1 } }\n', /^2: hosts\.a\.jump: address is missing/],
    ['hosts:\n  a: { labels: { n: 1 } }\n', /^2: hosts\.a\.labels\.n: expected text/],
    ['hosts:\n  a: { dockerSocket: run/x }\n', /^2: hosts\.a\.dockerSocket: expected an absolute path/],
    ['hosts:\n  a: { address: "x\\ny" }\n', /^2: hosts\.a\.address: expected/],
    ['hosts:\n  a: { address: -x }\n', /^2: hosts\.a\.address: expected/],
    ['hosts:\n  __proto__: { port: 0 }\n', /^2: hosts\.__proto__/],
    ['- a\n', /^1: the file: expected an object/],
  ])('%j', async (text, expected) => {
    expect((await errors(text))[0]).toMatch(expected);
  });

  it('is not an expanding alias bomb', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(',')}]`,
    );
    expect((await errors(['l0: &l0 [x]', ...levels].join('\n')))[0]).toMatch(/alias/i);
  });

  it('is told once for a group, not for each host in it', async () => {
    expect(await errors('groups:\n  g:\n    jump: "a b"\n    hosts: [a, b, c]\n')).toHaveLength(1);
  });

  it('is another error when the file cannot be read', async () => {
    await expect(loadInventory(join(folder, 'none.yaml'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
    await expect(loadInventory(folder)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      details: [expect.stringMatching(/ansible-inventory -i .* --list \| plimsoll … -i -/)],
    });
  });
});
