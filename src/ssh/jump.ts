import type { Duplex } from 'node:stream';
import type { Endpoint } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import type { Failable } from '../lib/failure.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import type { Session } from './connect.ts';
import { remoteText, showEndpoint } from './words.ts';

/** One shared connection per jump host and run: one for each target would run into the server's MaxStartups. */
export interface JumpHosts {
  /** The connection to the jump host; the first caller opens it, and a failure holds for all who ask. */
  readonly session: (jump: Endpoint, open: () => Promise<Failable<Session>>) => Promise<Failable<Session>>;
  readonly close: () => void;
}

export function createJumpHosts(): JumpHosts {
  const sessions = new Map<string, Promise<Failable<Session>>>();
  let isClosed = false;
  return {
    session(jump, open) {
      const key = JSON.stringify(jump);
      const shared = sessions.get(key);
      if (shared !== undefined) return shared;
      const opening = open().then((result) => {
        // One that is lost later may be opened anew by the next host; one that was refused is left in peace.
        if (result.ok)
          result.value.client.on('close', () => sessions.get(key) === opening && sessions.delete(key));
        if (result.ok && isClosed) result.value.close();
        return result.ok ? result : refuse(jumpFailed(jump, result.failure as SshFailure));
      });
      sessions.set(key, opening);
      return opening;
    },
    close() {
      isClosed = true;
      for (const session of sessions.values())
        void session.then((result) => result.ok && result.value.close());
      sessions.clear();
    },
  };
}

/** Opens a channel from the jump host to the target. */
export function forward(session: Session, jump: Endpoint, target: Endpoint): Promise<Failable<Duplex>> {
  return new Promise((resolve) => {
    try {
      session.client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, channel) => {
        resolve(error ? refuse(notForwarded(error, jump, target)) : { ok: true, value: channel });
      });
    } catch (error) {
      resolve(refuse(notForwarded(error instanceof Error ? error : new Error(String(error)), jump, target)));
    }
  });
}

function jumpFailed(jump: Endpoint, cause: SshFailure): SshFailure {
  if (cause.code === 'INTERRUPTED') return cause;
  return failure(
    'JUMP_FAILED',
    `the jump host ${showEndpoint(jump)} failed: ${cause.code}: ${cause.message}`,
    cause.hint,
  );
}

function notForwarded(error: Error & { reason?: unknown }, jump: Endpoint, target: Endpoint): SshFailure {
  const text = remoteText(error.message.replace(/^\(SSH\) Channel open failure: /, ''));
  const place = hostAndPort(target.address, target.port);
  const seen = `seen from the jump host ${showEndpoint(jump)}: ${text}`;
  const hint = `Try it there: nc -vz ${target.address} ${target.port}`;
  if (/refused/i.test(text)) return failure('REFUSED', `${place} refused the connection, ${seen}`, hint);
  if (/not known|resol|name or service/i.test(text))
    return failure('DNS', `${target.address} has no address, ${seen}`, hint);
  if (/timed out|no route|unreachable/i.test(text))
    return failure('TIMEOUT', `${place} could not be reached, ${seen}`, hint);
  const prohibited = error.reason === 1;
  return failure(
    'JUMP_FAILED',
    `the jump host ${showEndpoint(jump)} did not connect to ${place}: ${text}`,
    prohibited ? 'Its sshd_config must allow it: AllowTcpForwarding yes (or local), PermitOpen.' : hint,
  );
}
