import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './sshd.ts';

/** What is prepared on it: see the files in lab. */
export type LabState =
  | 'default'
  | 'hardened'
  | 'hardened-host-userns'
  | 'broken'
  | 'worst'
  | 'traps'
  | 'swarm'
  | 'swarm-worker'
  | 'daemon-down'
  | 'no-docker';

/** A real host to audit: sshd and dockerd on this machine, with private copies of what they are configured by. */
export interface LabHost {
  readonly port: number;
  readonly folder: string;
  readonly clientKeyFile: string;
  readonly knownHostsFile: string;
  /** The flags with which plimsoll reaches it. */
  readonly flags: readonly string[];
  /** Runs a shell command on the host, as root; returns its exit status. Output goes to `commands.log`. */
  readonly run: (command: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

const script = (name: string) => fileURLToPath(new URL(`./lab/${name}.sh`, import.meta.url));

/** Makes the root in which Docker 26.1 runs, once for this machine; takes a minute. */
export function prepareDebian13(): void {
  execFileSync('sh', [script('trixie'), '--prepare'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** @param system Debian 12 is this machine's own engine, Docker 20.10; Debian 13 brings 26.1 and has to be prepared */
export async function startLabHost(
  state: LabState,
  system: 'debian-12' | 'debian-13' = 'debian-12',
): Promise<LabHost> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-lab-'));
  // sshd reads the authorized keys with the rights of the user who logs in.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const host = spawn(
    'sh',
    [script(system === 'debian-13' ? 'trixie' : 'host'), folder, state, String(port)],
    { stdio: ['pipe', 'inherit', 'pipe'] },
  );
  let errors = '';
  host.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<void>((resolve) => host.once('exit', () => resolve()));
  await until(
    () => existsSync(join(folder, 'ready')),
    () => host.exitCode !== null,
    () => errors,
  );
  const file = (name: string) => join(folder, name);
  return {
    port,
    folder,
    clientKeyFile: file('client_key'),
    knownHostsFile: file('known_hosts'),
    flags: ['-H', `root@127.0.0.1:${port}`, '-k', file('client_key'), '--known-hosts', file('known_hosts')],
    async run(command) {
      rmSync(file('answer'), { force: true });
      host.stdin.write(`${command}\n`);
      await until(
        () => existsSync(file('answer')),
        () => host.exitCode !== null,
        () => errors,
      );
      return Number(readFileSync(file('answer'), 'utf8'));
    },
    async stop() {
      host.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for at most a minute. */
async function until(done: () => boolean, dead: () => boolean, said: () => string): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (done()) return;
    if (dead()) break;
    await sleep(50);
  }
  throw new Error(`the lab host did not come up: ${said()}`);
}
