import { randomBytes } from 'node:crypto';
import { assembleScript, DEFAULT_SOCKET } from '../../collector/assemble.ts';
import { parseStream, type Recording } from '../../collector/parse.ts';
import type { Bundle } from '../../facts/bundle.ts';
import { redactSection } from '../../facts/redact.ts';
import type { Host } from '../../inventory/types.ts';
import { internalFailure, type Failure } from '../../lib/failure.ts';
import { visible } from '../../lib/text.ts';
import { exhausted } from '../../ssh/exhausted.ts';
import type { Runner } from '../../ssh/runner.ts';
import type { Output, RunOptions } from '../../ssh/types.ts';

export interface GatherOptions {
  readonly runner: Runner;
  readonly run: RunOptions;
  readonly sections: ReadonlySet<string>;
  /** Seconds that one command on the host may take. */
  readonly commandLimit: number;
  /** Of this run, for the digests that stand for secrets. */
  readonly redactionKey: Uint8Array;
  readonly now: () => Date;
}

/** Gathers the facts of one host. Never rejects: what went wrong is the bundle's `failure`. */
export async function gather(host: Host, options: GatherOptions): Promise<Bundle> {
  const identity = {
    schemaVersion: 1,
    host: hostOf(host),
    collectedAt: options.now().toISOString(),
  } as const;
  try {
    return { ...identity, ...(await factsOf(host, options)) };
  } catch (error) {
    return { ...identity, failure: internalFailure(host.name, error), sections: {} };
  }
}

async function factsOf(host: Host, options: GatherOptions): Promise<Pick<Bundle, 'failure' | 'sections'>> {
  const nonce = randomBytes(16).toString('hex');
  const script = assembleScript({
    sections: options.sections,
    nonce,
    dockerSocket: host.dockerSocket,
    commandLimit: options.commandLimit,
    runLimit: Math.ceil(options.run.totalTimeout / 1000),
  });
  const result = await options.runner.run(host, script, options.run);
  if (!result.ok) return { failure: result.failure, sections: {} };
  const recording = parseStream(result.value.bytes, nonce, options.sections);
  const sections = Object.entries(recording.sections).map(([name, section]) => [
    name,
    redactSection(name, section, options.redactionKey),
  ]);
  return {
    failure: whatIsMissing(host, recording, result.value),
    sections: Object.fromEntries(sections) as Bundle['sections'],
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

function whatIsMissing(
  host: Host,
  recording: Recording,
  output: Output,
  wanted: ReadonlySet<string>,
): Failure | null {
  // Where a process could not be started, what a section printed need not be all of it.
  const complaints = Object.values(recording.sections).map(({ stderr }) => stderr);
  const poor = output.cut?.code === 'HOST_EXHAUSTED' ? output.cut : exhausted(host, complaints.join('\n'));
  if (poor !== undefined) return poor;
  if (recording.complete) return null;
  if (output.cut !== null)
    return { ...output.cut, message: `${output.cut.message}; ${howFar(recording, wanted)}` };
  if (!recording.started) {
    const said = visible(recording.noise.trim(), 200);
    return {
      code: 'NO_SHELL',
      message: `${host.name}: the login runs no shell that reads our script${said === '' ? '' : `; it says: ${said}`}`,
      hint: 'log in by hand; the account needs a POSIX shell and no forced command',
    };
  }
  return {
    code: 'CONNECTION_LOST',
    message: `${host.name}: the output ended before the collector did; ${howFar(recording, wanted)}`,
    hint: 'audit again; see the log of sshd on the host if it happens again',
  };
}

/** How much of what was asked for came before the end. */
function howFar({ sections }: Recording, wanted: ReadonlySet<string>): string {
  const whole = Object.entries(sections).filter(([, section]) => section.status !== null);
  const last = whole.at(-1)?.[0];
  return `${whole.length} of ${wanted.size} sections came whole${last === undefined ? '' : `, ${last} the last of them`}`;
}
