import { randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import type { Failable, Failure } from '../../lib/failure.ts';
import type { Host } from '../../inventory/types.ts';
import { createRoom } from '../../ssh/room.ts';
import { createRunner } from '../../ssh/runner.ts';
import type { Phase } from '../../ssh/types.ts';
import type { Context } from '../context.ts';
import { gather, type Gathered } from './gather.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Answer, Arrival, Identity, Wholeness } from '../work/tasks.ts';
import type { Connection } from './targets.ts';

export interface FleetOptions extends Connection {
  readonly sections: ReadonlySet<string>;
}

const MIB = 1024 * 1024;
/** Bytes of one host that are kept. */
const MOST_OF_HOST = 128 * MIB;
/** Bytes that are in memory: those that each host may send whatever the others do, and those that they share. */
const [ROOM_OF_EACH, ROOM_TOGETHER] = [4 * MIB, 384 * MIB];

/** What came of one host: what a worker made of its bytes, or why there is nothing. */
export type Handled =
  | { readonly host: Host; readonly identity: Identity; readonly failure: Failure }
  | { readonly host: Host; readonly told: Wholeness; readonly bytes: Uint8Array };

/**
 * Gathers the facts of many hosts, `forks` at a time, has each one's bytes handled by a worker, and hands on what that
 * made of them. What `use` returns is kept, in the order of the hosts.
 */
export async function gatherFleet<T>(
  hosts: readonly Host[],
  options: FleetOptions,
  context: Context,
  work: (arrival: Arrival, pieces: readonly Uint8Array[]) => Promise<Failable<Answer<'audit' | 'collect'>>>,
  use: (handled: Handled) => Promise<T>,
): Promise<readonly T[]> {
  const runner = createRunner(options.runner);
  const limit = pLimit(options.forks);
  const progress = createProgress(context, hosts.length);
  const room = createRoom(ROOM_OF_EACH, ROOM_TOGETHER);
  const redactionKey = randomBytes(32).toString('base64');
  const one = async (host: Host): Promise<T> => {
    const share = room.open();
    const came = await gather(host, {
      runner,
      run: {
        secrets: options.secrets,
        connectTimeout: options.connectTimeout * 1000,
        idleTimeout: options.timeout * 1000,
        totalTimeout: options.hostLimit * 1000,
        maxBytes: MOST_OF_HOST,
        share,
        onPhase: (phase: Phase) => progress.phase(host.name, phase),
        signal: context.signal,
      },
      sections: options.sections,
      // A few that hang in a row are no silence yet.
      commandLimit: Math.max(5, Math.floor(options.timeout / 4)),
      redactionKey,
      now: context.now,
    });
    const handled = await handledBy(work, host, came).finally(share.close);
    progress.done(host.name, 'told' in handled ? handled.told : { failure: handled.failure, sections: 0 });
    return use(handled);
  };
  try {
    return await Promise.all(hosts.map((host) => limit(one, host)));
  } finally {
    progress.end();
    runner.close();
  }
}

/** As `gatherFleet`, with a bundle made of what each host sent, by workers of its own. */
export async function collectFleet<T>(
  hosts: readonly Host[],
  options: FleetOptions,
  context: Context,
  use: (handled: Handled) => Promise<T>,
): Promise<readonly T[]> {
  context.begin();
  const workers = await context.startWorkers();
  return gatherFleet(
    hosts,
    options,
    context,
    (arrival, pieces) => workers.run('collect', arrival.identity.host.name, arrival, pieces),
    use,
  ).finally(() => workers.close());
}

async function handledBy(
  work: Parameters<typeof gatherFleet>[3],
  host: Host,
  came: Gathered,
): Promise<Handled> {
  if ('failure' in came) return { host, ...came };
  const { arrival, pieces } = came;
  const done = await work(arrival, pieces);
  return done.ok ? { host, ...done.value } : { host, identity: arrival.identity, failure: done.failure };
}
