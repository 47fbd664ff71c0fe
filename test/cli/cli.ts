import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { packageFile } from '../../src/lib/package.ts';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Besides PATH, the only variables that the program sees. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the process as soon as it runs, and what it has said up to now each time it says more. */
  readonly watch?: (child: ChildProcess, stderr: string) => void;
}

/** The built program; the tests of the command line are about what users run. */
export const program = packageFile('dist/cli.js');

const newest = Math.max(
  ...readdirSync(packageFile('src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
);
if ((statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0) < newest) {
  throw new Error('dist is missing or older than src: npm run build, then test again');
}

/** Nothing of the person who runs the tests is in this home. */
const home = mkdtempSync(join(tmpdir(), 'plimsoll-home-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs plimsoll to its end, in an empty home. */
export function plimsoll(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd ?? home,
    env: { PATH: process.env['PATH'], HOME: home, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.watch?.(child, stderr);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** A folder that goes away with the tests of this file. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A bundle of the demo, or of the fixtures. */
export function bundle(name: string): string {
  const recorded = ['default', 'hardened', 'broken'].includes(name) ? 'demo' : 'test/fixtures/bundles';
  return packageFile(`${recorded}/${name}.json`);
}
