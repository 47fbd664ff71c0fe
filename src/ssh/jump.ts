import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Endpoint } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import type { Failable } from '../lib/failure.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import type { Session } from './connect.ts';
import { createSlots, type Slots } from './slots.ts';
import { remoteText, showEndpoint } from './words.ts';

/** One shared connection per jump host and run: one for each target would run into the server's MaxStartups. */
export interface JumpHosts {
  /** The connection to the jump host; the first caller opens it, and a failure holds for all who ask. */
  readonly session: (jump: Endpoint, open: () => Promise<Failable<Session>>) => Promise<Failable<Session>>;
  /** Waits for one of the channels that a jump host carries at a time; gives back how to let go of it. */
  readonly channel: (jump: Endpoint) => Promise<() => void>;
  readonly close: () => void;
}

/** Channels of one connection at a time; sshd and its host have to hold them all. */
const MOST_CHANNELS = 100;
/** How often a connection to a jump host may be lost before it is left in peace. */
const MOST_LOSSES = 2;

export function createJumpHosts(): JumpHosts {
  const sessions = new Map<string, Promise<Failable<Session>>>();
  const losses = new Map<string, number>();
  const channels = new Map<string, Slots>();
  let isClosed = false;
  /** One that is lost may be opened anew by the next host, once; one that was refused is left in peace. */
  const lose = (key: string, jump: Endpoint): void => {
    if (isClosed) return;
    const count = (losses.get(key) ?? 0) + 1;
    losses.set(key, count);
    if (count < MOST_LOSSES) sessions.delete(key);
    else sessions.set(key, Promise.resolve(refuse(lostJump(jump))));
  };
  return {
    session(jump, open) {
      const key = JSON.stringify(jump);
      const shared = sessions.get(key);
      if (shared !== undefined) return shared;
      const opening = open().then((result): Failable<Session> => {
        if (!result.ok) return refuse(jumpFailed(jump, result.failure as SshFailure));
        result.value.client.on('close', () => sessions.get(key) === opening && lose(key, jump));
        if (isClosed) result.value.close();
        return result;
      });
      sessions.set(key, opening);
      return opening;
    },
    channel(jump) {
      const key = JSON.stringify(jump);
      const slots = channels.get(key) ?? createSlots(MOST_CHANNELS);
      channels.set(key, slots);
      return slots.take();
    },
    close() {
      isClosed = true;
      for (const session of sessions.values())
        void session.then((result) => result.ok && result.value.close());
      sessions.clear();
    },
  };
}

/** What happened to a session whose jump host was lost; null while that is there, or without one. */
export async function jumpLost({ via }: Pick<Session, 'via'>): Promise<SshFailure | null> {
  // What runs through a connection hears of its end before the connection itself does.
  await setImmediate();
  if (via === null) return null;
  const before = via.session.via === null ? null : await jumpLost(via.session);
  return before ?? (via.session.isOpen() ? null : lostJump(via.endpoint));
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

export function lostJump(jump: Endpoint): SshFailure {
  return failure(
    'JUMP_FAILED',
    `the jump host ${showEndpoint(jump)} failed: the connection to it was lost`,
    'See the log of sshd there: journalctl -u ssh; then run it again for the hosts behind it (--limit).',
  );
}

function jumpFailed(jump: Endpoint, cause: SshFailure): SshFailure {
  // A chain of jump hosts fails for one reason: where it broke.
  if (cause.code === 'INTERRUPTED' || cause.code === 'JUMP_FAILED') return cause;
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
  if (/no route|unreachable/i.test(text))
    return failure('UNREACHABLE', `there is no way to ${place}, ${seen}`, hint);
  if (/timed out/i.test(text)) return failure('TIMEOUT', `${place} did not answer, ${seen}`, hint);
  const prohibited = error.reason === 1;
  return failure(
    'JUMP_FAILED',
    `the jump host ${showEndpoint(jump)} did not connect to ${place}: ${text}`,
    prohibited ? 'Its sshd_config must allow it: AllowTcpForwarding yes (or local), PermitOpen.' : hint,
  );
}
