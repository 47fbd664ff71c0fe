import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixScript } from '../../src/fix/fix-script.ts';
import type { HostResult } from '../../src/result/types.ts';
import { sampleReport, templates } from '../fix/sample.ts';
import type { Sample } from '../fix/sample.ts';

/** Every shell a host may have as /bin/sh. */
export const shells: readonly { readonly name: string; readonly shell: readonly string[] }[] = [
  { name: 'dash', shell: ['dash'] },
  { name: 'bash', shell: ['bash', '--posix'] },
  { name: 'BusyBox', shell: ['busybox', 'sh'] },
];

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The recap as printed, without the word RECAP. */
  readonly recap: string;
}

/** Runs a script from standard input, as `ssh HOST sh -s` does. */
export function run(
  script: string,
  options: readonly string[] = [],
  shell: readonly string[] = ['dash'],
): Run {
  const [command = '', ...first] = shell;
  const { status, stdout, stderr } = spawnSync(command, [...first, '-s', '--', ...options], {
    input: script,
    encoding: 'utf8',
    cwd: '/',
  });
  return { status, stdout, stderr, recap: /^RECAP (.*)$/m.exec(stdout)?.[1] ?? '' };
}

/** A directory that only root can write, with its own run id, so that backups of tests do not meet. */
export function place(): { readonly directory: string; readonly runId: string; readonly remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-fix-'));
  chmodSync(directory, 0o755);
  const runId = directory.slice(directory.lastIndexOf('/') + 1);
  const remove = (): void => {
    for (const path of [directory, `/var/backups/plimsoll/${runId}`])
      rmSync(path, { recursive: true, force: true });
  };
  return { directory, runId, remove };
}

export function scriptFor(samples: readonly Sample[], host: Partial<HostResult>, runId: string): string {
  const sample = sampleReport(samples, host, runId);
  return fixScript(sample.report, sample.host, templates);
}

/** Every path below with mode, owner and content: equal when nothing a rollback promises differs. */
export function snapshot(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  const paths = [directory, ...entries.map(({ parentPath, name }) => `${parentPath}/${name}`)];
  return Object.fromEntries(
    paths.sort().map((path) => {
      const { mode, uid, gid } = lstatSync(path);
      const content = lstatSync(path).isFile() ? readFileSync(path, 'base64') : '';
      return [path, `${mode.toString(8)} ${uid}:${gid} ${content}`];
    }),
  );
}
