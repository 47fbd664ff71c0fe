import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../src/inventory/types.ts';
import { packageFile } from '../../src/lib/package.ts';
import type { RunOptions, RunResult } from '../../src/ssh/types.ts';
import { requires } from './requirements.ts';
import { hostAt } from './ssh-host.ts';
import { run, secrets } from './ssh-run.ts';
import { freePort, generateKey, publicKey, startSshd, type Sshd } from './sshd.ts';
import { createUser, type TestUser } from './users.ts';

const needs = requires('root', 'ssh', 'sshd', 'sudo', 'doas');

const stops: (() => unknown)[] = [];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function server(...lines: readonly string[]): Promise<Sshd> {
  const started = await startSshd(lines);
  stops.push(() => started.stop());
  return started;
}

function user(sudoers: string | null, shell?: string): TestUser {
  const made = createUser(sudoers, shell);
  stops.push(() => made.remove());
  return made;
}

/** The port of something that is no SSH server. */
async function listener(onConnection: (socket: Socket) => void): Promise<number> {
  const listening = createServer(onConnection);
  stops.push(() => listening.close());
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return (listening.address() as AddressInfo).port;
}

function doasRules(text: string): void {
  const file = '/etc/doas.conf';
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  writeFileSync(file, text, { mode: 0o400 });
  stops.push(() => (before === undefined ? rmSync(file) : writeFileSync(file, before)));
}

/** Few at a time: the limits of time in the messages are short. */
const limit = pLimit(4);

/** A row of the page: what is the matter, and the code and the words that it leads to. */
function row(what: string, work: () => Promise<RunResult>): Promise<string> {
  return limit(async () => {
    const result = await work();
    const reason = result.ok ? result.value.cut : result.failure;
    if (reason === null) return `| ${what} | | nothing is wrong |`;
    return `| ${what} | \`${reason.code}\` | ${plain(`${reason.message}<br>${reason.hint}`)} |`;
  });
}

/** Without what is another at every run, and what other programs say in words of their own version. */
function plain(text: string): string {
  return text
    .replace(/SHA256:[\w+/]+/g, 'SHA256:…')
    .replace(/\/tmp\/plimsoll-sshd-\w+\//g, '…/')
    .replace(/plimsoll-test-[0-9a-f]{8}/g, 'audit')
    .replace(/\b[3-6]\d{4}\b/g, '2222')
    .replace(/\((?=[^()]*\b(?:sudo|doas))[^()]*\)(?=<br>)/, '(…)')
    .replace(/(127\.0\.0\.1:2222: its? [^:]*: ).*(?=<br>)/, '$1…')
    .replaceAll('|', '\\|');
}

describe.skipIf(needs)('what goes wrong', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = await server();
  });

  /** Runs a script on the host that it is about. */
  function meet(
    changes: Partial<Host>,
    options: Partial<RunOptions> = {},
    script = 'true',
  ): Promise<RunResult> {
    return run(hostAt(sshd, { name: 'db-01', ...changes }), script, options);
  }
  function at({ port, knownHostsFile, clientKeyFile }: Sshd): Partial<Host> {
    return { port, knownHostsFiles: [knownHostsFile], identityFiles: [clientKeyFile] };
  }
  function known(name: string, text: string): Partial<Host> {
    writeFileSync(join(sshd.folder, name), text);
    return { knownHostsFiles: [join(sshd.folder, name)] };
  }
  function key(name: string, text?: string): Partial<Host> {
    const file = join(sshd.folder, name);
    if (text === undefined) generateKey(file);
    else writeFileSync(file, text);
    return { identityFiles: [file] };
  }
  function forced(name: string, script: string): Promise<Sshd> {
    const file = join(sshd.folder, name);
    writeFileSync(file, script);
    return server(`ForceCommand /bin/sh ${file}`);
  }

  it('has one code and tells the next step, as docs/connection-failures.md shows', async () => {
    const place = `[127.0.0.1]:${sshd.port}`;
    const own = publicKey(sshd.hostKeyFile);
    const other = publicKey(generateKey(join(sshd.folder, 'other_host')));
    const closed = await freePort();
    const mute = await listener(() => undefined);
    const rude = await listener((socket) => socket.end());
    const [asks, none, doas, nologin, expired] = [
      user('USER ALL=(root) ALL'),
      user(null),
      user(null),
      user(null, '/usr/sbin/nologin'),
      user(null),
    ];
    const tty = user('Defaults:USER requiretty\nUSER ALL=(root) NOPASSWD: ALL');
    execFileSync('passwd', ['--quiet', '--expire', expired.name]);
    doasRules(`permit ${doas.name} as root\n`);
    const bin = join(sshd.folder, 'bin');
    execFileSync('sh', ['-c', `mkdir ${bin}; ln -s /bin/sh /usr/bin/env ${bin}`]);
    const bare = await forced('bare.sh', `exec env PATH=${bin} /bin/sh -c "$SSH_ORIGINAL_COMMAND"\n`);
    const poor = await forced('poor.sh', 'ulimit -p 1; eval "$SSH_ORIGINAL_COMMAND"\n');
    const menu = await forced('menu.sh', 'echo "1) reboot  2) logout"\n');
    const passwords = await server('PasswordAuthentication yes', 'AuthenticationMethods password');
    const impatient = await server('MaxAuthTries 1');
    const old = await server('KexAlgorithms diffie-hellman-group-exchange-sha256');
    const single = await server('MaxSessions 0');
    const strict = await server('AllowTcpForwarding no');
    const aging = await server('UsePAM yes', 'PasswordAuthentication yes', 'AuthenticationMethods password');
    const give = (password: string): Partial<RunOptions> => ({
      secrets: secrets({
        password: () => Promise.resolve(password),
        sudoPassword: () => Promise.resolve(password),
        passphrase: () => Promise.resolve(password),
      }),
    });
    const locked = generateKey(join(sshd.folder, 'locked'), 'ed25519', 'secret');
    const sudo = { sudo: true, user: asks.name };
    const interrupted = AbortSignal.abort();
    vi.stubEnv('PATH', '/nonexistent');
    const clientless = await meet({ transport: 'openssh' });
    vi.unstubAllEnvs();
    const rows = await Promise.all([
      row('the name has no address', () => meet({ address: 'db-01.invalid' })),
      row('nothing listens on the port', () => meet({ port: closed })),
      row('nothing listens, seen from a jump host', () => meet({ port: closed, jump: hostAt(sshd) })),
      row('`openssh`: nothing listens on the port', () => meet({ port: closed, transport: 'openssh' })),
      row('the port stays silent', () => meet({ port: mute }, { connectTimeout: 500 })),
      row('the script stays silent', () => meet({}, { idleTimeout: 2000 }, 'sleep 5')),
      row('the script takes too long', () =>
        meet({}, { totalTimeout: 5000 }, 'while echo; do sleep 0.1; done'),
      ),
      row('there is no route', () => meet({ address: '255.255.255.255' })),
      row('the server hangs up at once', () => meet({ port: rude })),
      row('the session is killed', () => meet({}, {}, 'kill -KILL $(ps -o ppid= -p $$); sleep 1')),
      row('no known_hosts file has the host', () => meet(known('none', ''))),
      row('`openssh`: no file has the host', () => meet({ ...known('none', ''), transport: 'openssh' })),
      row('it has another type of key there', () => meet(known('rsa', `${place} ${rsaKey(sshd)}\n`))),
      row('it has a certificate authority there', () =>
        meet(known('ca', `@cert-authority ${place} ${other}\n`)),
      ),
      row('it has another key there', () => meet(known('changed', `${place} ${other}\n`))),
      row('it is revoked there', () => meet(known('revoked', `@revoked ${place} ${own}\n`))),
      row('the server knows only key exchanges that are refused', () => meet(at(old))),
      row('the key is not accepted', () => meet(key('stranger'))),
      row('`openssh`: the login is not accepted', () => meet({ ...key('other'), transport: 'openssh' })),
      row('the server wants a password, and none is at hand', () =>
        meet({ ...at(passwords), user: none.name }),
      ),
      row('the password is wrong', () => meet({ ...at(passwords), user: none.name }, give('wrong'))),
      row('the password has expired', () =>
        meet({ ...at(aging), user: expired.name }, give(expired.password)),
      ),
      row('the server allows fewer attempts', () => meet({ ...at(impatient), ...twoKeys() })),
      row('the key file is missing', () => meet({ identityFiles: ['/home/me/.ssh/audit_key'] })),
      row('the key file is no key', () => meet(key('text', 'not a key\n'))),
      row('the key is encrypted, and no passphrase is at hand', () => meet({ identityFiles: [locked] })),
      row('the passphrase is wrong', () => meet({ identityFiles: [locked] }, give('wrong'))),
      row('sudo asks for a password', () => meet(sudo)),
      row('doas asks for a password', () => meet({ sudo: 'doas', user: doas.name, pty: true })),
      row('the password of sudo is wrong', () => meet(sudo, give('wrong'))),
      row('the password of doas is wrong', () =>
        meet({ sudo: 'doas', user: doas.name, pty: true }, give('wrong')),
      ),
      row('no rule of sudo is for the user', () => meet({ ...sudo, user: none.name }, give(none.password))),
      row('no rule of doas is for the user', () => meet({ sudo: 'doas', user: none.name })),
      row('sudo wants a terminal', () => meet({ sudo: true, user: tty.name })),
      row('doas wants a terminal', () => meet({ sudo: 'doas', user: doas.name })),
      row('there is no sudo', () => meet({ ...at(bare), sudo: true })),
      row('there is no doas', () => meet({ ...at(bare), sudo: 'doas' })),
      row('the account has no shell', () => meet({ user: nologin.name })),
      row('the account has a forced command', () => meet(at(menu))),
      row('the server allows no session', () => meet(at(single))),
      row('the jump host cannot be reached', () => meet({ jump: hostAt(sshd, { port: closed }) })),
      row('the jump host does not forward', () => meet({ jump: hostAt(strict) })),
      row('`openssh`: there is no ssh', () => Promise.resolve(clientless)),
      row('the script prints more than is kept', () =>
        meet({}, { maxBytes: 1000 }, 'head -c 2000 /dev/zero'),
      ),
      row('the host has no process left', () => meet({ ...at(poor), user: none.name }, {}, 'id -u')),
      row('Ctrl-C', () => meet({}, { signal: interrupted })),
    ]);
    await expect(page(rows)).toMatchFileSnapshot(packageFile('docs/connection-failures.md'));
  });

  function rsaKey({ folder }: Sshd): string {
    return publicKey(generateKey(join(folder, 'rsa_host'), 'rsa'));
  }
  function twoKeys(): Partial<Host> {
    const files = ['first', 'second'].map((name) => generateKey(join(sshd.folder, name)));
    return { identityFiles: files };
  }
});

function page(rows: readonly string[]): string {
  return [
    '# What goes wrong on the way to a host',
    '',
    'Every case, with its code and the words that a person sees: what happened, and below it what to do. Recorded by',
    '`test/live/ssh-messages.live.test.ts` from real servers; … stands for what differs from run to run.',
    '[connections.md](connections.md) tells what the codes mean.',
    '',
    '| case | code | message |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
