import type { Host } from '../inventory/types.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import type { Session } from './connect.ts';
import { converse } from './converse.ts';
import { createEntrance } from './entrance.ts';
import { startRemote } from './exec.ts';
import { createJumpHosts } from './jump.ts';
import { createKeyRing } from './keys.ts';
import { startLocal } from './local.ts';
import { reach, type Shared } from './reach.ts';
import { startTrip, type Trip } from './trip.ts';
import { createTrustStore } from './trust-store.ts';
import type { RunOptions, RunResult } from './types.ts';

/** What hosts of one run share: parsed known_hosts, unlocked keys, connections to jump hosts. */
export interface Runner {
  /**
   * Runs a script with `sh -s` on a host, or here for transport local. Settles exactly once and never rejects:
   * a failure when nothing could be started, else the bytes that came, with `cut` when they are not all.
   */
  readonly run: (host: Host, script: string, options: RunOptions) => Promise<RunResult>;
  /** Closes the connections to jump hosts; without it the process does not end. */
  readonly close: () => void;
}

export function createRunner(): Runner {
  const shared: Shared = { trust: createTrustStore(), keys: createKeyRing(), jumpHosts: createJumpHosts() };
  return {
    async run(host, script, options) {
      const trip = startTrip(options, () => overdue(host, options.totalTimeout));
      try {
        return await (host.transport === 'local'
          ? runHere(host, script, trip)
          : runThere(host, script, trip, shared));
      } catch (error) {
        return refuse(internal(host, error));
      } finally {
        trip.end();
      }
    },
    close: shared.jumpHosts.close,
  };
}

async function runHere(host: Host, script: string, trip: Trip): Promise<RunResult> {
  const entrance = createEntrance(host.sudo);
  if (host.sudo) trip.options.onPhase?.('elevating');
  const process = await startLocal(entrance.command, !host.sudo);
  return process.ok ? converse(process.value, entrance, script, host, trip) : process;
}

async function runThere(host: Host, script: string, trip: Trip, shared: Shared): Promise<RunResult> {
  trip.options.onPhase?.('connecting');
  const session = await reach(host, trip, shared);
  if (!session.ok) return { ok: false, failure: named(host, session.failure) };
  const result = await talk(host, script, trip, session.value);
  session.value.close();
  return result;
}

async function talk(host: Host, script: string, trip: Trip, session: Session): Promise<RunResult> {
  const entrance = createEntrance(host.sudo);
  if (host.sudo) trip.options.onPhase?.('elevating');
  const process = await startRemote(session, entrance.command, host.name, trip);
  return process.ok ? converse(process.value, entrance, script, host, trip) : process;
}

function named<T extends { readonly message: string }>(host: Host, reason: T): T {
  return reason.message.startsWith(`${host.name}: `)
    ? reason
    : { ...reason, message: `${host.name}: ${reason.message}` };
}

function overdue(host: Host, ms: number): SshFailure {
  return failure(
    'TIMEOUT',
    `${host.name}: not finished after ${ms / 1000} s`,
    'Look for a hanging command on the host, or allow more time with --timeout.',
  );
}

function internal(host: Host, error: unknown): SshFailure {
  const text = error instanceof Error ? error.message : String(error);
  return failure(
    'INTERNAL',
    `${host.name}: ${text}`,
    'This is a bug in plimsoll: please report it with this message.',
  );
}
