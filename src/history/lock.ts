import { randomBytes } from 'node:crypto';
import { open, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
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

/** Seconds between two signs of life, and without one before a lock counts as left behind. */
const BEAT = 15;
const DEAD = 120;

/**
 * Takes the lock of a folder: one run at a time. A lock that a killed run left behind is taken over: at once when its
 * process was one of this machine, else when it has shown no sign of life for two minutes.
 * @param since when this run began, for the message that others get
 * @throws PlimsollError HISTORY_LOCKED, saying who holds it.
 */
export async function takeLock(folder: string, since: string): Promise<Lock> {
  const file = join(folder, 'lock');
  const text = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    since,
    key: randomBytes(8).toString('hex'),
  });
  for (let tries = 0; tries < 3; tries++) {
    if (await create(file, text)) return lockOf(file, text);
    await clearDead(folder, file);
  }
  throw held(folder, await readFile(file, 'utf8').catch(() => ''));
}

function lockOf(file: string, text: string): Lock {
  const beat = setInterval(() => {
    const now = new Date();
    // Without the file there is nobody to show a sign of life to.
    void utimes(file, now, now).catch(() => undefined);
  }, BEAT * 1000);
  beat.unref();
  const isHeld = async (): Promise<boolean> => (await readFile(file, 'utf8').catch(() => '')) === text;
  return {
    isHeld,
    async release() {
      clearInterval(beat);
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
    if (again === text) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function isDead(file: string, text: string): Promise<boolean> {
  const { host, pid } = holderOf(text);
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

function holderOf(text: string): { readonly pid: unknown; readonly host: unknown; readonly since: unknown } {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Its owner is just writing it.
  }
  return { pid: property(value, 'pid'), host: property(value, 'host'), since: property(value, 'since') };
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
