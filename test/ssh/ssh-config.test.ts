import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConfiguredHop, Destination } from '../../src/inventory/types.ts';
import { findClient, type SshClient } from '../../src/ssh/config/client.ts';
import type { Options } from '../../src/ssh/config/evaluate.ts';
import { createSshConfig } from '../../src/ssh/config/ssh-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-ssh-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => vi.stubEnv('TEST_AGENT_FOLDER', '/run/agent'));
afterEach(() => vi.unstubAllEnvs());

const home = userInfo().homedir;
const noClient = (): Promise<undefined> => Promise.resolve(undefined);

function configFile(text: string): string {
  const file = join(mkdtempSync(join(folder, 'c-')), 'config');
  writeFileSync(file, text);
  return file;
}

/** What both readers say, the client's and our own. */
async function both(
  text: string,
  address: string,
  stated: { port?: number; user?: string } = {},
): Promise<readonly ConfiguredHop[]> {
  const file = configFile(text);
  const destination = { address, port: stated.port, user: stated.user };
  return Promise.all([createSshConfig(file)(destination), createSshConfig(file, noClient)(destination)]);
}

const config = `# comment
User = everyone
Host web-* !web-9
  HostName %h.example.com
  Port 2222
  IdentityFile ~/.ssh/%r@%n
  IdentityFile "/keys/with space"
  IdentitiesOnly yes
Host web-1
  Port 99
  ProxyJump me@gate:2200,inner
  HostKeyAlias alias-%n
  UserKnownHostsFile ~/kh /etc/kh2
Host quiet
  IdentityAgent none
  ProxyJump none
Host tokens
  IdentityFile /k/%%-%d-%h-%i-%L-%l-%n-%p-%r-%u-%C
  IdentityAgent \${TEST_AGENT_FOLDER}/s
Host *
  SendEnv LANG
  GlobalKnownHostsFile /etc/g1 /etc/g2
`;

describe('ssh_config', () => {
  it.each(['web-1', 'WEB-1', 'web-9', 'quiet', 'other'])(
    'is read as the client reads it: %s',
    async (name) => {
      const [client, own] = await both(config, name);
      expect(own).toEqual(client);
    },
  );

  it('gives the first value of each option, and every identity file', async () => {
    const [found] = await both(config, 'web-1');
    expect(found).toEqual({
      address: 'web-1.example.com',
      port: 2222,
      user: 'everyone',
      identityFiles: [join(home, '.ssh/everyone@web-1'), '/keys/with space'],
      identitiesOnly: true,
      knownHostsFiles: [join(home, 'kh'), '/etc/kh2', '/etc/g1', '/etc/g2'],
      hostKeyAlias: 'alias-%n',
      jump: 'me@gate:2200,inner',
      beyond: [],
    });
  });

  it('has names in lower case, and no key file twice', async () => {
    const [client, own] = await both(
      'HostName %h.example.com\nUserKnownHostsFile /kh/%h\nIdentityFile /k\nIdentityFile /k\n',
      'WEB-2',
    );
    expect(own).toEqual(client);
    expect(own).toMatchObject({ address: 'web-2.example.com', identityFiles: ['/k'] });
  });

  it('knows no host where no file is to be asked', async () => {
    for (const found of await both('UserKnownHostsFile none\nGlobalKnownHostsFile none\n', 'any'))
      expect(found.knownHostsFiles).toEqual(['/dev/null']);
  });

  it('lets what is stated elsewhere count, in tokens too', async () => {
    for (const found of await both(config, 'web-2', { port: 5, user: 'me' }))
      expect(found).toMatchObject({
        port: 5,
        identityFiles: [join(home, '.ssh/me@web-2'), '/keys/with space'],
      });
  });

  it('expands tokens and the environment', async () => {
    const { username, uid } = userInfo();
    const local = hostname();
    const [client, own] = await both(config, 'tokens');
    expect(client?.identityFiles?.[0]?.replace(/[0-9a-f]{40}$/, 'C')).toBe(
      `/k/%-${home}-tokens-${uid}-${local.split('.')[0]}-${local}-tokens-22-everyone-${username}-C`,
    );
    expect(client?.agent).toBe('/run/agent/s');
    expect(own).toEqual(client);
  });

  it('follows Include with wildcards, only where its block holds', async () => {
    const included = mkdtempSync(join(folder, 'conf.d-'));
    writeFileSync(join(included, 'a.conf'), 'Port 1\nHost nobody\nPort 2\n');
    writeFileSync(join(included, 'b.conf'), 'User first\n');
    const text = `Host in\n  Include ${included}/*.conf\nHost in out\n  User last\n`;
    for (const found of await both(text, 'in')) expect(found).toMatchObject({ port: 1, user: 'first' });
    for (const found of await both(text, 'out')) expect(found).toEqual({ user: 'last', beyond: [] });
  });

  it.each([
    ['in folders', 'proj/*/config'],
    ['of letters and lists', 'proj/[ab]pp?/conf[!x]g'],
    ['in ranges', 'proj/[a-c]*/c*'],
    ['and names without any', 'proj/app1/config'],
    ['that find folders too, which are nothing', 'proj/* proj'],
  ])('reads Include with wildcards %s as the client does', async (_name, pattern) => {
    const root = mkdtempSync(join(folder, 'include-'));
    for (const [name, user] of [
      ['app1', 'one'],
      ['bpp2', 'two'],
      ['.app', 'hidden'],
      ['[ab]pp?', 'literal'],
    ] as const) {
      mkdirSync(join(root, 'proj', name), { recursive: true });
      writeFileSync(
        join(root, 'proj', name, 'config'),
        `Host ${user}\n  User ${user}\nHost all\n  User ${user}\n`,
      );
    }
    const text = `Include ${pattern.replaceAll('proj', join(root, 'proj'))}\nHost *\n  Port 7\n`;
    for (const name of ['one', 'two', 'hidden', 'literal', 'all']) {
      const [client, own] = await both(text, name);
      expect(client).toMatchObject({ port: 7 });
      expect(own).toEqual(client);
    }
  });

  it.each(['${TEST_AGENT_FOLDER}/x', '~root/x', '/x/[[:alpha:]]', '/x/[^a]', '/x\\\\y*', '/x/[]a]'])(
    'asks the client about Include %s, and is sure of nothing without one',
    async (pattern) => {
      const file = configFile(`Host a\n  Include ${pattern}\n`);
      const asked: string[] = [];
      const client: SshClient = {
        resolve: ({ address }) => {
          asked.push(address);
          return Promise.resolve(new Map());
        },
      };
      const lookUp = createSshConfig(file, () => Promise.resolve(client));
      const destination = { port: undefined, user: undefined };
      await lookUp({ address: 'a', ...destination });
      await lookUp({ address: 'b', ...destination });
      expect(asked).toEqual(['a']);
      await expect(createSshConfig(file, noClient)({ address: 'a', ...destination })).rejects.toMatchObject({
        details: [`${file}:2: Include`, expect.anything()],
      });
    },
  );

  it.each([
    'IdentityFile /keys/a\\ b',
    "IdentityFile '/keys/single quoted'",
    'IdentityFile /keys/"in the"-middle',
    'IdentityFile "/keys/\\"quoted\\""',
    'IdentityFile /keys/a#b # comment',
    'User\tx\r',
    'IgnoreUnknown UseKeychain,AppleMulti*\nUseKeychain yes\nAppleMultiPath on\nUser x',
    'LocalCommand echo %h\nUser x',
    'Protocol 2\nRSAAuthentication yes\nUseRoaming no\nCompressionLevel 9\nCipher blowfish\nUser x',
  ])('reads as the client does: %s', async (line) => {
    const [client, own] = await both(`Host h\n${line}\n`, 'h');
    expect(Object.keys(client ?? {})).toHaveLength(2);
    expect(own).toEqual(client);
  });

  it.each(['User', 'Port 99999', 'Port 0', 'HostName a b', 'IdentitiesOnly maybe', 'Hostname ""'])(
    'is refused where the client refuses it: %s',
    async (line) => {
      const file = configFile(`User x\n${line}\n`);
      for (const find of [findClient, noClient])
        await expect(
          createSshConfig(file, find)({ address: 'h', port: undefined, user: undefined }),
        ).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    },
  );

  it('does not let IgnoreUnknown hide what OpenSSH knows', async () => {
    const file = configFile('IgnoreUnknown *\nProxyCommand nc %h %p\n');
    await expect(
      createSshConfig(file, noClient)({ address: 'h', port: undefined, user: undefined }),
    ).rejects.toMatchObject({ details: [`${file}:2: proxycommand`, expect.anything()] });
  });

  it('names what only the client can do', async () => {
    const file = configFile('Host a\n  ProxyCommand nc %h %p\n  CertificateFile /c\nHost b\n  User x\n');
    const lookUp = createSshConfig(file);
    expect((await lookUp({ address: 'a', port: undefined, user: undefined })).beyond).toEqual([
      'ProxyCommand',
      'CertificateFile',
    ]);
    expect((await lookUp({ address: 'b', port: undefined, user: undefined })).beyond).toEqual([]);
  });

  it('without a client, refuses lines that hold and that it does not know, with their place', async () => {
    const file = configFile(
      'Host a\n  ProxyCommand nc %h %p\nMatch exec "touch /x"\n  User y\nHost b\n  Port ssh\n',
    );
    const lookUp = createSshConfig(file, noClient);
    await expect(lookUp({ address: 'a', port: undefined, user: undefined })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      details: [`${file}:2: proxycommand`, `${file}:3: Match`, expect.stringContaining('--ssh-config none')],
    });
    await expect(lookUp({ address: 'b', port: undefined, user: undefined })).rejects.toMatchObject({
      details: [`${file}:3: Match`, `${file}:6: port`, expect.anything()],
    });
  });

  it('is not asked about a host of which it says nothing, nor twice about another', async () => {
    const asked: string[] = [];
    const find = async (file: string | undefined): Promise<SshClient | undefined> => {
      const client = await findClient(file);
      const resolve: SshClient['resolve'] = (destination) => {
        asked.push(destination.address);
        return client?.resolve(destination) ?? Promise.reject(new Error('no client'));
      };
      return { resolve };
    };
    const lookUp = createSshConfig(configFile('Host known\n  Port 3\nHost *\n  SendEnv LANG\n'), find);
    const names = ['known', 'stranger', 'known', 'other'];
    await Promise.all(names.map((address) => lookUp({ address, port: undefined, user: undefined })));
    expect(asked).toEqual(['known']);
  });

  it('is asked once about hosts for which the same lines hold, if it reads them as we do', async () => {
    const file = configFile('Host *\n  HostName %h.lan\n  IdentityFile /k/%n-%r\nHost b*\n  Port 5\n');
    const client = await findClient(file);
    const names = ['a1', 'b1', 'a2', 'b2', 'a3'];
    const look = async (isOdd: boolean): Promise<[readonly string[], readonly (string | undefined)[]]> => {
      const asked: string[] = [];
      const lookUp = createSshConfig(file, () => Promise.resolve({ resolve }));
      async function resolve(destination: Destination): Promise<Options> {
        asked.push(destination.address);
        const options = (await client?.resolve(destination)) ?? new Map<string, readonly string[]>();
        return isOdd ? new Map([...options, ['hostname', ['odd']]]) : options;
      }
      const found = await Promise.all(
        names.map((address, index) =>
          lookUp({ address, port: undefined, user: index > 1 ? 'me' : undefined }),
        ),
      );
      return [
        asked.toSorted(),
        found.map(({ address, port, identityFiles }) => `${address} ${port} ${identityFiles?.[0]}`),
      ];
    };
    const own = userInfo().username;
    const expected = names.map((name, index) => {
      const port = name.startsWith('b') ? 5 : undefined;
      return `${name}.lan ${port} /k/${name}-${index > 1 ? 'me' : own}`;
    });
    expect(await look(false)).toEqual([['a1', 'b1'], expected]);
    expect(await look(true)).toEqual([names.toSorted(), expected.map((text) => text.replace(/^\S+/, 'odd'))]);
  });

  it('says what the client says of a broken file, and that a named one is missing', async () => {
    const broken = createSshConfig(configFile('Host a\n  Port x\n'));
    await expect(broken({ address: 'a', port: undefined, user: undefined })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/line 2/),
    });
    const missing = createSshConfig('/nonexistent/config');
    await expect(missing({ address: 'a', port: undefined, user: undefined })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
  });

  it('is left out with none', async () => {
    expect(await createSshConfig('none')({ address: 'a', port: undefined, user: undefined })).toEqual({
      beyond: [],
    });
  });
});
