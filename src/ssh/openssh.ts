import type { Host } from '../inventory/types.ts';
import type { Failable } from '../lib/failure.ts';
import { startChild } from './child.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import type { Exit, RunningProcess } from './converse.ts';
import type { Entrance } from './entrance.ts';
import { explainClient, wasDropped } from './openssh-errors.ts';
import { clientOptions } from './openssh-options.ts';
import type { RunnerOptions } from './types.ts';
import type { Trip } from './trip.ts';

/**
 * Runs the entrance on the host with this machine's ssh. The client reads its own configuration; what flags and the
 * inventory state goes before it. It asks nothing, forwards nothing, and always checks the host key.
 */
export async function startClient(
  host: Host,
  entrance: Entrance,
  trip: Trip,
  options: RunnerOptions,
): Promise<Failable<RunningProcess>> {
  const terminal = entrance.pty ? ['-tt', '-o', 'EscapeChar=none'] : ['-T'];
  const shared = clientOptions(host, trip.options, options);
  const args = [...terminal, ...shared, '--', host.address, entrance.command];
  let isDropped = false;
  const child = await startChild('ssh', args, { detached: true, env: { LC_ALL: 'C' } });
  if (!(child instanceof Error))
    return {
      ok: true,
      value: {
        ...child,
        onExit: (tell) => child.onExit((exit) => tell(named(exit))),
        explain,
        isDropped: () => isDropped,
      },
    };
  const hint = 'Install the OpenSSH client (Debian: openssh-client), or use --transport ssh.';
  return refuse(failure('CLIENT_MISSING', `ssh cannot be started here: ${child.message}`, hint));

  function explain(stderr: string, exit: Exit): SshFailure | undefined {
    // Its own failures have status 255; every other one is the command's.
    if ('code' in exit) return undefined;
    isDropped = wasDropped(stderr);
    return explainClient(host, stderr);
  }
}

/** The client has status 255 for whatever goes wrong with the connection, and tells no more. */
function named(exit: Exit): Exit {
  return 'code' in exit && exit.code === 255 ? { reason: 'the ssh client ended with status 255' } : exit;
}
