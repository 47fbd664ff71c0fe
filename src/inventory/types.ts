import type { Json } from '../lib/json.ts';

/** One SSH hop. Null settings fall back to OpenSSH's own defaults. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Private key files, tried in this order; empty means the usual ~/.ssh/id_*. */
  readonly identityFiles: readonly string[];
  /** known_hosts files; empty means ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts. */
  readonly knownHostsFiles: readonly string[];
}

/** A host to audit, with everything resolved: flag over host over group over defaults. */
export interface Host extends Endpoint {
  readonly name: string;
  readonly transport: 'ssh' | 'local';
  readonly groups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Hop through which the host is reached. */
  readonly jump: Endpoint | null;
  /** Run the collector through sudo. */
  readonly sudo: boolean;
  /** Path of the Docker API socket on the host; null for Docker's own default. */
  readonly dockerSocket: string | null;
  /** Values for the parameters of checks. */
  readonly parameters: Readonly<Record<string, Json>>;
}
