import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint, Host } from '../inventory/types.ts';
import { hostAndPort } from '../lib/host-and-port.ts';
import type { Failable } from '../lib/failure.ts';
import { createAuthentication } from './auth.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import { openSession, type Opened, type Session } from './connect.ts';
import { dial } from './dial.ts';
import { forward, type JumpHosts } from './jump.ts';
import type { KeyRing } from './keys.ts';
import { orEnd, startTrip, type Trip } from './trip.ts';
import type { TrustStore } from './trust-store.ts';

export interface Shared {
  readonly trust: TrustStore;
  readonly keys: KeyRing;
  readonly jumpHosts: JumpHosts;
}

/** A way to the endpoint's SSH port; opened anew for each try. */
type Road = (trip: Trip) => Promise<Failable<Duplex>>;

/** Tries after the first when the server hangs up before the handshake, as one with too many logins under way does. */
const MORE_TRIES = 2;

/** Connects and logs in, through the jump host where there is one. */
export function reach(host: Host, trip: Trip, shared: Shared): Promise<Failable<Session>> {
  const { jump } = host;
  if (jump === null) return login(host, null, (attempt) => dial(host, attempt), trip, shared);
  const road: Road = async (attempt) => {
    const session = await orEnd(
      attempt,
      attempt.aside(shared.jumpHosts.session(jump, () => reachJump(jump, trip, shared))),
    );
    if (!session.ok) return session;
    const channel = forward(session.value, jump, host);
    // One that opens after this host was given up must not stay open on the shared connection.
    void channel.then((late) => late.ok && attempt.signal.aborted && late.value.destroy());
    return orEnd(attempt, channel);
  };
  return login(host, jump, road, trip, shared);
}

/** Not on the clock of the host that happens to come first: the connection is for all behind it. */
async function reachJump(jump: Endpoint, { options }: Trip, shared: Shared): Promise<Failable<Session>> {
  const tries = MORE_TRIES + 1;
  const trip = startTrip(
    { ...options, onPhase: () => undefined, totalTimeout: tries * (options.connectTimeout + 2000) },
    () => slow(jump, options),
  );
  try {
    return await login(jump, null, (attempt) => dial(jump, attempt), trip, shared);
  } finally {
    trip.end();
  }
}

async function login(
  endpoint: Endpoint,
  via: Endpoint | null,
  road: Road,
  trip: Trip,
  shared: Shared,
): Promise<Failable<Session>> {
  for (let tries = 0; ; tries++) {
    const opened = await tryLogin(endpoint, via, road, trip, shared);
    if (opened.ok || !opened.early || tries === MORE_TRIES || trip.signal.aborted) return opened;
    // At once would meet the same crowd; all at the same moment would be the crowd.
    const pause = 200 * 2 ** tries * (1 + 2 * Math.random());
    await sleep(pause, undefined, { signal: trip.signal }).catch(() => undefined);
  }
}

async function tryLogin(
  endpoint: Endpoint,
  via: Endpoint | null,
  road: Road,
  trip: Trip,
  shared: Shared,
): Promise<Opened> {
  const attempt = limited(trip, endpoint);
  try {
    const trust = await shared.trust.trustOf(endpoint, via);
    const authentication = await createAuthentication(endpoint, shared.keys, attempt);
    const socket = await road(attempt);
    if (!socket.ok) return { ...refuse(socket.failure as SshFailure), early: false };
    return await openSession(endpoint, socket.value, trust, authentication, attempt);
  } finally {
    attempt.end();
  }
}

/** The trip with `connectTimeout` as a second limit that ends only this try. */
function limited(trip: Trip, endpoint: Endpoint): Trip {
  const controller = new AbortController();
  const limit = trip.limit(trip.options.connectTimeout, () => controller.abort(slow(endpoint, trip.options)));
  return { ...trip, signal: AbortSignal.any([trip.signal, controller.signal]), end: limit.stop };
}

function slow(
  { address, port }: Endpoint,
  { connectTimeout }: { readonly connectTimeout: number },
): SshFailure {
  const place = hostAndPort(address, port);
  return failure(
    'TIMEOUT',
    `connecting and logging in to ${place} took longer than ${connectTimeout / 1000} s`,
    `Check route and firewall: nc -vz ${address} ${port}; or allow more time.`,
  );
}
