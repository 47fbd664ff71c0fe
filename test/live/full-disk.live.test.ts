import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle, plimsoll, scratch } from '../cli/cli.ts';
import { requires } from './requirements.ts';

const MIB = 1024 * 1024;

describe.skipIf(requires('root'))('a file system of one MiB', () => {
  const cwd = scratch();
  const disk = join(cwd, 'disk');
  const fill = join(disk, 'fill');
  let contacted = 0;
  const host = createServer((socket) => {
    contacted += 1;
    socket.destroy();
  });

  beforeAll(async () => {
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    host.close();
    execFileSync('umount', [disk]);
  });
  beforeEach(() => {
    for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
  });

  const files = (): readonly string[] =>
    readdirSync(disk, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);

  /** Fills the file system up to a number of bytes. */
  function leave(free: number): void {
    try {
      writeFileSync(fill, Buffer.alloc(MIB - free));
    } catch {
      // Folders take room, too.
    }
  }

  it.each([
    ['the report', ['-o', 'disk/report'], 'cannot write to disk/report'],
    ['a document', ['-f', 'sarif=disk/x.sarif'], 'cannot write to disk'],
    ['the history', ['-o', 'report', '--history', 'disk/history'], 'cannot write to disk/history'],
  ])('that is full is told before any host is contacted: %s', async (_what, flags, message) => {
    leave(0);
    const target = `root@127.0.0.1:${(host.address() as AddressInfo).port}`;
    const { status, stdout, stderr } = await plimsoll(['audit', '-H', target, ...flags], { cwd });
    expect({ status, stdout, contacted }).toEqual({ status: 2, stdout: '', contacted: 0 });
    expect(stderr.split('\n')).toEqual([
      `error: ${message}`,
      '  ENOSPC: no space left on device, write',
      '  make room there, or choose another place',
      '',
    ]);
    expect(files()).toEqual(['fill']);
  });

  it('that cannot hold the report keeps none of it, and what was found is said', async () => {
    leave(256 * 1024);
    const { status, stderr } = await plimsoll(['evaluate', bundle('broken'), '-o', 'disk/report'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('legacy-01 : audited');
    expect(stderr).toContain('error: cannot write the report to disk/report\n  ENOSPC');
    expect(stderr).not.toContain('exit status');
    expect(files()).toEqual(['fill']);
  });

  it('that cannot hold the run keeps none of it, and the report is written', async () => {
    const args = ['evaluate', bundle('broken'), '--history', 'disk/history', '-o', 'report'];
    expect((await plimsoll([...args, '--check', '2.2'], { cwd })).status).toBe(1);
    const kept = files();
    leave(128 * 1024);
    const { status, stderr } = await plimsoll(args, { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('Report: report/index.html');
    expect(stderr).toContain('error: cannot keep this run in disk/history\n  ENOSPC');
    expect(files().toSorted()).toEqual([...kept, 'fill'].toSorted());
  });
});
