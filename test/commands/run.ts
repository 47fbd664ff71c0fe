import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { runCommandLine } from '../../src/commands/command-line/run.ts';
import { PlimsollError } from '../../src/lib/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import { workersHere } from './workers.ts';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The bundle of a sample host that comes with plimsoll. */
export const sampleBundle = (name: 'broken' | 'default' | 'hardened'): string =>
  fileURLToPath(new URL(`../../demo/${name}.json`, import.meta.url));

/** Runs a command line in this process, as cli.ts does. */
export async function plimsoll(
  args: readonly string[],
  { now = '2026-11-23T02:00:00Z', signal = new AbortController().signal } = {},
): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const log = createLog({ stderr: { write: (text: string) => (stderr += text) } });
  const contextFor = () => ({
    log,
    stdout: (text: string) => {
      stdout += text;
      return Promise.resolve();
    },
    now: () => new Date(now),
    signal,
    begin: () => undefined,
    color: false,
    startWorkers: () => Promise.resolve(workersHere()),
  });
  try {
    const status = await runCommandLine(args, {}, contextFor);
    return { status, stdout, stderr };
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    log.error(error.message, error.details);
    return { status: 2, stdout, stderr };
  }
}

/** A folder that is removed when the tests of the file are done. */
export function workFolder(): {
  readonly path: string;
  readonly file: (name: string, text: string) => string;
} {
  const path = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    file(name, text) {
      writeFileSync(join(path, name), text);
      return join(path, name);
    },
  };
}
