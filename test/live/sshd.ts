import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real OpenSSH server on a loopback port. Needs root; accepts `clientKeyFile` for every user of this machine. */
export interface Sshd {
  readonly port: number;
  /** Process id of the listening sshd. */
  readonly pid: number;
  /** A folder that any user can read and that `stop` removes. */
  readonly folder: string;
  readonly hostKeyFile: string;
  /** Knows the server as [127.0.0.1]:port. */
  readonly knownHostsFile: string;
  readonly clientKeyFile: string;
  /** What the server has logged so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** A test that fails before it stops its server must not leave it behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((server) => server.kill()));

/**
 * @param extra further lines for sshd_config; they come first, and the first one counts
 * @param before shell commands that are run first, in a mount namespace that the server has for itself
 */
export async function startSshd(extra: readonly string[] = [], before = ''): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sshd-'));
  chmodSync(folder, 0o755);
  mkdirSync('/run/sshd', { recursive: true });
  const hostKeyFile = generateKey(join(folder, 'host_key'));
  const clientKeyFile = generateKey(join(folder, 'client_key'));
  const port = await freePort();
  const knownHostsFile = join(folder, 'known_hosts');
  writeFileSync(knownHostsFile, `[127.0.0.1]:${port} ${publicKey(hostKeyFile)}\n`);
  writeFileSync(join(folder, 'authorized_keys'), `${publicKey(clientKeyFile)}\n`);
  const config = join(folder, 'sshd_config');
  writeFileSync(config, [...extra, ...settings(folder, port, hostKeyFile)].join('\n') + '\n');
  let log = '';
  const script = `set -e\n${before}\nexec /usr/sbin/sshd -D -e -f "$1"`;
  const inNamespace = ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', config];
  const server = spawn('unshare', inNamespace, { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(server);
  server.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await untilListening(
    port,
    () => server.exitCode !== null,
    () => log,
  );
  return {
    port,
    pid: server.pid ?? 0,
    folder,
    hostKeyFile,
    knownHostsFile,
    clientKeyFile,
    log: () => log,
    async stop() {
      server.kill();
      await ended;
      running.delete(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a key pair with ssh-keygen. @returns the private key's file name */
export function generateKey(file: string, type = 'ed25519', passphrase = ''): string {
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'plimsoll-test', '-f', file]);
  return file;
}

/** The public half as one line: type, key, comment. */
export function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, 'utf8').trim();
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function settings(folder: string, port: number, hostKeyFile: string): readonly string[] {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${hostKeyFile}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    `PidFile ${join(folder, 'sshd.pid')}`,
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'PrintMotd no',
    // The start files of the account that runs the tests are not part of them.
    `SetEnv HOME=${folder}`,
  ];
}

async function untilListening(port: number, hasEnded: () => boolean, log: () => string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (hasEnded()) break;
    if (await accepts(port)) return;
    await sleep(50);
  }
  throw new Error(`sshd did not start:\n${log()}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true)).once('error', () => done(false));
  });
}
