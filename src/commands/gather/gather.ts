import { randomBytes } from 'node:crypto';
import { assembleScript, DEFAULT_SOCKET } from '../../collector/assemble.ts';
import type { Bundle } from '../../facts/bundle.ts';
import type { Host } from '../../inventory/types.ts';
import { internalFailure, type Failure } from '../../lib/failure.ts';
import type { Runner } from '../../ssh/runner.ts';
import type { RunOptions } from '../../ssh/types.ts';
import type { Arrival, Identity } from '../work/tasks.ts';

export interface GatherOptions {
  readonly runner: Runner;
  readonly run: RunOptions;
  readonly sections: ReadonlySet<string>;
  /** Seconds that one command on the host may take. */
  readonly commandLimit: number;
  /** Base64, of this run: for the digests that stand for secrets. */
  readonly redactionKey: string;
  readonly now: () => Date;
}

/** What came of one host: bytes to make a bundle of, or why there are none. */
export type Gathered =
  | { readonly identity: Identity; readonly failure: Failure }
  | { readonly arrival: Arrival; readonly pieces: readonly Uint8Array[] };

/** Asks one host for its facts. Never rejects: what went wrong is the `failure`. */
export async function gather(host: Host, options: GatherOptions): Promise<Gathered> {
  const identity = {
    schemaVersion: 1,
    host: hostOf(host),
    collectedAt: options.now().toISOString(),
  } as const;
  try {
    return await ask(host, identity, options);
  } catch (error) {
    return { identity, failure: internalFailure(host.name, error) };
  }
}

async function ask(host: Host, identity: Identity, options: GatherOptions): Promise<Gathered> {
  const nonce = randomBytes(16).toString('hex');
  const script = assembleScript({
    sections: options.sections,
    nonce,
    dockerSocket: host.dockerSocket,
    commandLimit: options.commandLimit,
    runLimit: Math.ceil(options.run.totalTimeout / 1000),
  });
  const result = await options.runner.run(host, script, options.run);
  if (!result.ok) return { identity, failure: result.failure };
  const { pieces, cut } = result.value;
  const { redactionKey } = options;
  // A word that we send ourselves tells nothing, and without it the answers could not be read.
  const secrets = result.value.secrets.filter((secret) => !script.includes(secret));
  return {
    arrival: {
      identity,
      user: host.user,
      nonce,
      sections: [...options.sections],
      redactionKey,
      secrets,
      cut,
    },
    pieces,
  };
}

function hostOf(host: Host): Bundle['host'] {
  return {
    name: host.name,
    address: host.transport === 'local' ? 'local' : `${host.address}:${host.port}`,
    groups: host.groups,
    labels: host.labels,
    dockerSocket: host.dockerSocket ?? DEFAULT_SOCKET,
    parameters: host.parameters,
  };
}
