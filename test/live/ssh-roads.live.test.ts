import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import { createRunner } from '../../src/ssh/runner.ts';
import type { RunResult } from '../../src/ssh/types.ts';
import { requires } from './requirements.ts';
import { hostAt, runOptions } from './ssh-host.ts';
import { refusal, run, secrets, text } from './ssh-run.ts';
import { freePort, generateKey, publicKey, startSshd, type Sshd } from './sshd.ts';
import { createUser, type TestUser } from './users.ts';

const needs = requires('root', 'ssh', 'sshd', 'sudo', 'doas');

let sshd: Sshd;
let bastion: Sshd;

beforeAll(async () => {
  sshd = await startSshd(['MaxStartups 100', 'MaxSessions 100']);
  bastion = await startSshd(['MaxStartups 100', 'LogLevel VERBOSE']);
});
afterAll(async () => {
  await sshd.stop();
  await bastion.stop();
});

describe("the system's client", () => {
  const client: Partial<Host> = { transport: 'openssh' };

  it('brings a script and its output whole, also from behind two jump hosts', async () => {
    const script = 'printf "a\\000\\377\\r\\n"; echo to-stderr >&2; exit 3\n';
    const jump = hostAt(bastion, { jump: hostAt(sshd) });
    for (const host of [hostAt(sshd, client), hostAt(sshd, { ...client, jump })]) {
      const result = await run(host, script);
      expect(result, JSON.stringify(result)).toMatchObject({ ok: true, value: { cut: null } });
      expect(result.ok && [...Buffer.concat(result.value.pieces)]).toEqual([97, 0, 255, 13, 10]);
    }
  });

  it('finds what only its configuration has', async () => {
    const config = join(sshd.folder, 'ssh_config');
    const lines = [
      `ProxyCommand /bin/sh -c "exec ssh -F none -i ${bastion.clientKeyFile} -o StrictHostKeyChecking=yes -o UserKnownHostsFile=${bastion.knownHostsFile} -W 127.0.0.1:${sshd.port} -p ${bastion.port} root@127.0.0.1"`,
      `IdentityFile ${sshd.clientKeyFile}`,
      `UserKnownHostsFile ${sshd.knownHostsFile}`,
      `HostKeyAlias [127.0.0.1]:${sshd.port}`,
      'RemoteCommand /bin/false',
      'StrictHostKeyChecking no',
    ];
    writeFileSync(config, `Host called-so\n  ${lines.join('\n  ')}\n`);
    const host = hostAt(sshd, { ...client, address: 'called-so', identityFiles: [], knownHostsFiles: [] });
    expect(text(await run(host, 'echo in', {}, { sshConfig: config }))).toBe('in\n');
  });

  it('takes a certificate of the host', async () => {
    const authority = generateKey(join(sshd.folder, 'ca'));
    const key = generateKey(join(sshd.folder, 'certified'));
    execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'h', '-h', '-n', '127.0.0.1', `${key}.pub`]);
    const server = await startSshd([`HostKey ${key}`, `HostCertificate ${key}-cert.pub`]);
    const file = join(server.folder, 'known_ca');
    writeFileSync(file, `@cert-authority [127.0.0.1]:${server.port} ${publicKey(authority)}\n`);
    const host = hostAt(server, { knownHostsFiles: [file] });
    expect(refusal(await run(host, 'true')).hint).toContain('--transport openssh');
    expect(text(await run({ ...host, ...client }, 'echo in'))).toBe('in\n');
    await server.stop();
  });

  it('has the same code for each failure as our own', async () => {
    const file = join(sshd.folder, 'none_known');
    const changed = join(sshd.folder, 'changed_known');
    const revoked = join(sshd.folder, 'revoked_known');
    const other = generateKey(join(sshd.folder, 'other_key'));
    const place = `[127.0.0.1]:${sshd.port}`;
    writeFileSync(file, '');
    writeFileSync(changed, `${place} ${publicKey(other)}\n`);
    writeFileSync(revoked, `@revoked ${place} ${publicKey(sshd.hostKeyFile)}\n`);
    const strict = await startSshd(['AllowTcpForwarding no']);
    const gex = await startSshd([
      'HostKeyAlgorithms ssh-rsa',
      `HostKey ${generateKey(join(strict.folder, 'r'), 'rsa')}`,
    ]);
    const cases: readonly (readonly [string, Partial<Host>])[] = [
      ['REFUSED', { port: await freePort() }],
      ['DNS', { address: 'no-such-host.invalid' }],
      ['HOST_KEY_UNKNOWN', { knownHostsFiles: [file] }],
      ['HOST_KEY_MISMATCH', { knownHostsFiles: [changed] }],
      ['HOST_KEY_REVOKED', { knownHostsFiles: [revoked] }],
      ['AUTH_FAILED', { identityFiles: [other] }],
      ['NO_COMMON_ALGORITHM', { port: gex.port }],
      ['JUMP_FAILED', { jump: hostAt(strict) }],
    ];
    for (const [code, changes] of cases) {
      const host = hostAt(sshd, changes);
      expect(refusal(await run(host, 'true')).code, code).toBe(code);
      const byClient = refusal(await run({ ...host, ...client }, 'true'));
      expect(byClient.code, `${code}: ${byClient.message}`).toBe(code);
      if (code === 'HOST_KEY_MISMATCH') expect(byClient.message).toMatch(/ \(found SHA256:[\w+/]{43}\): /);
    }
    await strict.stop();
    await gex.stop();
  }, 60_000);

  it('goes through sudo, and is cut when its session is killed', async () => {
    const user = createUser('USER ALL=(root) ALL');
    const sudoPassword = (): Promise<string> => Promise.resolve(user.password);
    const host = hostAt(sshd, { ...client, user: user.name, sudo: true });
    expect(text(await run(host, 'id -u', { secrets: secrets({ sudoPassword }) }))).toBe('0\n');
    expect(refusal(await run(host, 'id -u')).code).toBe('SUDO_PASSWORD_REQUIRED');
    user.remove();
    const killed = await run(hostAt(sshd, client), 'echo before; kill -KILL $(ps -o ppid= -p $$); sleep 1');
    expect(killed).toMatchObject({ ok: true, value: { cut: { code: 'CONNECTION_LOST' } } });
    expect(text(killed)).toBe('before\n');
  }, 30_000);

  it('writes down the keys of new hosts where that is asked for', async () => {
    const file = join(sshd.folder, 'client_new');
    const host = hostAt(sshd, { ...client, knownHostsFiles: [file] });
    expect(text(await run(host, 'echo in', {}, { acceptNewInto: file }))).toBe('in\n');
    expect(text(await run(host, 'echo in'))).toBe('in\n');
  });
});

describe.skipIf(needs)('the key of a new host', () => {
  it('is written down before the login, and holds from then on', async () => {
    const file = join(sshd.folder, 'our_new');
    const host = hostAt(sshd, { knownHostsFiles: [file] });
    const options = { acceptNewInto: file };
    expect(refusal(await run({ ...host, user: 'nobody-here' }, 'true', {}, options)).code).toBe(
      'AUTH_FAILED',
    );
    expect(readFileSync(file, 'utf8')).toBe(
      `[127.0.0.1]:${sshd.port} ${publicKey(sshd.hostKeyFile).split(' ').slice(0, 2).join(' ')}\n`,
    );
    expect(text(await run(host, 'echo in'))).toBe('in\n');
  });
});

describe.skipIf(needs)('jump hosts', () => {
  it('stand in a row, each reached through the one before', async () => {
    const middle = await startSshd(['LogLevel VERBOSE']);
    const jump = hostAt(middle, { jump: hostAt(bastion) });
    const hosts = [1, 2, 3].map((n) => hostAt(sshd, { name: `n${n}`, jump }));
    const runner = createRunner();
    const results = await Promise.all(hosts.map((host) => runner.run(host, 'echo in', runOptions())));
    runner.close();
    expect(results.map(text)).toEqual(['in\n', 'in\n', 'in\n']);
    expect(middle.log().match(/Accepted publickey/g)).toHaveLength(1);
    await middle.stop();
    const broken = hostAt(sshd, {
      jump: hostAt(bastion, { jump: hostAt(sshd, { port: await freePort() }) }),
    });
    expect(refusal(await run(broken, 'true')).message).toMatch(
      /^box: the jump host root@127\.0\.0\.1:\d+ failed: REFUSED/,
    );
  });

  it('that refuse the login are asked once, however many hosts are behind them', async () => {
    const refusing = await startSshd(['LogLevel VERBOSE']);
    const jump = hostAt(refusing, { identityFiles: [generateKey(join(refusing.folder, 'stranger'))] });
    const runner = createRunner();
    const hosts = [1, 2, 3, 4].map((n) => hostAt(sshd, { name: `n${n}`, jump }));
    const results = await Promise.all(hosts.map((host) => runner.run(host, 'true', runOptions())));
    runner.close();
    for (const result of results)
      expect(refusal(result)).toMatchObject({
        code: 'JUMP_FAILED',
        message: expect.stringContaining('AUTH_FAILED'),
      });
    expect(refusing.log().match(/Failed publickey/g)).toHaveLength(1);
    await refusing.stop();
  });

  it('carry two hundred hosts without a loss', async () => {
    const runner = createRunner();
    const hosts = Array.from({ length: 200 }, (_, index) =>
      hostAt(sshd, { name: `n${index}`, jump: hostAt(bastion) }),
    );
    const limits = runOptions({ connectTimeout: 60_000, totalTimeout: 90_000, idleTimeout: 60_000 });
    const results = await Promise.all(hosts.map((host) => runner.run(host, `echo ${host.name}`, limits)));
    runner.close();
    expect(results.map(text)).toEqual(hosts.map(({ name }) => `${name}\n`));
  }, 100_000);

  it('that die fail their hosts with one cause, and are opened anew once', async () => {
    const mortal = await startSshd();
    const runner = createRunner();
    const jump = hostAt(mortal);
    const kill = (): void => {
      const sessions = execFileSync('pgrep', ['-P', String(mortal.pid)])
        .toString()
        .trim()
        .split('\n');
      for (const pid of sessions) process.kill(Number(pid), 'SIGKILL');
    };
    const die = async (): Promise<readonly RunResult[]> => {
      const hosts = ['a', 'b'].map((name) => hostAt(sshd, { name, jump }));
      let under = 0;
      const onPhase = (phase: string): void => {
        if (phase === 'collecting' && ++under === hosts.length) setTimeout(kill, 300);
      };
      return Promise.all(hosts.map((host) => runner.run(host, 'echo on; sleep 20', runOptions({ onPhase }))));
    };
    for (const result of await die())
      expect(result).toMatchObject({ ok: true, value: { cut: { code: 'JUMP_FAILED' } } });
    expect(text(await runner.run(hostAt(sshd, { jump }), 'echo again', runOptions()))).toBe('again\n');
    await die();
    const start = Date.now();
    const last = refusal(await runner.run(hostAt(sshd, { jump }), 'true', runOptions()));
    expect(last).toMatchObject({ code: 'JUMP_FAILED', message: expect.stringContaining('was lost') });
    expect(Date.now() - start).toBeLessThan(1000);
    runner.close();
    await mortal.stop();
  }, 30_000);
});

describe.skipIf(needs)('a terminal', () => {
  let asks: TestUser;
  beforeAll(() => {
    asks = createUser('Defaults:USER requiretty\nUSER ALL=(root) ALL');
  });
  afterAll(() => asks.remove());

  it('is for sudo that wants one, and brings every byte', async () => {
    const sudoPassword = (): Promise<string> => Promise.resolve(asks.password);
    const script = `id -u; : '${'x'.repeat(100_000)}'; printf 'a\\000\\377\\r\\n\\033[A\\003\\004'; cat </dev/null; echo "$0 end"`;
    for (const transport of ['ssh', 'openssh'] as const) {
      const host = hostAt(sshd, { transport, user: asks.name, sudo: true, pty: true });
      const result = await run(host, script, { secrets: secrets({ sudoPassword }) });
      expect(result, JSON.stringify(result)).toMatchObject({ ok: true, value: { cut: null } });
      expect(result.ok && Buffer.concat(result.value.pieces).toString('latin1'), transport).toBe(
        '0\na\x00\xff\r\n\x1b[A\x03\x04sh end\n',
      );
      const wrong = secrets({ sudoPassword: () => Promise.resolve('wrong') });
      expect(refusal(await run(host, script, { secrets: wrong })).code).toBe('SUDO_PASSWORD_WRONG');
      expect(refusal(await run(host, script)).code).toBe('SUDO_PASSWORD_REQUIRED');
    }
  }, 60_000);

  it('is not there unless asked for', async () => {
    const script = 'if [ -t 0 ] || [ -t 1 ] || [ -t 2 ]; then echo terminal; else echo none; fi';
    expect(text(await run(hostAt(sshd), script))).toBe('none\n');
    expect(text(await run(hostAt(sshd, { pty: true }), script))).toBe('terminal\n');
  });
});

describe.skipIf(needs)('doas', () => {
  const file = '/etc/doas.conf';
  let before: string | null;
  let free: TestUser;
  let asks: TestUser;
  let none: TestUser;
  beforeAll(() => {
    [free, asks, none] = [createUser(null), createUser(null), createUser(null)];
    before = existsSync(file) ? readFileSync(file, 'utf8') : null;
    writeFileSync(file, `permit nopass ${free.name} as root cmd sh\npermit ${asks.name} as root\n`, {
      mode: 0o400,
    });
  });
  afterAll(() => {
    if (before === null) rmSync(file);
    else writeFileSync(file, before);
    for (const user of [free, asks, none]) user.remove();
  });

  const through = (user: TestUser, password?: string, pty = false): Promise<RunResult> => {
    const options = { secrets: secrets({ sudoPassword: () => Promise.resolve(password) }) };
    return run(hostAt(sshd, { user: user.name, sudo: 'doas', pty }), 'id -u; echo end', options);
  };

  it('works without a password, with exactly the line that the hint names', async () => {
    const { hint } = refusal(await through(none));
    expect(hint).toContain(`permit nopass ${none.name} as root cmd sh`);
    expect(text(await through(free))).toBe('0\nend\n');
    expect(text(await through(free, undefined, true))).toBe('0\nend\n');
  });

  it('works with a password on a terminal, and says that it needs one', async () => {
    expect(text(await through(asks, asks.password, true))).toBe('0\nend\n');
    const { code, hint } = refusal(await through(asks, asks.password));
    expect(code).toBe('SUDO_REQUIRES_TTY');
    expect(hint).toContain('--pty');
    expect(refusal(await through(asks, 'wrong', true)).code).toBe('SUDO_PASSWORD_WRONG');
    expect(refusal(await through(none, 'x')).code).toBe('SUDO_NOT_PERMITTED');
  }, 30_000);
});
