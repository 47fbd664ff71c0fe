import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { lutimes, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { PlimsollError } from '../lib/errors.ts';
import { hasCode, removeQuietly, unwritable } from '../lib/files.ts';
import { property } from '../lib/json.ts';

export interface Lock {
  /** Whether nobody took it over, as from a process that was suspended for long. */
  readonly isHeld: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

/** Seconds between two signs of life, and without one before a lock of another machine counts as left behind. */
const BEAT = 15;
const DEAD = 120;

/**
 * Takes the lock of a folder: one run at a time. A lock that a killed run left behind is taken over: at once when it was
 * one of this machine, in whichever container, for then nobody listens on its socket; else when it has shown no sign of
 * life for two minutes.
 * @param since when this run began, for the message that others get
 * @throws PlimsollError HISTORY_LOCKED, saying who holds it.
 */
export async function takeLock(folder: string, since: string): Promise<Lock> {
  const file = join(folder, 'lock');
  const key = randomBytes(8).toString('hex');
  const life = await showLife(socketOf(file, key));
  const boot = life === null ? undefined : bootId();
  const text = JSON.stringify({ pid: process.pid, host: hostname(), boot, since, key });
  try {
    for (let tries = 0; tries < 3; tries++) {
      if (await create(file, text)) return lockOf(file, text, life);
      await clearDead(folder, file);
    }
    throw held(folder, await readFile(file, 'utf8').catch(() => ''));
  } catch (error) {
    life?.close();
    throw error;
  }
}

function lockOf(file: string, text: string, life: Server | null): Lock {
  const beat = setInterval(() => {
    const now = new Date();
    // Without the file there is nobody to show a sign of life to.
    void lutimes(file, now, now).catch(() => undefined);
  }, BEAT * 1000);
  beat.unref();
  const isHeld = async (): Promise<boolean> => (await readFile(file, 'utf8').catch(() => '')) === text;
  return {
    isHeld,
    async release() {
      clearInterval(beat);
      life?.close();
      if (await isHeld()) await rm(file, { force: true });
    },
  };
}

/** Only one process at a time may remove a lock that is not its own, or two could remove each other's. */
async function clearDead(folder: string, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(ignoreMissing);
  if (text === null) return;
  if (!(await isDead(file, text))) throw held(folder, text);
  const guard = `${file}.break`;
  if (!(await create(guard, text))) {
    if (await isOld(guard)) await rm(guard, { force: true });
    throw held(folder, text);
  }
  try {
    const again = await readFile(file, 'utf8').catch(ignoreMissing);
    if (again === text) {
      const { key } = holderOf(text);
      if (isKey(key)) await rm(socketOf(file, key), { force: true });
      await rm(file, { force: true });
    }
  } finally {
    await rm(guard, { force: true });
  }
}

/**
 * Listens on a socket beside the lock for as long as this process lives: the kernel ends that with it, however it ends,
 * and every process of this machine can ask, whatever its PID namespace. Null where the folder takes no sockets.
 */
async function showLife(path: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(path, () => resolve(server));
  });
}

function socketOf(file: string, key: string): string {
  return `${file}.${key}`;
}

function isKey(key: unknown): key is string {
  return typeof key === 'string' && /^[0-9a-f]{16}$/.test(key);
}

/** Whether nobody listens any more; a socket that this user may not ask counts as listened on. */
function isSilent(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error) => resolve(hasCode(error, 'ECONNREFUSED') || hasCode(error, 'ENOENT')));
  });
}

/** Of this start of this machine, for all its containers; undefined where the system has none. */
function bootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return undefined;
  }
}

async function isDead(file: string, text: string): Promise<boolean> {
  const { host, pid, boot, key } = holderOf(text);
  if (typeof boot === 'string' && boot === bootId() && isKey(key)) return isSilent(socketOf(file, key));
  if (host === hostname() && typeof pid === 'number' && pid !== process.pid && !isRunning(pid)) return true;
  return isOld(file);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}

/** Asks the file system for the time too: its clock may not be ours. */
async function isOld(file: string): Promise<boolean> {
  const probe = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
    const [now, beat] = [await stat(probe), await stat(file)];
    return now.mtimeMs - beat.mtimeMs > DEAD * 1000;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  } finally {
    await rm(probe, { force: true });
  }
}

async function create(file: string, text: string): Promise<boolean> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (hasCode(error, 'EEXIST')) return null;
    throw unwritable(`cannot write ${file}`, error);
  });
  if (handle === null) return false;
  try {
    await handle.writeFile(text);
    return true;
  } catch (error) {
    // An empty lock would look like one that is just being taken.
    await removeQuietly(file);
    throw unwritable(`cannot write ${file}`, error);
  } finally {
    await handle.close();
  }
}

function holderOf(text: string): Readonly<Record<'pid' | 'host' | 'since' | 'boot' | 'key', unknown>> {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Its owner is just writing it.
  }
  const stated = (name: string): unknown => property(value, name);
  return {
    pid: stated('pid'),
    host: stated('host'),
    since: stated('since'),
    boot: stated('boot'),
    key: stated('key'),
  };
}

function held(folder: string, text: string): PlimsollError {
  const { pid, host, since } = holderOf(text);
  const who = typeof pid === 'number' ? `: process ${pid} on ${String(host)}, begun ${String(since)}` : '';
  return new PlimsollError('HISTORY_LOCKED', `another run holds ${folder}${who}`, [
    'let it end, or give this run a --history of its own',
  ]);
}

function ignoreMissing(error: unknown): null {
  if (hasCode(error, 'ENOENT')) return null;
  throw error;
}
