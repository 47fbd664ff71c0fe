import type { Host } from '../../src/inventory/types.ts';
import { createRunner } from '../../src/ssh/runner.ts';
import type { RunnerOptions, RunOptions, RunResult, Secrets } from '../../src/ssh/types.ts';
import { runOptions } from './ssh-host.ts';

/** No ssh_config of the person who runs the tests has a say. */
const alone: RunnerOptions = { acceptNewInto: null, sshConfig: 'none' };

/** Runs a script on one host, with a runner of its own. */
export async function run(
  host: Host,
  script: string,
  options: Partial<RunOptions> = {},
  runnerOptions: Partial<RunnerOptions> = {},
): Promise<RunResult> {
  const runner = createRunner({ ...alone, ...runnerOptions });
  try {
    return await runner.run(host, script, runOptions(options));
  } finally {
    runner.close();
  }
}

/** The output of a run that worked. */
export function text(result: RunResult): string {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return Buffer.concat(result.value.pieces).toString();
}

/** Why a run did not start. */
export function refusal(result: RunResult): { code: string; message: string; hint: string } {
  if (result.ok) throw new Error('it should have failed');
  return result.failure;
}

export function secrets(changes: Partial<Secrets>): Secrets {
  return { ...runOptions().secrets, ...changes };
}
