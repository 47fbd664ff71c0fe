import type { Failable } from '../lib/failure.ts';
import type { Share } from './room.ts';

/** Asked for lazily and at most once per run; undefined means there is none to be had. */
export interface Secrets {
  readonly password: () => Promise<string | undefined>;
  readonly sudoPassword: () => Promise<string | undefined>;
  readonly passphrase: (keyFile: string) => Promise<string | undefined>;
}

export type Phase = 'connecting' | 'authenticating' | 'elevating' | 'collecting';

export interface RunOptions {
  readonly secrets: Secrets;
  /** Until a server shows its key, milliseconds. */
  readonly connectTimeout: number;
  /** Longest silence from then on: of the login, of sudo, of the script, milliseconds. */
  readonly idleTimeout: number;
  /** The whole road for one host, milliseconds. */
  readonly totalTimeout: number;
  /** Most bytes of output that are kept; more ends the run. */
  readonly maxBytes: number;
  /** Of that, what there is room for beside other hosts; open until the output is handled. */
  readonly share: Share;
  readonly onPhase?: (phase: Phase) => void;
  /** Interrupts the run; the outcome is then a failure with code INTERRUPTED. */
  readonly signal?: AbortSignal;
}

/** What came back: as much as arrived, and why it stopped where that was not the script's own end. */
export interface Output {
  readonly pieces: readonly Uint8Array[];
  /** Null when the remote shell ended by itself. */
  readonly cut: { readonly code: string; readonly message: string; readonly hint: string } | null;
  /** What hosts of this run were given so far; the host may have sent it back in the bytes. */
  readonly secrets: readonly string[];
}

export type RunResult = Failable<Output>;

/** What holds for all hosts of a run. */
export interface RunnerOptions {
  /** known_hosts file that gets the keys of hosts that are not known yet; null refuses them. */
  readonly acceptNewInto: string | null;
  /** ssh_config for the system's client: a file, `none`, or undefined for the usual ones. */
  readonly sshConfig: string | undefined;
}
