import { randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import type { Bundle } from '../../facts/bundle.ts';
import type { Host } from '../../inventory/types.ts';
import { createRunner } from '../../ssh/runner.ts';
import type { Phase } from '../../ssh/types.ts';
import type { Context } from '../context.ts';
import { gather } from './gather.ts';
import { createProgress } from '../terminal/progress.ts';
import type { Connection } from './targets.ts';

export interface FleetOptions extends Connection {
  readonly sections: ReadonlySet<string>;
}

const MIB = 1024 * 1024;

/**
 * Gathers the facts of many hosts, `forks` at a time, and hands each bundle on as it comes.
 * What `use` returns is kept, in the order of the hosts; the bundle itself is not.
 */
export async function gatherFleet<T>(
  hosts: readonly Host[],
  options: FleetOptions,
  context: Context,
  use: (bundle: Bundle) => Promise<T>,
): Promise<readonly T[]> {
  const runner = createRunner(options.runner);
  const limit = pLimit(options.forks);
  const progress = createProgress(context, hosts.length);
  const redactionKey = randomBytes(32);
  const one = async (host: Host): Promise<T> => {
    const bundle = await gather(host, {
      runner,
      run: {
        secrets: options.secrets,
        connectTimeout: options.connectTimeout * 1000,
        idleTimeout: options.timeout * 1000,
        totalTimeout: options.hostLimit * 1000,
        maxBytes: 128 * MIB,
        onPhase: (phase: Phase) => progress.phase(host.name, phase),
        signal: context.signal,
      },
      sections: options.sections,
      // A few that hang in a row are no silence yet.
      commandLimit: Math.max(5, Math.floor(options.timeout / 4)),
      redactionKey,
      now: context.now,
    });
    progress.done(bundle);
    return use(bundle);
  };
  try {
    return await Promise.all(hosts.map((host) => limit(one, host)));
  } finally {
    progress.end();
    runner.close();
  }
}
