import type { Host, Transport } from '../inventory/types.ts';
import type { Failable } from '../lib/failure.ts';
import { failure, refuse, type SshFailure } from './codes.ts';
import { converse, type RunningProcess } from './converse.ts';
import { createDiscretion } from './discretion.ts';
import { createEntrance, type Entrance } from './entrance.ts';
import { startRemote } from './exec.ts';
import { createJumpHosts, jumpLost } from './jump.ts';
import { createKeyRing } from './keys.ts';
import { startLocal } from './local.ts';
import { startClient } from './openssh.ts';
import { reach, type Shared } from './reach.ts';
import { MORE_TRIES, pauseAfter, startTrip, type Trip } from './trip.ts';
import { createTrustStore } from './trust-store.ts';
import type { RunnerOptions, RunOptions, RunResult } from './types.ts';

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

const strict: RunnerOptions = { acceptNewInto: null, sshConfig: undefined };

export function createRunner(runnerOptions: RunnerOptions = strict): Runner {
  const shared: Shared = {
    trust: createTrustStore(runnerOptions.acceptNewInto),
    keys: createKeyRing(),
    jumpHosts: createJumpHosts(),
  };
  const discreet = createDiscretion();
  const roads: Readonly<Record<Transport, Road>> = {
    local: (host, entrance) => startLocal(entrance.command, host.sudo === false),
    openssh: (host, entrance, trip) => startClient(host, entrance, trip, runnerOptions),
    ssh: (host, entrance, trip) => startThere(host, entrance, trip, shared),
  };
  return {
    async run(host, script, options) {
      const secrets = discreet(options.secrets);
      const trip = startTrip({ ...options, secrets }, () => overdue(host, options.totalTimeout));
      try {
        return named(host, await runOver(roads[host.transport], host, script, trip));
      } catch (error) {
        return refuse(internal(host, error));
      } finally {
        trip.end();
      }
    },
    close: shared.jumpHosts.close,
  };
}

/** Gets a process started that leads to a shell; three ways, one for each transport. */
type Road = (host: Host, entrance: Entrance, trip: Trip) => Promise<Failable<RunningProcess>>;

async function runOver(road: Road, host: Host, script: string, trip: Trip): Promise<RunResult> {
  for (let tries = 0; ; tries++) {
    const entrance = createEntrance(host.sudo, host.pty);
    if (host.transport !== 'local') trip.options.onPhase?.('connecting');
    const process = await road(host, entrance, trip);
    if (!process.ok) return process;
    const { isDropped, revise } = process.value;
    if (host.sudo !== false) trip.options.onPhase?.('elevating');
    const result = await converse(process.value, entrance, script, host, trip);
    if (isDropped?.() !== true || tries === MORE_TRIES || trip.signal.aborted)
      return revise === undefined ? result : revise(result);
    await pauseAfter(tries, trip);
  }
}

async function startThere(
  host: Host,
  entrance: Entrance,
  trip: Trip,
  shared: Shared,
): Promise<Failable<RunningProcess>> {
  const session = await reach(host, trip, shared);
  if (!session.ok) return session;
  const process = await startRemote(session.value, entrance, host.name, trip);
  if (!process.ok) {
    session.value.close();
    return refuse((await jumpLost(session.value)) ?? (process.failure as SshFailure));
  }
  const revise = async (result: RunResult): Promise<RunResult> =>
    blameJump(result, await jumpLost(session.value));
  return { ok: true, value: { ...process.value, revise } };
}

/** A connection that ended because the jump host did, has that for its cause. */
function blameJump(result: RunResult, cause: SshFailure | null): RunResult {
  if (cause === null) return result;
  if (!result.ok) return result.failure.code === 'CONNECTION_LOST' ? refuse(cause) : result;
  const { cut } = result.value;
  return cut?.code === 'CONNECTION_LOST' ? { ok: true, value: { ...result.value, cut: cause } } : result;
}

/** Of a fleet's messages each says whose it is. */
function named(host: Host, result: RunResult): RunResult {
  if (result.ok || result.failure.message.startsWith(`${host.name}: `)) return result;
  const { failure: reason } = result;
  return { ok: false, failure: { ...reason, message: `${host.name}: ${reason.message}` } };
}

function overdue(host: Host, ms: number): SshFailure {
  return failure(
    'TIMEOUT',
    `${host.name}: plimsoll gave up: not finished after ${ms / 1000} s`,
    'Look for hanging commands on the host, or allow more time with --host-limit.',
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
