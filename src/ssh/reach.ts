import type { Endpoint } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import type { Failable } from '../lib/failure.ts';
import { shellWord } from '../lib/shell-word.ts';
import { createAuthentication } from './auth.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import { openSession, type Line, type Opened, type Session } from './connect.ts';
import { dial } from './dial.ts';
import { forward, jumpLost, lostJump, type JumpHosts } from './jump.ts';
import type { KeyRing } from './keys.ts';
import { MORE_TRIES, orEnd, pauseAfter, startTrip, type Trip } from './trip.ts';
import type { TrustStore } from './trust-store.ts';
import { fromJump, showEndpoint } from './words.ts';

export interface Shared {
  readonly trust: TrustStore;
  readonly keys: KeyRing;
  readonly jumpHosts: JumpHosts;
}

/** A way to the endpoint's SSH port; opened anew for each try. */
type Road = (trip: Trip) => Promise<Failable<Line>>;

/** Connects and logs in, through the jump hosts where there are any. */
export function reach(endpoint: Endpoint, trip: Trip, shared: Shared): Promise<Failable<Session>> {
  const { jump } = endpoint;
  const road: Road = jump ? throughJump(endpoint, jump, trip, shared) : dialing(endpoint);
  return login(endpoint, road, trip, shared);
}

function dialing(endpoint: Endpoint): Road {
  return async (attempt) => {
    const socket = await dial(endpoint, attempt);
    return socket.ok ? { ok: true, value: { socket: socket.value, via: null } } : socket;
  };
}

function throughJump(endpoint: Endpoint, jump: Endpoint, trip: Trip, shared: Shared): Road {
  return async (attempt) => {
    const release = await attempt.aside(shared.jumpHosts.channel(jump));
    const opening = openChannel(endpoint, jump, attempt, trip, shared);
    // One that opens after this host was given up must not stay open on the shared connection.
    void opening.then((late) => {
      if (!late.ok) return release();
      late.value.socket.once('close', release);
      if (attempt.signal.aborted) late.value.socket.destroy();
    }, release);
    return orEnd(attempt, opening);
  };
}

async function openChannel(
  endpoint: Endpoint,
  jump: Endpoint,
  attempt: Trip,
  trip: Trip,
  shared: Shared,
): Promise<Failable<Line>> {
  const session = await orEnd(
    attempt,
    attempt.aside(shared.jumpHosts.session(jump, () => reachJump(jump, trip, shared))),
  );
  if (!session.ok) return session;
  const channel = await forward(session.value, jump, endpoint);
  if (channel.ok)
    return { ok: true, value: { socket: channel.value, via: { endpoint: jump, session: session.value } } };
  return session.value.isOpen() ? channel : refuse(lostJump(jump));
}

/** Not on the clock of the host that happens to come first: the connection is for all behind it. */
async function reachJump(jump: Endpoint, { options }: Trip, shared: Shared): Promise<Failable<Session>> {
  const tries = MORE_TRIES + 1;
  const trip = startTrip(
    {
      ...options,
      onPhase: () => undefined,
      totalTimeout: tries * (options.connectTimeout + 2000) + options.idleTimeout,
    },
    () => slow(jump, options),
  );
  try {
    return await reach(jump, trip, shared);
  } finally {
    trip.end();
  }
}

async function login(endpoint: Endpoint, road: Road, trip: Trip, shared: Shared): Promise<Failable<Session>> {
  for (let tries = 0; ; tries++) {
    const opened = await tryLogin(endpoint, road, trip, shared);
    if (opened.ok || !opened.early || tries === MORE_TRIES || trip.signal.aborted) return opened;
    await pauseAfter(tries, trip);
  }
}

async function tryLogin(endpoint: Endpoint, road: Road, trip: Trip, shared: Shared): Promise<Opened> {
  const attempt = limited(trip, endpoint);
  try {
    const trust = await shared.trust.trustOf(endpoint);
    const authentication = await createAuthentication(endpoint, shared.keys, attempt);
    const line = await road(attempt);
    // A server that drops a connection at once may look like one that cannot be reached.
    if (!line.ok)
      return { ...refuse(line.failure as SshFailure), early: line.failure.code === 'CONNECTION_LOST' };
    const opened = await openSession(endpoint, line.value, trust, authentication, attempt);
    if (opened.ok || opened.failure.code !== 'CONNECTION_LOST') return opened;
    const cause = await jumpLost({ via: line.value.via });
    return cause === null ? opened : { ...refuse(cause), early: true };
  } finally {
    attempt.end();
  }
}

/**
 * The trip with second limits that end only this try: `connectTimeout` until the server shows its key, then
 * `idleTimeout` for the login, in which PAM may ask a directory, make a home folder or start a user's services.
 */
function limited(trip: Trip, endpoint: Endpoint): Trip & { readonly onKey: () => void } {
  const { connectTimeout, idleTimeout } = trip.options;
  const controller = new AbortController();
  let limit = trip.limit(connectTimeout, () => controller.abort(slow(endpoint, trip.options)));
  return {
    ...trip,
    signal: AbortSignal.any([trip.signal, controller.signal]),
    onKey() {
      limit.stop();
      limit = trip.limit(idleTimeout, () => controller.abort(slowLogin(endpoint, idleTimeout)));
    },
    end: () => limit.stop(),
  };
}

function slow(endpoint: Endpoint, { connectTimeout }: { readonly connectTimeout: number }): SshFailure {
  const { address, port } = endpoint;
  const place = hostAndPort(address, port);
  const test = fromJump(endpoint, `nc -vz ${shellWord(address)} ${port}`);
  return failure(
    'TIMEOUT',
    `plimsoll gave up: ${place} showed no host key within ${connectTimeout / 1000} s`,
    `Check route and firewall: ${test}; or allow more time with --connect-timeout.`,
  );
}

function slowLogin(endpoint: Endpoint, idleTimeout: number): SshFailure {
  return failure(
    'TIMEOUT',
    `plimsoll gave up: ${showEndpoint(endpoint)} was not logged in ${idleTimeout / 1000} s after the server showed its key`,
    'See what the login waits for (PAM, a directory, DNS): journalctl -u ssh there; or allow more silence with --timeout.',
  );
}
