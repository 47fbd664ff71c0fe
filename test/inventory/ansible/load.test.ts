import { chmodSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { loadInventory } from '../../../src/inventory/load.ts';
import { errorsOf, hostsOf, inventoryOf, resolved } from './folder.ts';

const ini = `# a comment
plain.example.com ansible_host=10.9.9.9
jumper ansible_ssh_common_args='-C -4 -vv -o PubkeyAcceptedKeyTypes=+ssh-rsa -o ControlMaster=auto -oControlPersist=60s -o ProxyJump=me@gate:2200,inner -o "UserKnownHostsFile=/etc/kh"'

[web]
web[01:03].example.com:2222 ansible_user="bob" # trailing
web-[a:c] ansible_port=23

[db]
db1 ansible_user=own plimsoll_labels="{'tier': 'back'}" plimsoll_docker_socket=/run/d.sock
[db:vars]
ansible_user = dbuser
ansible_become=yes
ansible_ssh_private_key_file='~/keys/db'
plimsoll_parameters={'limit': 3, 'names': ['a', "b"], 'on': True}

[prod:children]
web
db
[prod:vars]
ansible_user=produser
ansible_port=99
[all:vars]
ansible_user=alluser
other_variable={{ not ours }}
[local]
here ansible_connection=local
`;

// What each comes to was held against ansible-inventory 2.14.
describe('an INI inventory', () => {
  it('has hosts, ranges, groups, children and variables', async () => {
    const hosts = await hostsOf({ 'hosts.ini': ini });
    expect(Object.keys(hosts)).toEqual([
      ...['plain.example.com', 'jumper', 'web01.example.com', 'web02.example.com', 'web03.example.com'],
      ...['web-a', 'web-b', 'web-c', 'db1', 'here'],
    ]);
    expect(hosts['plain.example.com']).toMatchObject({ address: '10.9.9.9', user: 'alluser', groups: [] });
    expect(hosts['web02.example.com']).toMatchObject({ port: 2222, user: 'bob', groups: ['prod', 'web'] });
    expect(hosts['web-b']).toMatchObject({ port: 23, user: 'produser', sudo: undefined });
    expect(hosts['here']?.transport).toBe('local');
    expect(hosts['db1']).toMatchObject({
      user: 'own',
      port: 99,
      sudo: true,
      identityFiles: [join(homedir(), 'keys/db')],
      labels: { tier: 'back' },
      parameters: { limit: 3, names: ['a', 'b'], on: true },
      dockerSocket: '/run/d.sock',
    });
  });

  it("has ssh's arguments for jumps and files", async () => {
    const { jumper } = await hostsOf({ 'hosts.ini': ini });
    expect(jumper?.knownHostsFiles).toEqual(['/etc/kh']);
    expect(jumper?.jump).toMatchObject({
      address: 'inner',
      jump: { address: 'gate', port: 2200, user: 'me', jump: undefined },
    });
  });

  it('takes of several variables for one thing the one that Ansible takes', async () => {
    const { old, args, own } = await hostsOf({
      hosts: `old ansible_host=new ansible_ssh_host=older ansible_port=1 ansible_ssh_port=2 ansible_user=n ansible_ssh_user=o
args ansible_port=1 ansible_user=own ansible_private_key_file=/own ansible_ssh_args='-o Port=5 -l args -i /args' ansible_ssh_extra_args='-i /extra'
own ansible_port=1 ansible_ssh_common_args='-p 6 -l common' ansible_ssh_extra_args='-p 7 -l extra'
`,
    });
    expect(old).toMatchObject({ address: 'older', port: 2, user: 'o' });
    expect(args).toMatchObject({ port: 5, user: 'args', identityFiles: ['/args', '/own', '/extra'] });
    expect(own).toMatchObject({ port: 1, user: 'common' });
  });

  it('has a host in ungrouped where it is in no other group, and only there', async () => {
    const hosts = await hostsOf({
      hosts: 'later\nlone\n[all]\nonly\n[alpha]\nlater ansible_host=x\n[alpha:vars]\nansible_user=al\n',
      'group_vars/ungrouped.yml': 'ansible_user: un\n',
    });
    expect(Object.values(hosts).map(({ name, user }) => [name, user])).toEqual([
      ['later', 'al'],
      ['lone', 'un'],
      ['only', 'un'],
    ]);
  });

  it('knows where each setting is stated', async () => {
    const { db1 } = await hostsOf({ 'hosts.ini': ini, 'host_vars/db1.yml': 'x: 1\nansible_user: hv\n' });
    expect(db1?.origin('user')).toMatch(/host_vars\/db1\.yml:2$/);
    expect(db1?.origin('port')).toMatch(/hosts\.ini:22$/);
  });
});

const yaml = `all:
  vars: { ansible_user: a, ansible_port: 1 }
  hosts:
    lonely: { ansible_host: 1.2.3.4 }
    h[1:9:4]:
      ansible_port: 7
  children:
    zeta:
      vars: { ansible_user: z, ansible_host: zhost }
      hosts: { m1: , m2:  }
    alpha:
      vars: { ansible_user: al, ansible_host: alhost, ansible_group_priority: 5 }
      hosts: { m1: , m3:  }
    mid:
      children: { zeta: , beta: { hosts: m2, vars: { ansible_user: be } } }
      vars: &v { ansible_user: mi, ansible_port: 5 }
    yy:
      vars: { <<: *v, ansible_become: yes }
      hosts: { m3:  }
`;

describe('a YAML inventory', () => {
  it('goes by depth, priority and name of the groups', async () => {
    const hosts = await hostsOf({ 'hosts.yml': yaml });
    const shown = Object.values(hosts).map(({ name, address, port, user }) => [name, address, port, user]);
    expect(shown.toSorted()).toEqual([
      ['h1', 'h1', 7, 'a'],
      ['h5', 'h5', 7, 'a'],
      ['h9', 'h9', 7, 'a'],
      ['lonely', '1.2.3.4', 1, 'a'],
      ['m1', 'zhost', 5, 'z'],
      ['m2', 'zhost', 5, 'z'],
      ['m3', 'alhost', 5, 'al'],
    ]);
    expect(hosts['m3']?.sudo).toBe(true);
  });

  it('takes group_vars over the groups of the file, and host_vars over everything', async () => {
    const hosts = await hostsOf({
      'hosts.yml': yaml,
      'group_vars/all.yml': 'ansible_user: gv-all\nsecret: !vault |\n  $ANSIBLE_VAULT;1.1\n  3132\n',
      'group_vars/mid/b.yml': 'ansible_port: 24\n',
      'group_vars/mid/a.yaml': 'ansible_port: 25\nansible_become: true\n',
      'group_vars/mid/ignored.txt': 'ansible_port: 26\n',
      'host_vars/m2.json': '{"ansible_user": "hv"}',
    });
    expect(hosts['m1']).toMatchObject({ user: 'gv-all', port: 24, sudo: true });
    expect(hosts['m2']).toMatchObject({ user: 'hv', port: 24 });
    expect(hosts['h1']).toMatchObject({ user: 'gv-all', port: 7 });
  });
});

describe('the list of ansible-inventory', () => {
  it('has groups and the variables of each host', async () => {
    const list = {
      _meta: { hostvars: { a: { ansible_host: '10.0.0.1', ansible_port: 22 }, b: {} } },
      all: { children: ['ungrouped', 'web'] },
      web: { children: ['inner'], hosts: ['a'] },
      inner: { hosts: ['b'] },
    };
    const hosts = await hostsOf({
      list: JSON.stringify(list, null, 4),
      'host_vars/a.yml': 'ansible_port: 9',
    });
    expect(hosts['a']).toMatchObject({ address: '10.0.0.1', port: 22, groups: ['web'] });
    expect(hosts['b']?.groups).toEqual(['web', 'inner']);
    expect(hosts['a']?.origin('address')).toMatch(/list:4$/);
  });

  it.each([['{"_meta": 1,'], [`{"_meta": ${'['.repeat(100_000)}`]])(
    'is refused when broken',
    async (text) => {
      expect(await errorsOf({ list: text })).toEqual([
        'list:1: expected the JSON of ansible-inventory --list',
      ]);
    },
  );
});

describe('what is wrong with an Ansible inventory', () => {
  it('is told all at once, with file and line', async () => {
    const text = `[web]
a ansible_port=0 ansible_user={{user}}
b ansible_connection=winrm ansible_become=maybe
c plimsoll_label=x
d[1:
e[5:1]
f novalue
g 'open
h ansible_ssh_common_args='-o ProxyCommand="nc %h"' ansible_become=1 ansible_become_user=postgres
i ansible_become=1 ansible_become_method=su
j ansible_ssh_common_args='-o Tunnel=yes' ansible_host=x:1
[web:what]
[web:vars]
nothing
`;
    expect(await errorsOf({ inv: text })).toEqual([
      'inv:2: ansible_port: expected a port number, 1 to 65535, found 0',
      'inv:2: ansible_user: the value is a template; plimsoll computes and decrypts nothing: write the value out',
      'inv:3: ansible_connection: expected ssh or local: plimsoll has no other connection, found "winrm"',
      'inv:3: ansible_become: expected true or false',
      'inv:4: plimsoll_label: unknown variable, did you mean "plimsoll_labels"?',
      'inv:5: d[1:: expected a range as in [01:50], [a:f] or [0:10:2]',
      expect.stringMatching(/^inv:6: e\[5:1\]: expected a range .* its beginning not after its end$/),
      'inv:7: novalue: expected name=value behind the host',
      "inv:8: g 'open: expected a closing quote",
      expect.stringMatching(/^inv:9: ansible_ssh_common_args: of ProxyCommand only "ssh -W .* found "nc %h"/),
      'inv:9: ansible_become_user: expected root, found "postgres"',
      'inv:10: ansible_become_method: expected sudo or doas, found "su"',
      'inv:11: ansible_host: expected a host name or IP address without a port, found "x:1"',
      expect.stringMatching(/^inv:11: ansible_ssh_common_args: expected -J or -o .* found -o Tunnel=yes/),
      'inv:12: [web:what]: expected :children, :vars or nothing behind the group',
      'inv:14: nothing: expected name=value',
    ]);
  });

  it.each([
    [{ i: 'all: { host: { a: } }\n' }, /^i:1: all\.host: unknown key, did you mean "hosts"\?/],
    [{ i: 'all: { hosts: [a] }\n' }, /^i:1: all\.hosts: expected names with settings/],
    [
      { i: 'all: { hosts: { a: { ansible_user: !vault x } } }\n' },
      /^i:1: ansible_user: the value is vaulted/,
    ],
    [{ i: '[g]\na\n', 'group_vars/g.yml': 'ansible_port: "{{ p }}"\n' }, /^group_vars\/g\.yml:1: .*template/],
    [
      { i: '[g]\na\n', 'group_vars/g.yml': '{a: '.repeat(12_000) },
      /^group_vars\/g\.yml:1: nested too deeply/,
    ],
    [{ i: '#!/usr/bin/python\n' }, /^i:1: .*this is a program: plimsoll runs nothing/],
    [{ i: 'plugin: aws_ec2\nregions: [eu]\n' }, /^i:1: plugin: .*plimsoll runs nothing/],
    [{ i: '$ANSIBLE_VAULT;1.1;AES256\n61\n' }, /^i:1: .*vaulted/],
    [{ i: '[a:children]\nb\n[b:children]\na\n[a]\nx\n' }, /the groups .* stand in each other/],
    [{ i: '[web]\nx\n[wbe:vars]\na=1\n' }, /^i:3: wbe: there is no such group, did you mean "web"\?/],
    [{ i: '[web:children]\nfront\n' }, /^i:2: front: there is no such group/],
    [{ i: "a ansible_ssh_common_args='-F x'\n" }, /^i:1: ansible_ssh_common_args: no -F: .*--ssh-config/],
    [{ i: 'h[1:999999999]\n' }, /^i:1: .*at most 100000 hosts/],
    [{ i: 'ba/d\n' }, /^i:1: ba\/d: expected a host name of letters/],
    [{ i: 'hosts: { a: }\nweb:\n  hosts: { b: }\n' }, /^i:2: web: .*expected one of the two/],
  ] as [Record<string, string>, RegExp][])('%j', async (files, expected) => {
    expect(await errorsOf(files)).toContainEqual(expect.stringMatching(expected));
  });
});

describe('what is wrong with one host', () => {
  const mixed = {
    i: '[linux]\nweb1 ansible_host=192.0.2.1\n[windows]\nwin1 ansible_connection=winrm\nweb2 ansible_ssh_common_args=\'-o ProxyCommand="nc %h %p"\'\n',
  };

  it('is no matter while that host is not audited', async () => {
    expect((await resolved(mixed, { limit: ['linux'] })).hosts.map(({ name }) => name)).toEqual(['web1']);
    expect(await errorsOf(mixed)).toEqual([
      'i:4: ansible_connection: expected ssh or local: plimsoll has no other connection, found "winrm"',
      expect.stringContaining('i:5: ansible_ssh_common_args: of ProxyCommand only'),
      "mend it, or leave out what is not to be audited, as with --limit '!win1'",
    ]);
  });

  it('is no matter where a flag has another value', async () => {
    const { hosts } = await resolved(mixed, { limit: ['web2'], overrides: { jump: 'gate' } });
    expect(hosts[0]?.jump).toMatchObject({ address: 'gate' });
  });
});

describe('what does not concern connections', () => {
  it('is left out with a warning', async () => {
    const { hosts, warnings } = await resolved({
      i: "[g]\na\n[g:vars]\nansible_ssh_common_args='-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o Port=9'\n",
      'group_vars/g/vault.yml': '$ANSIBLE_VAULT;1.1;AES256\n61\n',
      'group_vars/g/vars.yml': 'x: 1\nx: 2\nansible_user: first\nansible_user: second\n',
    });
    expect(hosts).toMatchObject([{ user: 'second', port: 9, knownHostsFiles: [] }]);
    expect(warnings).toEqual([
      expect.stringMatching(/vars\.yml:2: x is there twice: the last counts$/),
      expect.stringMatching(/vars\.yml:4: ansible_user is there twice: the last counts$/),
      expect.stringMatching(/group_vars\/g\/vault\.yml is vaulted and left out; .*--ask-vault-pass/),
      expect.stringMatching(
        /:4: ansible_ssh_common_args: StrictHostKeyChecking=no is left out: host keys are/,
      ),
      expect.stringMatching(/:4: ansible_ssh_common_args: UserKnownHostsFile=\/dev\/null is left out/),
    ]);
  });
});

describe('a ProxyCommand that goes through a jump host', () => {
  const jumpOf = async (args: string) => {
    const { hosts } = await resolved({ i: `a ansible_ssh_common_args='${args}'\n` });
    return hosts[0]?.jump;
  };

  it.each([
    [
      '-o ProxyCommand="ssh -W %h:%p -q me@gate"',
      { address: 'gate', user: 'me', port: 22, identityFiles: [] },
    ],
    [
      '-oProxyCommand="ssh -q -i /k -p 2200 -W [%h]:%p gate"',
      { address: 'gate', port: 2200, identityFiles: ['/k'] },
    ],
    [
      '-o ProxyCommand="exec /usr/bin/ssh -J first -o StrictHostKeyChecking=no -o User=me gate -W %h:%p 2>/dev/null"',
      { address: 'gate', user: 'me', jump: { address: 'first' } },
    ],
    ['-o ProxyJump=one -o ProxyCommand="ssh -W %h:%p two"', { address: 'one' }],
    ['-o ProxyCommand="ssh -W %h:%p two" -J one', { address: 'two' }],
  ])('is read as that: %s', async (args, jump) => {
    expect(await jumpOf(args)).toMatchObject(jump);
  });

  it.each([
    'ssh -W %h:22 gate',
    'ssh gate nc %h %p',
    'ssh -W %h:%p gate; touch /x',
    'ssh -F /x -W %h:%p gate',
    'ssh -o LocalForward=1:x:1 -o ProxyUseFdpass=yes -o CertificateFile=/c -W %h:%p gate',
    'ssh -W %h:%p gate $(id)',
    'ssh -W %h:%p',
    'gate',
  ])('and nothing else is: %s', async (command) => {
    await expect(jumpOf(`-o ProxyCommand="${command}"`)).rejects.toMatchObject({ code: 'INVENTORY_INVALID' });
  });
});

describe('beside the playbooks', () => {
  const files = {
    'inventory/hosts': '[web]\nweb1 ansible_host=192.0.2.1\nweb2 ansible_user=own\n',
    'inventory/group_vars/web.yml': 'ansible_user: inventory\nansible_port: 2222\n',
    'group_vars/web.yml': 'ansible_user: playbook\n',
    'group_vars/all.yml': 'ansible_port: 1\n',
    'host_vars/web2.yml': 'ansible_port: 3\n',
    'ansible.cfg':
      '[defaults]\nremote_user = config ; a comment\nprivate_key_file = keys/id\n[privilege_escalation]\nbecome=True\r\n' +
      '[ssh_connection]\nssh_args = -o ControlMaster=auto\n  -o ProxyJump=gate\n',
  };
  const within = async (work: (file: string, folder: string) => Promise<void>): Promise<void> => {
    const file = inventoryOf(files);
    const folder = dirname(dirname(file));
    const cwd = vi.spyOn(process, 'cwd').mockReturnValue(folder);
    try {
      await work(file, folder);
    } finally {
      cwd.mockRestore();
    }
  };

  it('group_vars, host_vars and ansible.cfg count as for ansible-inventory', async () => {
    await within(async (file, folder) => {
      const { hosts } = await loadInventory(file);
      expect(hosts).toMatchObject([
        { name: 'web1', user: 'playbook', port: 2222, sudo: true, identityFiles: [join(folder, 'keys/id')] },
        { name: 'web2', user: 'own', port: 3, jump: { address: 'gate' } },
      ]);
      expect(hosts[0]?.origin('sudo')).toBe(`${folder}/ansible.cfg:5`);
    });
  });

  it('the environment beats ansible.cfg', async () => {
    vi.stubEnv('ANSIBLE_REMOTE_USER', 'env');
    vi.stubEnv('ANSIBLE_BECOME', 'no');
    const { hosts } = await loadInventory(inventoryOf({ i: 'a\n' }));
    vi.unstubAllEnvs();
    expect(hosts).toMatchObject([{ user: 'env', sudo: false }]);
    expect(hosts[0]?.origin('user')).toBe('ANSIBLE_REMOTE_USER');
  });

  it('nothing counts where others may write, and that is said', async () => {
    await within(async (file, folder) => {
      chmodSync(folder, 0o777);
      const { hosts, notices } = await loadInventory(file);
      expect(hosts).toMatchObject([
        { user: 'inventory', port: 2222, sudo: undefined, jump: undefined },
        { user: 'own' },
      ]);
      expect(notices).toEqual([
        `${folder}/ansible.cfg is left out: everyone may write ${folder}; name it with ANSIBLE_CONFIG to use it`,
        `${folder}/group_vars is left out: everyone may write ${folder}`,
        `${folder}/host_vars is left out: everyone may write ${folder}`,
      ]);
    });
  });
});

describe('JSON', () => {
  it.each([
    [
      'in the form of YAML',
      { all: { hosts: { web1: { ansible_user: 'me' } }, children: { web: { hosts: { web1: null } } } } },
    ],
    [
      'of a script',
      { web: { hosts: ['web1'], vars: { ansible_user: 'me' } }, db: ['db1'], all: { children: ['web'] } },
    ],
    [
      'of ansible-inventory',
      { _meta: { hostvars: { web1: { ansible_user: 'me' } } }, web: { hosts: ['web1'] } },
    ],
  ])('%s is an inventory', async (_name, inventory) => {
    for (const text of [
      JSON.stringify(inventory),
      JSON.stringify(inventory, null, '\t').replaceAll('\n', '\r\n'),
    ]) {
      const hosts = await hostsOf({ 'inventory.json': text });
      expect(hosts['web1']).toMatchObject({ user: 'me', groups: ['web'] });
    }
  });
});

describe('names', () => {
  it('may have letters of any alphabet, and a user in front, as for Ansible', async () => {
    const hosts = await hostsOf({ i: 'büro ansible_host=192.0.2.1\nme@web1\nyou@web2 ansible_user=other\n' });
    expect(Object.values(hosts)).toMatchObject([
      { name: 'büro', address: '192.0.2.1' },
      { address: 'web1', user: 'me' },
      { address: 'web2', user: 'other' },
    ]);
  });
});

it.each(['\r\n', '\r', '\u0085', '\u2028'])('lines of an INI inventory may end with %j', async (end) => {
  const hosts = await hostsOf({ i: ['[web]', 'a ansible_user=me', 'b', ''].join(end) });
  expect(Object.keys(hosts)).toEqual(['a', 'b']);
});

it.each(['\r\n', '\r'])('lines of a YAML inventory may end with %j', async (end) => {
  const hosts = await hostsOf({
    i: ['web:', '  hosts:', '    a: { ansible_user: me }', '    b:', ''].join(end),
  });
  expect(Object.values(hosts)).toMatchObject([{ name: 'a', user: 'me' }, { name: 'b' }]);
});

describe('aliases', () => {
  it('may be used more than a hundred times', async () => {
    const uses = Array.from({ length: 150 }, (_, index) => `    h${index}: *v\n`).join('');
    const hosts = await hostsOf({ i: `all:\n  vars: &v { ansible_user: me }\n  hosts:\n${uses}` });
    expect(Object.keys(hosts)).toHaveLength(150);
  });

  it('may not come to more than memory holds', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, at) => `  x${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`,
    );
    expect(await errorsOf({ i: `all:\n x0: &a0 [1]\n${levels.join('').replaceAll('  x', ' x')}` })).toEqual([
      expect.stringMatching(/^i:1: with its aliases written out/),
    ]);
  });
});
