import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import { createRunner } from '../../src/ssh/runner.ts';
import type { RunResult } from '../../src/ssh/types.ts';
import { requires } from './requirements.ts';
import { hostAt, runOptions } from './ssh-host.ts';
import { refusal, run, secrets, text } from './ssh-run.ts';
import { freePort, generateKey, publicKey, startSshd, type Sshd } from './sshd.ts';
import { createUser, type TestUser } from './users.ts';

const needs = requires('root', 'ssh', 'sshd', 'sudo');

let sshd: Sshd;

beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());

/** A test file must find nothing of the person who runs it. */
beforeAll(() => {
  delete process.env['SSH_AUTH_SOCK'];
});

describe.skipIf(needs)('a script over SSH', () => {
  it('comes back whole, byte for byte, whatever its exit status', async () => {
    const result = await run(hostAt(sshd), 'printf "a\\000\\377\\r\\n"; echo to-stderr >&2; exit 3\n');
    expect(result).toMatchObject({ ok: true, value: { cut: null } });
    expect(result.ok && [...Buffer.concat(result.value.pieces)]).toEqual([97, 0, 255, 13, 10]);
  });

  it('takes a large script and returns a large output', async () => {
    const script = `: '${'x'.repeat(3_000_000)}'\nhead -c 5000000 /dev/zero\n`;
    const result = await run(hostAt(sshd), script, { maxBytes: 6_000_000 });
    expect(result.ok && Buffer.concat(result.value.pieces).length).toBe(5_000_000);
  });

  it('tells the phases', async () => {
    const phases: string[] = [];
    await run(hostAt(sshd), 'true', { onPhase: (phase) => phases.push(phase) });
    expect([...new Set(phases)]).toEqual(['connecting', 'authenticating', 'collecting']);
  });

  it('is cut at the cap, and the bytes up to it are kept', async () => {
    const result = await run(hostAt(sshd), 'head -c 100000 /dev/zero; sleep 5', { maxBytes: 1000 });
    expect(result).toMatchObject({ ok: true, value: { cut: { code: 'OUTPUT_TOO_LARGE' } } });
    expect(result.ok && Buffer.concat(result.value.pieces).length).toBe(1000);
  });

  it('is cut when it falls silent, and what came is kept', async () => {
    const result = await run(hostAt(sshd), 'echo first; sleep 20; echo second', { idleTimeout: 1500 });
    expect(result).toMatchObject({ ok: true, value: { cut: { code: 'TIMEOUT' } } });
    expect(text(result)).toBe('first\n');
  });

  it('is cut at the deadline though it talks on', async () => {
    const script = 'while :; do echo tick; sleep 0.1; done';
    const result = await run(hostAt(sshd), script, { totalTimeout: 2500 });
    expect(result).toMatchObject({ ok: true, value: { cut: { code: 'TIMEOUT' } } });
    expect(text(result)).toContain('tick');
  });

  it('ends at once when the run is interrupted', async () => {
    const controller = new AbortController();
    const result = run(hostAt(sshd), 'echo x; sleep 20', {
      signal: controller.signal,
      onPhase: (phase) => phase === 'collecting' && setTimeout(() => controller.abort(), 200),
    });
    expect(refusal(await result).code).toBe('INTERRUPTED');
  });

  it('is reported lost when its session is killed', async () => {
    const result = await run(hostAt(sshd), 'echo before; kill -KILL $(ps -o ppid= -p $$); sleep 1');
    expect(result).toMatchObject({ ok: true, value: { cut: { code: 'CONNECTION_LOST' } } });
    expect(text(result)).toBe('before\n');
  });

  it('serves thirty hosts at a time without a warning', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): unknown => warnings.push(warning);
    process.on('warning', listen);
    const server = await startSshd(['MaxStartups 100']);
    const controller = new AbortController();
    const runner = createRunner();
    const hosts = Array.from({ length: 30 }, (_, index) => hostAt(server, { name: `host-${index}` }));
    const options = runOptions({ signal: controller.signal, connectTimeout: 60_000, totalTimeout: 90_000 });
    const results = await Promise.all(hosts.map((host) => runner.run(host, `echo ${host.name}`, options)));
    runner.close();
    await server.stop();
    process.off('warning', listen);
    expect(results.map(text)).toEqual(hosts.map(({ name }) => `${name}\n`));
    expect(warnings).toEqual([]);
  }, 120_000);
});

describe.skipIf(needs)('host keys', () => {
  function knownHosts(name: string, content: string): string {
    const file = join(sshd.folder, name);
    writeFileSync(file, content);
    return file;
  }

  it('refuses a host that is not known, and says how to look at its key', async () => {
    const file = knownHosts('empty', '');
    const { code, message, hint } = refusal(await run(hostAt(sshd, { knownHostsFiles: [file] }), 'true'));
    const shown = execFileSync('ssh-keygen', ['-lf', `${sshd.hostKeyFile}.pub`])
      .toString()
      .split(' ')[1];
    expect(code).toBe('HOST_KEY_UNKNOWN');
    expect(message).toContain(`ssh-ed25519 ${shown}`);
    expect(hint).toContain(`ssh-keyscan -t ed25519 -p ${sshd.port} 127.0.0.1 | ssh-keygen -lf -`);
  });

  it('refuses a changed key, with both fingerprints and the line', async () => {
    const other = generateKey(join(sshd.folder, 'other_host'));
    const file = knownHosts('changed', `# a comment\n[127.0.0.1]:${sshd.port} ${publicKey(other)}\n`);
    const { code, message, hint } = refusal(await run(hostAt(sshd, { knownHostsFiles: [file] }), 'true'));
    expect(code).toBe('HOST_KEY_MISMATCH');
    expect(message).toContain(`${file}:2`);
    expect(message.match(/SHA256:/g)).toHaveLength(2);
    expect(hint).toContain(`ssh-keygen -R '[127.0.0.1]:${sshd.port}' -f ${file}`);
  });

  it('refuses a revoked key even when another line has it', async () => {
    const key = publicKey(sshd.hostKeyFile);
    const file = knownHosts('revoked', `[127.0.0.1]:${sshd.port} ${key}\n@revoked * ${key}\n`);
    const { code, message } = refusal(await run(hostAt(sshd, { knownHostsFiles: [file] }), 'true'));
    expect(code).toBe('HOST_KEY_REVOKED');
    expect(message).toContain(`${file}:2`);
  });

  it('asks a server with several keys for the one that is known', async () => {
    const second = generateKey(join(sshd.folder, 'rsa_host'), 'rsa');
    const server = await startSshd([`HostKey ${second}`]);
    const file = knownHosts('rsa-only', `[127.0.0.1]:${server.port} ${publicKey(second)}\n`);
    expect(text(await run(hostAt(server, { knownHostsFiles: [file] }), 'echo in'))).toBe('in\n');
    await server.stop();
  });

  it('sends no login to a host that it does not know', async () => {
    const server = await startSshd();
    await run(hostAt(server, { knownHostsFiles: [knownHosts('none', '')] }), 'true');
    expect(server.log()).not.toMatch(/publickey|userauth|for root/);
    await server.stop();
  });
});

describe.skipIf(needs)('logging in', () => {
  it('uses an encrypted key with its passphrase, asked for once for many hosts', async () => {
    const locked = generateKey(join(sshd.folder, 'locked'), 'ed25519', 'open sesame');
    const server = await startSshd();
    writeFileSync(join(server.folder, 'authorized_keys'), `${publicKey(locked)}\n`);
    let asked = 0;
    const passphrase = (): Promise<string> => {
      asked++;
      return Promise.resolve('open sesame');
    };
    const runner = createRunner();
    const host = hostAt(server, { identityFiles: [locked] });
    const options = runOptions({ secrets: secrets({ passphrase }) });
    const results = await Promise.all([1, 2, 3].map(() => runner.run(host, 'echo in', options)));
    expect(results.map(text)).toEqual(['in\n', 'in\n', 'in\n']);
    expect(asked).toBe(1);
    runner.close();
    await server.stop();
  });

  it('tells a missing, a locked and a broken key file from a rejected one', async () => {
    const locked = generateKey(join(sshd.folder, 'locked2'), 'ed25519', 'secret');
    const broken = join(sshd.folder, 'broken');
    writeFileSync(broken, 'not a key\n');
    const stranger = generateKey(join(sshd.folder, 'stranger'));
    const outcome = async (file: string): Promise<string> => {
      const { code, message } = refusal(await run(hostAt(sshd, { identityFiles: [file] }), 'true'));
      return `${code} ${message}`;
    };
    expect(await outcome('/nonexistent/key')).toMatch(/^KEY_UNREADABLE .*ENOENT/);
    expect(await outcome(locked)).toMatch(/^KEY_UNREADABLE .*encrypted/);
    expect(await outcome(broken)).toMatch(/^KEY_UNREADABLE .*Unsupported key format/);
    expect(await outcome(stranger)).toMatch(/^AUTH_FAILED .*stranger.*it accepts publickey/);
  });

  it('lets the time stand still while a person types', async () => {
    const locked = generateKey(join(sshd.folder, 'locked3'), 'ed25519', 'slow');
    const server = await startSshd();
    writeFileSync(join(server.folder, 'authorized_keys'), `${publicKey(locked)}\n`);
    const passphrase = (): Promise<string> => new Promise((resolve) => setTimeout(resolve, 4000, 'slow'));
    const limits = { connectTimeout: 3000, totalTimeout: 3500, secrets: secrets({ passphrase }) };
    expect(text(await run(hostAt(server, { identityFiles: [locked] }), 'echo in', limits))).toBe('in\n');
    await server.stop();
  }, 15_000);

  it('uses the agent, and only the named keys in it where that is asked for', async () => {
    const [, socket = '', pid = ''] =
      /SSH_AUTH_SOCK=([^;]+);.*SSH_AGENT_PID=(\d+)/s.exec(execFileSync('ssh-agent', ['-s']).toString()) ?? [];
    const environment = { ...process.env, SSH_AUTH_SOCK: socket };
    try {
      const stranger = generateKey(join(sshd.folder, 'agent_stranger'));
      execFileSync('ssh-add', ['-q', stranger, sshd.clientKeyFile], { env: environment });
      const host = hostAt(sshd, { identityFiles: [stranger], agent: socket });
      expect(text(await run(host, 'echo in'))).toBe('in\n');
      const only = { ...host, identitiesOnly: true };
      expect(refusal(await run(only, 'true')).code).toBe('AUTH_FAILED');
      // The public half is enough to name a key in the agent.
      const named = { ...only, identityFiles: [`${sshd.clientKeyFile}.pub`] };
      expect(text(await run(named, 'echo in'))).toBe('in\n');
    } finally {
      process.kill(Number(pid));
    }
  });

  describe('with a password', () => {
    let user: TestUser;
    beforeAll(() => {
      user = createUser(null);
    });
    afterAll(() => user.remove());

    it('gives it where the server wants it, alone or after a key', async () => {
      const password = (): Promise<string> => Promise.resolve(user.password);
      for (const methods of ['password', 'publickey,password', 'publickey,keyboard-interactive']) {
        const pam = methods.includes('keyboard') ? ['UsePAM yes', 'KbdInteractiveAuthentication yes'] : [];
        const server = await startSshd([
          ...pam,
          'PasswordAuthentication yes',
          `AuthenticationMethods ${methods}`,
        ]);
        const host = hostAt(server, { user: user.name });
        expect(text(await run(host, 'id -un', { secrets: secrets({ password }) })), methods).toBe(
          `${user.name}\n`,
        );
        await server.stop();
      }
    }, 30_000);

    it('sends a wrong one once only', async () => {
      const server = await startSshd(['PasswordAuthentication yes', 'LogLevel VERBOSE']);
      const stranger = generateKey(join(server.folder, 'stranger'));
      const host = hostAt(server, { user: user.name, identityFiles: [stranger] });
      const password = (): Promise<string> => Promise.resolve('wrong');
      const { code, message } = refusal(await run(host, 'true', { secrets: secrets({ password }) }));
      expect(code).toBe('AUTH_FAILED');
      expect(message).toContain('password');
      expect(server.log().match(/Failed password/g)).toHaveLength(1);
      await server.stop();
    });
  });
});

describe.skipIf(needs)('what is in the way', () => {
  it('is a closed port, a name without address, a silent port', async () => {
    const closed = await run(hostAt(sshd, { port: await freePort() }), 'true');
    expect(refusal(closed).code).toBe('REFUSED');
    const nameless = await run(hostAt(sshd, { address: 'no-such-host.invalid' }), 'true');
    expect(refusal(nameless).code).toBe('DNS');
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const mute = await run(hostAt(sshd, { port }), 'true', { connectTimeout: 500 });
    expect(refusal(mute)).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('0.5 s') });
    silent.close();
  });

  it('is tried again when the server hangs up before the handshake, three times in all', async () => {
    let calls = 0;
    const server = createServer((socket) => {
      calls++;
      socket.end('Exceeded MaxStartups\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(refusal(await run(hostAt(sshd, { port }), 'true')).code).toBe('CONNECTION_LOST');
    expect(calls).toBe(3);
    server.close();
  });

  it('is a server without a common algorithm', async () => {
    const server = await startSshd(['KexAlgorithms diffie-hellman-group-exchange-sha256']);
    expect(refusal(await run(hostAt(server), 'true')).code).toBe('NO_COMMON_ALGORITHM');
    await server.stop();
  });

  it('is an account without a shell, quoted with its control characters spelled out', async () => {
    const server = await startSshd(['ForceCommand printf "\\033[31mno shell here\\n"; exit 1']);
    const { code, message } = refusal(await run(hostAt(server), 'true'));
    expect(code).toBe('NO_SHELL');
    expect(message).toContain('\\u{1b}[31mno shell here');
    await server.stop();
  });

  it('is nologin', async () => {
    const user = createUser(null, '/usr/sbin/nologin');
    const { code, message } = refusal(await run(hostAt(sshd, { user: user.name }), 'true'));
    user.remove();
    expect(code).toBe('NO_SHELL');
    expect(message).toMatch(/not available/);
  });

  it('is not noise before the shell, on either stream and without a line end', async () => {
    const forced = `${sshd.folder}/noisy.sh`;
    writeFileSync(forced, 'printf "welcome to"; echo warning >&2; set -x; eval "$SSH_ORIGINAL_COMMAND"\n');
    const server = await startSshd([`ForceCommand sh ${forced}`]);
    expect(text(await run(hostAt(server), 'echo clean'))).toBe('clean\n');
    await server.stop();
  });
});

describe.skipIf(needs)('sudo', () => {
  let free: TestUser;
  let asks: TestUser;
  let none: TestUser;
  beforeAll(() => {
    free = createUser('USER ALL=(root) NOPASSWD: /bin/sh');
    asks = createUser('USER ALL=(root) ALL');
    none = createUser(null);
  });
  afterAll(() => [free, asks, none].forEach((user) => user.remove()));

  function through(user: TestUser, sudoPassword?: string, server = sshd): Promise<RunResult> {
    const options = { secrets: secrets({ sudoPassword: () => Promise.resolve(sudoPassword) }) };
    return run(hostAt(server, { user: user.name, sudo: true }), 'id -u; echo end', options);
  }

  it('works without a password, with exactly the line that the hint names', async () => {
    expect(text(await through(free))).toBe('0\nend\n');
  });

  it('never sends a password that is not asked for', async () => {
    const script = 'cat >/dev/null; id -u';
    const options = { secrets: secrets({ sudoPassword: () => Promise.reject(new Error('asked')) }) };
    const result = await run(hostAt(sshd, { user: free.name, sudo: true }), script, options);
    expect(result.ok).toBe(true);
  });

  it('works with a password', async () => {
    expect(text(await through(asks, asks.password))).toBe('0\nend\n');
  });

  it('sends a wrong password once', async () => {
    const start = Date.now();
    const { code } = refusal(await through(asks, 'wrong'));
    expect(code).toBe('SUDO_PASSWORD_WRONG');
    expect(Date.now() - start).toBeLessThan(10_000);
  }, 15_000);

  it('says when a password is needed and there is none', async () => {
    const { code, hint } = refusal(await through(asks));
    expect(code).toBe('SUDO_PASSWORD_REQUIRED');
    expect(hint).toContain(`${asks.name} ALL=(root) NOPASSWD: /bin/sh`);
  });

  it('says when the user may not', async () => {
    expect(refusal(await through(none, none.password)).code).toBe('SUDO_NOT_PERMITTED');
  }, 15_000);

  it('says when sudo wants a terminal', async () => {
    const user = createUser('Defaults:USER requiretty\nUSER ALL=(root) NOPASSWD: ALL');
    expect(refusal(await through(user)).code).toBe('SUDO_REQUIRES_TTY');
    user.remove();
  });

  it('says when there is no sudo', async () => {
    const forced = `${sshd.folder}/no-sudo.sh`;
    writeFileSync(forced, `exec env PATH=${sshd.folder}/bin /bin/sh -c "$SSH_ORIGINAL_COMMAND"\n`);
    execFileSync('sh', ['-c', `mkdir ${sshd.folder}/bin; ln -s /bin/sh /usr/bin/env ${sshd.folder}/bin/`]);
    const server = await startSshd([`ForceCommand /bin/sh ${forced}`]);
    expect(refusal(await through(free, undefined, server)).code).toBe('SUDO_MISSING');
    await server.stop();
  });

  it('is not fooled by a login shell that echoes its command', async () => {
    const forced = `${sshd.folder}/echo.sh`;
    writeFileSync(
      forced,
      'echo "$SSH_ORIGINAL_COMMAND" >&2; echo "$SSH_ORIGINAL_COMMAND"; eval "$SSH_ORIGINAL_COMMAND"\n',
    );
    const server = await startSshd([`ForceCommand sh ${forced}`]);
    expect(text(await through(free, 'never sent', server))).toBe('0\nend\n');
    await server.stop();
  });
});

describe.skipIf(needs)('a jump host', () => {
  it('carries many hosts over one connection', async () => {
    const bastion = await startSshd(['LogLevel VERBOSE']);
    const jump = hostAt(bastion);
    const runner = createRunner();
    const hosts = Array.from({ length: 5 }, (_, index) => hostAt(sshd, { name: `n${index}`, jump }));
    const results = await Promise.all(
      hosts.map((host) => runner.run(host, `echo ${host.name}`, runOptions())),
    );
    runner.close();
    expect(results.map(text)).toEqual(hosts.map(({ name }) => `${name}\n`));
    expect(bastion.log().match(/Accepted publickey/g)).toHaveLength(1);
    await bastion.stop();
  });

  it('is named when it fails, with the cause', async () => {
    const jump = hostAt(sshd, { port: await freePort() });
    const { code, message } = refusal(await run(hostAt(sshd, { jump }), 'true'));
    expect(code).toBe('JUMP_FAILED');
    expect(message).toMatch(/root@127\.0\.0\.1:\d+ failed: REFUSED/);
  });

  it('has its own host key checked', async () => {
    const bastion = await startSshd();
    const jump = hostAt(bastion, { knownHostsFiles: [sshd.knownHostsFile] });
    expect(refusal(await run(hostAt(sshd, { jump }), 'true')).message).toContain('HOST_KEY_UNKNOWN');
    await bastion.stop();
  });

  it('tells a target that refuses from a jump host that forbids', async () => {
    const target = hostAt(sshd, { port: await freePort(), jump: hostAt(sshd) });
    expect(refusal(await run(target, 'true')).code).toBe('REFUSED');
    const strict = await startSshd(['AllowTcpForwarding no']);
    const { code, hint } = refusal(await run(hostAt(sshd, { jump: hostAt(strict) }), 'true'));
    expect(code).toBe('JUMP_FAILED');
    expect(hint).toContain('AllowTcpForwarding');
    await strict.stop();
  });
});

describe.skipIf(needs)('this machine', () => {
  const local: Partial<Host> = { transport: 'local', name: 'here' };

  it('runs the script with sh, and with sudo', async () => {
    expect(text(await run(hostAt(sshd, local), 'echo here'))).toBe('here\n');
    expect(text(await run(hostAt(sshd, { ...local, sudo: true }), 'id -u'))).toBe('0\n');
  });

  it('ends the script and its children at the limit', async () => {
    const mark = join(sshd.folder, 'local-mark');
    const script = `echo on; (sleep 2; touch ${mark}) & sleep 20`;
    const result = await run(hostAt(sshd, local), script, { idleTimeout: 500 });
    expect(result).toMatchObject({ ok: true, value: { cut: { code: 'TIMEOUT' } } });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(existsSync(mark)).toBe(false);
  }, 10_000);
});

describe.skipIf(needs)('the process', () => {
  /** Open sockets and child processes: each would keep node from ending. */
  function held(): readonly string[] {
    return process.getActiveResourcesInfo().filter((name) => /TCPSocket|TCPConnect|ProcessWrap/.test(name));
  }

  it('is free to end after a success, a refusal, a cut and a frozen server', async () => {
    const before = held().length;
    const server = await startSshd();
    const jump = hostAt(server);
    await run(hostAt(server, { jump }), 'echo fine');
    await run(hostAt(server, { user: 'nobody-at-all' }), 'true');
    await run(hostAt(server, { jump }), 'echo on; sleep 20', { idleTimeout: 1500 });
    await run(hostAt(server, { transport: 'local' }), 'sleep 20', { idleTimeout: 300 });
    const freeze = 'echo on; kill -STOP $(ps -o ppid= -p $$); sleep 20';
    const result = await run(hostAt(server), freeze, { idleTimeout: 1500 });
    expect(result, JSON.stringify(result)).toMatchObject({ ok: true, value: { cut: { code: 'TIMEOUT' } } });
    const sessions = execFileSync('pgrep', ['-P', String(server.pid)])
      .toString()
      .split('\n')
      .filter(Boolean);
    for (const pid of sessions) process.kill(Number(pid), 'SIGKILL');
    await server.stop();
    await vi.waitFor(() => expect(held().length).toBe(before), { timeout: 3000 });
  }, 20_000);
});
