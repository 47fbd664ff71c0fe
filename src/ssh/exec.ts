import type { ClientChannel } from 'ssh2';
import type { Failable } from '../lib/failure.ts';
import { failure, refuse, type Refused } from './codes.ts';
import type { Session } from './connect.ts';
import type { Exit, RunningProcess } from './converse.ts';
import type { Trip } from './trip.ts';
import { remoteText } from './words.ts';
import { orEnd } from './trip.ts';

/** Starts a command on the host. */
export function startRemote(
  session: Session,
  command: string,
  name: string,
  trip: Trip,
): Promise<Failable<RunningProcess>> {
  const started = new Promise<Failable<RunningProcess>>((resolve) => {
    session.client.once('close', () => resolve(notStarted(name, 'the connection was closed', true)));
    try {
      session.client.exec(command, (error, channel) => {
        if (error) resolve(notStarted(name, error.message, /No response|Not connected/.test(error.message)));
        else resolve({ ok: true, value: toProcess(channel, session) });
      });
    } catch (error) {
      resolve(notStarted(name, error instanceof Error ? error.message : String(error), true));
    }
  });
  return orEnd(trip, started);
}

function toProcess(channel: ClientChannel, session: Session): RunningProcess {
  channel.on('error', () => undefined);
  channel.stderr.on('error', () => undefined);
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    onExit(listener) {
      let isTold = false;
      const tell = (exit: Exit): void => {
        if (!isTold) listener(exit);
        isTold = true;
      };
      // A session that is killed closes without a code; a connection that is cut closes the client only.
      channel.on('close', (code: number | null | undefined, signal?: string) => {
        if (typeof code === 'number') tell({ code });
        else tell({ reason: signal ? `ended by signal ${signal}` : 'the connection was closed' });
      });
      session.client.on('close', () => setImmediate(tell, { reason: 'the connection was closed' }));
    },
    kill: session.close,
  };
}

function notStarted(name: string, text: string, isLost: boolean): Refused {
  const said = remoteText(text.replace(/^\(SSH\) /, ''));
  if (isLost) {
    const hint = 'Run it again for this host (--limit); see the log of sshd there: journalctl -u ssh';
    return refuse(
      failure('CONNECTION_LOST', `${name}: the connection was lost before a shell started: ${said}`, hint),
    );
  }
  const hint =
    'The account must be allowed to run commands: see MaxSessions and ForceCommand in sshd_config.';
  return refuse(failure('NO_SHELL', `${name}: no shell could be started: ${said}`, hint));
}
