import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, plimsoll, program, scratch, type Ran } from './cli.ts';

/** Accepts connections and says nothing: an audit of it is under way for a while. */
let silent: Server;
const folder = scratch();
const history = join(folder, 'history');

beforeAll(async () => {
  silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterAll(() => silent.close());

const evaluated = (...flags: readonly string[]): Promise<Ran> =>
  plimsoll(['evaluate', bundle('broken'), '-f', 'json=-', '--history', history, ...flags]);

/** Begins an audit that does not end by itself. */
function begin(): { readonly running: Promise<ChildProcess>; readonly ended: Promise<Ran> } {
  const host = `root@127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const args = ['audit', '-H', host, '-f', 'json=-', '-v', '--connect-timeout', '60', '--history', history];
  let tell: (child: ChildProcess) => void;
  const running = new Promise<ChildProcess>((resolve) => (tell = resolve));
  // It talks as soon as it holds the history.
  const ended = plimsoll(args, { watch: (child, said) => said.includes('sections') && tell(child) });
  return { running, ended };
}

describe('two runs at once', () => {
  it('the second says who is at it, and stops', async () => {
    const first = begin();
    const child = await first.running;
    const second = await evaluated();
    expect(second).toMatchObject({ status: 2, stdout: '' });
    expect(second.stderr).toContain(`another run holds ${history}: process ${child.pid} on `);
    child.kill('SIGINT');
    await first.ended;
  });

  it('a run that was killed in the middle is in nobody’s way', async () => {
    const first = begin();
    (await first.running).kill('SIGKILL');
    await first.ended;
    expect(existsSync(join(history, 'lock'))).toBe(true);
    expect((await evaluated()).stdout).not.toBe('');
    expect(readdirSync(history).sort()).toEqual(['history.jsonl', 'runs']);
    expect(readdirSync(join(history, 'runs'))).toHaveLength(1);
  });
});

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends the run in order with %i: the report is written, the run is not kept',
    async (signal, status) => {
      const kept = readFileSync(join(history, 'history.jsonl'), 'utf8');
      const first = begin();
      (await first.running).kill(signal);
      const ended = await first.ended;
      expect(ended.status).toBe(status);
      expect(JSON.parse(ended.stdout)).toMatchObject({ hosts: [{ state: 'unreachable' }] });
      expect(readFileSync(join(history, 'history.jsonl'), 'utf8')).toBe(kept);
      expect(existsSync(join(history, 'lock'))).toBe(false);
    },
  );
});

describe('a signal before there is anything to end', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s ends at once with %i, and leaves the report of the night before',
    async (signal, status) => {
      const args = [program, 'audit', '-i', '-', '-f', 'json=kept.json'];
      writeFileSync(join(folder, 'kept.json'), 'of the night before');
      const child = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
      // An inventory that does not end; more than a pipe holds, so that it is being read once it is written.
      await new Promise((resolve) => child.stdin.write('#'.repeat(1024 * 1024), resolve));
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([status, null]);
      expect(readFileSync(join(folder, 'kept.json'), 'utf8')).toBe('of the night before');
    },
  );
});

describe('a second signal', () => {
  it('ends at once what the first one lets end in order', async () => {
    // More than a pipe holds, and nobody reads it.
    const args = ['evaluate', bundle('broken'), '-f', 'json=-'];
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await once(child.stdout, 'readable');
    child.kill('SIGINT');
    const [said] = (await once(child.stderr, 'data')) as [Buffer];
    expect(said.toString()).toContain('once more to stop at once');
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });
});

describe('standard output', () => {
  /** Runs the end of a pipeline; a report is more than a pipe holds. */
  const shell = (redirect: string) =>
    spawnSync('sh', ['-c', `"$0" "$@" ${redirect}`, process.execPath, program, ...report], {
      encoding: 'utf8',
    });
  const report = ['evaluate', bundle('hardened'), '--check', '2', '-f', 'json=-'];

  it('on a full disk is an error, and no finding', () => {
    const { status, stderr } = shell('>/dev/full');
    expect(status).toBe(2);
    expect(stderr).toContain('error: cannot write to standard output\n  ENOSPC');
  });

  it('may be closed by a reader that has had enough', () => {
    const { stderr } = shell('| true');
    expect(stderr).not.toContain('error:');
    expect(stderr).toContain('exit status');
  });

  it('counts, and talk that cannot be heard does not', () => {
    const { status, stdout } = shell('2>/dev/full');
    expect(status).not.toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ hosts: [{ name: 'vault-01' }] });
  });
});

describe('a place that cannot be written', () => {
  it.each([
    ['the history', ['--history', '/dev/null/history']],
    ['the report folder', ['-o', '/dev/null/report']],
    ['a folder where none can be made', ['-o', '/proc/report']],
  ])('is told before any host is contacted: %s', async (_name, flags) => {
    const host = `root@127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { status, stderr } = await plimsoll(['audit', '-H', host, ...flags]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/error: cannot write to \/(dev\/null|proc)\//);
  });
});
