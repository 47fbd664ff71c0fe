import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';
import type { Endpoint } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import { failure, refuse, type Refused, type SshFailure } from './codes.ts';
import type { Authentication } from './auth.ts';
import type { Trust } from './host-key.ts';
import type { Trip } from './trip.ts';
import { loginCommand, remoteText } from './words.ts';

/** A logged-in connection. `close` is immediate and may be called any number of times. */
export interface Session {
  readonly client: Client;
  /** The jump host that it runs through. */
  readonly via: { readonly endpoint: Endpoint; readonly session: Session } | null;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/** A way for bytes to the endpoint. */
export interface Line {
  readonly socket: Duplex;
  readonly via: Session['via'];
}

/** `early`: the server hung up before it showed a key, as a busy one does; another try may do. */
export type Opened = { readonly ok: true; readonly value: Session } | (Refused & { readonly early: boolean });

/**
 * No group exchange: checking a prime of the server's choice blocks the whole process for seconds.
 * No SHA-1, no group 1.
 */
const kex = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
  'diffie-hellman-group16-sha512',
] as const;

/** Milliseconds between two questions whether the peer is there; they also keep firewalls from forgetting the connection. */
const KEEPALIVE = 15_000;

/** How many unanswered questions end a connection: never sooner than the silence that is allowed. */
export function keepalive(silence: number): { readonly interval: number; readonly count: number } {
  return { interval: KEEPALIVE, count: Math.ceil(silence / KEEPALIVE) + 2 };
}

/**
 * Runs the SSH handshake over `socket`, checks the host key before anything secret is sent, and logs in.
 * Owns the socket from here on. Settles exactly once; closes everything unless it succeeds.
 */
export function openSession(
  endpoint: Endpoint,
  { socket, via }: Line,
  trust: Trust,
  authentication: Authentication,
  trip: Trip & { readonly onKey: () => void },
): Promise<Opened> {
  const client = new ssh2.Client();
  let wasKeyShown = false;
  let isOpen = true;
  let keyFailure: SshFailure | null = null;
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    const close = closer(client, socket);
    const settle = (result: { readonly ok: true; readonly value: Session } | Refused): void => {
      trip.signal.removeEventListener('abort', onAbort);
      if (!result.ok) close();
      const early = !wasKeyShown && !result.ok && result.failure.code === 'CONNECTION_LOST';
      resolve(result.ok ? result : { ...result, early });
    };
    const lost = (): void => settle(refuse(keyFailure ?? explain(endpoint, undefined, authentication)));
    const onAbort = (): void => settle(refuse(trip.signal.reason as SshFailure));
    trip.signal.addEventListener('abort', onAbort);
    client.on('ready', () => settle({ ok: true, value: { client, via, isOpen: () => isOpen, close } }));
    // Stays for the life of the connection: an error without a listener would end the process.
    client.on('error', (error: Error & { level?: string }) => {
      // The agent failing is not the connection failing: the next way to log in follows.
      if (error.level === 'agent') return;
      const reason = keyFailure ?? explain(endpoint, error, authentication);
      settle(refuse(trip.options.secrets.hush(reason, error.message)));
    });
    // A server that runs out of patience closes without any error.
    client.on('end', lost).on('close', lost);
    client.on('close', () => (isOpen = false));
    client.on('change password', () => settle(refuse(passwordExpired(endpoint))));
    const { interval, count } = keepalive(trip.options.idleTimeout);
    const config: ConnectConfig = {
      sock: socket,
      username: endpoint.user,
      readyTimeout: 0,
      keepaliveInterval: interval,
      keepaliveCountMax: count,
      algorithms: { kex: [...kex], serverHostKey: trust.algorithms },
      hostVerifier: (key: Buffer): boolean => {
        if (!wasKeyShown) {
          trip.onKey();
          if (socket instanceof Socket) pace(socket);
        }
        wasKeyShown = true;
        keyFailure = trust.judge(key);
        return keyFailure === null;
      },
      authHandler: (left, partial, next) => {
        trip.options.onPhase?.('authenticating');
        authentication.handler(left, partial, next);
      },
    };
    if (trip.signal.aborted) return onAbort();
    try {
      client.connect(config);
    } catch (error) {
      settle(refuse(internal(endpoint, error)));
    }
  });
}

function explain(
  endpoint: Endpoint,
  error: (Error & { level?: string; code?: unknown }) | undefined,
  authentication: Authentication,
): SshFailure {
  const text = error?.message ?? 'the server, or something on the way, closed the connection';
  const place = hostAndPort(endpoint.address, endpoint.port);
  if (error?.level === 'client-authentication') return authentication.explain();
  if (/no matching/.test(text)) {
    return failure(
      'NO_COMMON_ALGORITHM',
      `${place} and plimsoll have no algorithm in common: ${remoteText(text)}`,
      `Compare with what the server offers: ${loginCommand(endpoint, '-vv')}; ` +
        'it needs curve25519, ecdh-nistp or group14/16 with SHA-2, and a plain (not certified) host key.',
    );
  }
  if (/too many authentication failures/i.test(text)) {
    const { message } = authentication.explain();
    return failure(
      'AUTH_FAILED',
      `${message}; ${remoteText(text)}`,
      'Name the one right key with --identity-file.',
    );
  }
  return failure(
    'CONNECTION_LOST',
    `the connection to ${place} was lost during the login: ${remoteText(text)}`,
    `See the server's log: journalctl -u ssh; fewer connections at a time (--forks) help a busy one.`,
  );
}

/** Sockets that are read from in one turn of the event loop, and those that wait for theirs. */
const READ_IN_A_TURN = 4;
const waiting: Socket[] = [];

/**
 * One read at a time, and few sockets in each turn of the event loop: of hosts that send faster than that, the system
 * would hand over so much that nothing else could be answered.
 */
function pace(socket: Socket): void {
  socket.on('data', () => {
    socket.pause();
    if (waiting.push(socket) === 1) setImmediate(takeTurns);
  });
}

function takeTurns(): void {
  for (const socket of waiting.splice(0, READ_IN_A_TURN)) socket.resume();
  if (waiting.length > 0) setImmediate(takeTurns);
}

/** Says goodbye, then lets go: a peer that does not read must not hold the process. */
function closer(client: Client, socket: Duplex): () => void {
  let isClosing = false;
  return () => {
    if (isClosing) return;
    isClosing = true;
    client.end();
    // What still comes is not worth a look.
    socket.removeAllListeners('data');
    if (socket instanceof Socket) socket.destroySoon();
    else socket.destroy();
    setTimeout(() => socket.destroy(), 1000).unref();
  };
}

function internal({ address, port }: Endpoint, error: unknown): SshFailure {
  const text = error instanceof Error ? error.message : String(error);
  const hint = 'This is a bug in plimsoll: please report it with this message.';
  return failure('INTERNAL', `${hostAndPort(address, port)}: ${text}`, hint);
}

export function passwordExpired(endpoint: Endpoint): SshFailure {
  const message = `the password of ${endpoint.user} at ${endpoint.address} has expired`;
  return failure('AUTH_FAILED', message, `Change it: ${loginCommand(endpoint)}`);
}
