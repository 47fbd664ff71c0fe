import type { ClientChannel } from 'ssh2';
import type { Failable } from '../lib/failure.ts';
import { failure, refuse, type Refused } from './codes.ts';
import type { Session } from './connect.ts';
import type { Exit, RunningProcess } from './converse.ts';
import type { Entrance } from './entrance.ts';
import type { Trip } from './trip.ts';
import { remoteText } from './words.ts';
import { orEnd } from './trip.ts';

/** Not by us: that would have said why. */
const CLOSED = 'the connection was closed by the host or on the way';

/** Wide enough that nothing wraps. */
const terminal = { term: 'dumb', cols: 1000, rows: 1000 };

/** Starts a command on the host. */
export function startRemote(
  session: Session,
  { command, pty }: Entrance,
  name: string,
  trip: Trip,
): Promise<Failable<RunningProcess>> {
  const { idleTimeout } = trip.options;
  const started = new Promise<Failable<RunningProcess>>((resolve) => {
    // sshd answers no request while PAM opens the session; a frozen one never does.
    const limit = trip.limit(idleTimeout, () => resolve(silent(name, idleTimeout)));
    trip.signal.addEventListener('abort', limit.stop, { once: true });
    session.client.once('close', limit.stop);
    session.client.once('close', () => resolve(notStarted(name, CLOSED, true)));
    try {
      session.client.exec(command, { pty: pty && terminal }, (error, channel) => {
        limit.stop();
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
        else tell({ reason: signal ? `ended by signal ${signal}` : CLOSED });
      });
      session.client.on('close', () => setImmediate(tell, { reason: CLOSED }));
    },
    kill: session.close,
  };
}

function silent(name: string, ms: number): Refused {
  const hint =
    'See what opening the session waits for (PAM, the load of the host): journalctl -u ssh there; or allow more silence with --timeout.';
  const message = `${name}: plimsoll gave up: no shell came within ${ms / 1000} s after the login`;
  return refuse(failure('TIMEOUT', message, hint));
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
