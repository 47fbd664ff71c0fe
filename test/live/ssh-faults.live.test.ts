import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/ssh/types.ts';
import { assembleScript } from '../../src/collector/assemble.ts';
import { parseStream } from '../../src/collector/parse.ts';
import { sectionSpecs } from '../../src/collector/sections.ts';
import { createRunner } from '../../src/ssh/runner.ts';
import { requires } from './requirements.ts';
import { hostAt, runOptions } from './ssh-host.ts';
import { refusal, run, text } from './ssh-run.ts';
import { startInOverlay } from './ssh-overlay.ts';
import { hostBehind, startMisbehaving, type Misbehaviour } from './ssh-server.ts';
import { generateKey, startSshd, type Sshd } from './sshd.ts';
import { createUser } from './users.ts';

const needs = requires('root', 'ssh', 'sshd');

let sshd: Sshd;

beforeAll(async () => {
  sshd = await startSshd();
});
afterAll(() => sshd.stop());

/** Runs `true` on a server that misbehaves. */
async function meet(misbehaviour: Misbehaviour, changes = {}): Promise<RunResult> {
  const server = await startMisbehaving(misbehaviour);
  const knownHosts = join(sshd.folder, `known-${server.port}`);
  writeFileSync(knownHosts, server.knownHostsLine);
  try {
    return await run(hostBehind(server, hostAt(sshd), knownHosts), 'true', {
      connectTimeout: 2000,
      idleTimeout: 1200,
      totalTimeout: 4000,
      ...changes,
    });
  } finally {
    server.stop();
  }
}

/** The code of a refusal, or of a cut and what came before it. */
function outcome(result: RunResult): string {
  if (!result.ok) return result.failure.code;
  return `${result.value.cut?.code ?? 'whole'} ${Buffer.concat(result.value.pieces).toString().slice(0, 40)}`;
}

describe.skipIf(needs)('a host that', () => {
  it.each([
    ['hangs up before the handshake', { onConnect: (c) => c.end() }, 'CONNECTION_LOST'],
    ['hangs up when a command comes', { onCommand: (_, __, c) => c.end() }, 'CONNECTION_LOST'],
    ['closes the channel without a word', { onCommand: (channel) => channel.close() }, 'CONNECTION_LOST'],
    ['never answers', {}, 'TIMEOUT'],
    ['never says anything', { onCommand: () => undefined }, 'TIMEOUT'],
    [
      'prints only noise',
      { onCommand: (channel) => void (channel.write('welcome\n'), channel.exit(1), channel.end()) },
      'NO_SHELL',
    ],
    [
      'floods before a shell is there',
      { onCommand: (channel) => void channel.write('x'.repeat(3_000_000)) },
      'NO_SHELL',
    ],
    [
      'stops in the middle',
      {
        onCommand: (channel, ready, connection) => {
          channel.write(`${ready}half of it`);
          setTimeout(() => connection.end(), 200);
        },
      },
      'CONNECTION_LOST half of it',
    ],
    [
      'freezes in the middle',
      { onCommand: (channel, ready) => void channel.write(`${ready}half of it`) },
      'TIMEOUT half of it',
    ],
    [
      'is killed by a signal',
      {
        onCommand: (channel, ready) => {
          channel.write(`${ready}half of it`);
          channel.exit('KILL');
          channel.end();
        },
      },
      'CONNECTION_LOST half of it',
    ],
    [
      'drips for ever',
      {
        onCommand: (channel, ready) => {
          channel.write(ready);
          const timer = setInterval(() => channel.write('.'), 100);
          channel.on('close', () => clearInterval(timer));
        },
      },
      expect.stringMatching(/^TIMEOUT \.+$/),
    ],
    [
      'prints without an end',
      {
        onCommand: (channel, ready) => {
          channel.write(ready);
          const more = (): void => {
            while (channel.writable && channel.write(Buffer.alloc(30_000, 'y')));
          };
          channel.on('drain', more);
          more();
        },
      },
      expect.stringMatching(/^OUTPUT_TOO_LARGE y+$/),
    ],
  ] satisfies [string, Misbehaviour, unknown][])(
    '%s has one outcome',
    async (_name, misbehaviour, expected) => {
      expect(outcome(await meet(misbehaviour))).toEqual(expected);
    },
  );

  it('asks for a password over and over is not given it twice', async () => {
    let prompts = 0;
    const server = await startMisbehaving({
      onCommand: (channel, ready) => {
        const nonce = ready.trim().slice('plimsoll-ready-'.length);
        const ask = (): void => void (prompts++, channel.stderr.write(`[plimsoll ${nonce}] `));
        channel.on('data', ask);
        ask();
      },
    });
    const knownHosts = join(sshd.folder, 'known-asking');
    writeFileSync(knownHosts, server.knownHostsLine);
    const host = { ...hostBehind(server, hostAt(sshd), knownHosts), sudo: true };
    const secrets = { ...runOptions().secrets, sudoPassword: () => Promise.resolve('secret') };
    expect(refusal(await run(host, 'true', { secrets })).code).toBe('SUDO_PASSWORD_WRONG');
    await sleep(200);
    expect(prompts).toBe(2);
    server.stop();
  });
});

/** Neither / nor /tmp has room for a byte. */
const fill = `
  mount -t tmpfs -o size=64k,mode=1777 tmpfs root/tmp
  cat /dev/zero >fill || :
  cat /dev/zero >root/tmp/fill || :`;

describe.skipIf(needs)('a real server that', () => {
  it('loses patience during the login says so', async () => {
    const locked = generateKey(join(sshd.folder, 'slow_key'), 'ed25519', 'slow');
    const server = await startSshd(['LoginGraceTime 1']);
    const passphrase = (): Promise<string> => sleep(2500, 'slow');
    const secrets = { ...runOptions().secrets, passphrase };
    const { code } = refusal(await run(hostAt(server, { identityFiles: [locked] }), 'true', { secrets }));
    expect(code).toBe('CONNECTION_LOST');
    await server.stop();
  });

  it('takes few logins at a time gets them all in, bit by bit', async () => {
    const server = await startSshd(['MaxStartups 3:100:3']);
    const runner = createRunner({ acceptNewInto: null, sshConfig: 'none' });
    const jump = hostAt(server);
    for (const changes of [
      {},
      { transport: 'openssh' },
      { transport: 'openssh', port: sshd.port, jump },
    ] as const) {
      const files = { knownHostsFiles: [server.knownHostsFile, sshd.knownHostsFile] };
      const identityFiles = [server.clientKeyFile, sshd.clientKeyFile];
      const hosts = [1, 2, 3, 4].map((n) =>
        hostAt(server, { name: `h${n}`, ...files, identityFiles, ...changes }),
      );
      const results = await Promise.all(hosts.map((host) => runner.run(host, 'echo in', runOptions())));
      expect(results.map(outcome)).toEqual(hosts.map(() => 'whole in\n'));
    }
    runner.close();
    await server.stop();
  });

  it('allows no session is named as the reason', async () => {
    const server = await startSshd(['MaxSessions 0']);
    const { code, hint } = refusal(await run(hostAt(server), 'true'));
    expect(code).toBe('NO_SHELL');
    expect(hint).toContain('MaxSessions');
    await server.stop();
  });

  it('has a restricted shell is told from a broken one', async () => {
    const rbash = join(sshd.folder, 'rbash');
    symlinkSync('/bin/bash', rbash);
    const user = createUser(null, rbash);
    const result = await run(hostAt(sshd, { user: user.name }), 'echo in');
    user.remove();
    const { code, message } = refusal(result);
    expect(code).toBe('NO_SHELL');
    expect(message).toMatch(/restricted/);
  });

  it('cannot start a process is not waited for', async () => {
    const user = createUser(null);
    const forced = join(sshd.folder, 'poor.sh');
    writeFileSync(forced, 'ulimit -p 1; eval "$SSH_ORIGINAL_COMMAND"\n');
    const server = await startSshd([`ForceCommand /bin/sh ${forced}`]);
    const result = await run(hostAt(server, { user: user.name }), 'echo first; id -u; echo last');
    expect(outcome(result)).toBe('HOST_EXHAUSTED first\n');
    user.remove();
    await server.stop();
  });

  it('has no disk left is read all the same', async () => {
    const sections = new Set(sectionSpecs.map(({ name }) => name));
    const limits = { nonce: 'full', dockerSocket: null, commandLimit: 10, runLimit: 30 };
    const script = assembleScript({ ...limits, sections });
    const [roomy, full] = await Promise.all(
      [false, true].map(async (isFull) => {
        const { server, stop } = await startInOverlay('/', isFull ? fill : '');
        const probe = await run(hostAt(server), 'echo x >/tmp/new; echo $?; echo x >/new; echo $?');
        const result = await run(hostAt(server), script);
        await stop();
        const recording = parseStream(Buffer.concat(result.ok ? result.value.pieces : []), 'full', sections);
        const told = Object.entries(recording.sections).map(([name, { status, stderr }]) => [
          name,
          status,
          stderr,
        ]);
        return { probe: text(probe), complete: recording.complete, told };
      }),
    );
    expect(roomy).toMatchObject({ probe: '0\n0\n', complete: true });
    expect(full?.probe).not.toContain('0\n');
    expect(full).toEqual({ ...roomy, probe: full?.probe });
    expect(full?.told).toHaveLength(sections.size);
  });

  it('has every kind of host key never holds the others up', async () => {
    const keys = ['rsa', 'ecdsa'].map((type) => generateKey(join(sshd.folder, `hk-${type}`), type));
    const server = await startSshd(keys.map((key) => `HostKey ${key}`));
    const odd = await startSshd([
      'KexAlgorithms diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512',
    ]);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const results = await Promise.all([run(hostAt(odd), 'echo in'), run(hostAt(server), 'echo in')]);
    delay.disable();
    expect(results.map(outcome)).toEqual(['whole in\n', 'whole in\n']);
    expect(delay.max / 1e6).toBeLessThan(250);
    await server.stop();
    await odd.stop();
  });
});

describe.skipIf(needs)('a slow host', () => {
  /** A server whose PAM takes its time, where the key is there already and where the session is opened. */
  const slowly = (kind: string): Promise<Sshd> =>
    startSshd(
      ['UsePAM yes'],
      `pam=$(mktemp -p "\${1%/*}"); { echo '${kind} optional pam_exec.so quiet /bin/sleep 3'; cat /etc/pam.d/sshd; } >$pam
      mount --bind $pam /etc/pam.d/sshd`,
    );

  it.each(['ssh', 'openssh'] as const)(
    'is waited for as long as it may be silent, by transport %s',
    async (transport) => {
      for (const kind of ['account', 'session']) {
        const server = await slowly(kind);
        const host = hostAt(server, { transport });
        expect(text(await run(host, 'echo in', { connectTimeout: 1000 }))).toBe('in\n');
        const { code, message } = refusal(
          await run(host, 'echo in', { connectTimeout: 1000, idleTimeout: 900 }),
        );
        expect(code).toBe('TIMEOUT');
        expect(message).toContain('plimsoll gave up');
        await server.stop();
      }
    },
  );

  it.each(['ssh', 'openssh'] as const)(
    'that stands still goes on where it was, by transport %s',
    async (transport) => {
      const script = 'echo first; (sleep 3; kill -CONT $PPID) & kill -STOP $PPID; echo last; wait';
      const limits = { connectTimeout: 1000, idleTimeout: 8000 };
      expect(text(await run(hostAt(sshd, { transport }), script, limits))).toBe('first\nlast\n');
    },
  );
});

describe.skipIf(needs)('a login', () => {
  it('begins with the key: to ask for the methods first takes a round trip more', async () => {
    const server = await startMisbehaving({ onCommand: (channel) => channel.close() });
    const knownHosts = join(sshd.folder, 'known-methods');
    writeFileSync(knownHosts, server.knownHostsLine);
    await run(hostBehind(server, hostAt(sshd), knownHosts), 'true');
    expect(server.methods[0]).toBe('publickey');
    server.stop();
  });
});

describe.skipIf(needs)('the others', () => {
  it('are not affected by one that freezes', async () => {
    const server = await startMisbehaving({});
    const knownHosts = join(sshd.folder, 'known-frozen');
    writeFileSync(knownHosts, server.knownHostsLine);
    const runner = createRunner();
    const start = Date.now();
    const limits = { connectTimeout: 4000, idleTimeout: 4000 };
    const frozen = runner.run(hostBehind(server, hostAt(sshd), knownHosts), 'true', runOptions(limits));
    const others = [1, 2, 3].map(() => runner.run(hostAt(sshd), 'echo in', runOptions(limits)));
    expect((await Promise.all(others)).map(text)).toEqual(['in\n', 'in\n', 'in\n']);
    expect(Date.now() - start).toBeLessThan(3500);
    expect(refusal(await frozen).code).toBe('TIMEOUT');
    runner.close();
    server.stop();
  });
});

describe.skipIf(needs)('IPv6', () => {
  const isThere = existsSync('/proc/net/if_inet6') && execFileSync('cat', ['/proc/net/if_inet6']).length > 0;

  it.runIf(isThere)('is a way like any other', async () => {
    const server = await startSshd(['ListenAddress ::1']);
    const knownHosts = join(server.folder, 'known6');
    const line = execFileSync('cat', [server.knownHostsFile]).toString().replace('127.0.0.1', '::1');
    writeFileSync(knownHosts, line);
    const host = hostAt(server, { address: '::1', knownHostsFiles: [knownHosts] });
    for (const transport of ['ssh', 'openssh'] as const)
      expect(text(await run({ ...host, transport }, 'echo in'))).toBe('in\n');
    const behind = hostAt(sshd, { jump: host });
    expect(text(await run(behind, 'echo in'))).toBe('in\n');
    expect(text(await run({ ...host, jump: hostAt(sshd) }, 'echo in'))).toBe('in\n');
    await server.stop();
  });
});
