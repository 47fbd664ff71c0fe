import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../src/history/lock.ts';

const since = '2026-11-23T02:00:00.000Z';
let folder: string;
const file = () => join(folder, 'lock');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A lock that another process has left or holds. */
function foreign({ pid = 1, host = 'elsewhere', age = 0 } = {}): void {
  writeFileSync(file(), JSON.stringify({ pid, host, since, key: 'x' }));
  const time = new Date(Date.now() - age * 1000);
  utimesSync(file(), time, time);
}

const dead = () => spawnSync('true').pid;

describe('takeLock', () => {
  it('lets one run in, tells the next who holds it, and lets it in afterwards', async () => {
    const lock = await takeLock(folder, since);
    await expect(takeLock(folder, since)).rejects.toMatchObject({
      code: 'HISTORY_LOCKED',
      message: `another run holds ${folder}: process ${process.pid} on ${hostname()}, begun ${since}`,
    });
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
    expect(existsSync(file())).toBe(false);
    await (await takeLock(folder, since)).release();
  });

  it('lets exactly one of many in', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(folder, since)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['of a process of this machine that is no more', () => foreign({ pid: dead(), host: hostname() })],
    ['of another machine without a sign of life', () => foreign({ age: 121 })],
    [
      'of a running process that took its number, without a sign of life',
      () => foreign({ pid: process.pid, host: hostname(), age: 121 }),
    ],
    [
      'that was begun and never written',
      () => {
        foreign({ age: 121 });
        writeFileSync(file(), '');
        utimesSync(file(), new Date(0), new Date(0));
      },
    ],
  ])('takes over a lock %s', async (_name, leave) => {
    leave();
    const lock = await takeLock(folder, since);
    expect(readFileSync(file(), 'utf8')).toContain(`"pid":${process.pid}`);
    await lock.release();
  });

  it('takes over a lock of a killed run at once, under whatever host name it ran', async () => {
    const held = await takeLock(folder, since);
    const text = readFileSync(file(), 'utf8').replace(hostname(), 'elsewhere');
    await held.release();
    writeFileSync(file(), text);
    const lock = await takeLock(folder, since);
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
  });

  it('respects a run of another host name that lives', async () => {
    const lock = await takeLock(folder, since);
    const text = readFileSync(file(), 'utf8')
      .replace(hostname(), 'elsewhere')
      .replace(String(process.pid), '1');
    writeFileSync(file(), text);
    const time = new Date(Date.now() - 300_000);
    utimesSync(file(), time, time);
    await expect(takeLock(folder, since)).rejects.toMatchObject({ code: 'HISTORY_LOCKED' });
    await lock.release();
  });

  it('takes over a dead lock once, however many want it', async () => {
    foreign({ age: 121 });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(folder, since)));
    expect(results.filter((result) => result.status === 'fulfilled').length).toBeLessThanOrEqual(1);
    const locks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(await Promise.all(locks.map((lock) => lock.isHeld()))).toEqual(locks.map(() => true));
  });

  it.each([
    ['of another machine that lives', () => foreign({ age: 60 })],
    ['of a running process', () => foreign({ pid: process.ppid, host: hostname() })],
    ['that is just being written', () => writeFileSync(file(), '')],
  ])('respects a lock %s', async (_name, leave) => {
    leave();
    await expect(takeLock(folder, since)).rejects.toMatchObject({ code: 'HISTORY_LOCKED' });
  });

  it('does not remove the lock of the run that took over', async () => {
    const lock = await takeLock(folder, since);
    foreign();
    expect(await lock.isHeld()).toBe(false);
    await lock.release();
    expect(existsSync(file())).toBe(true);
  });

  it('says so when the folder cannot be written', async () => {
    await expect(takeLock('/proc', since)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });
});
