import type { Json } from '../lib/json.ts';

/** One SSH hop, with everything resolved. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** Private key files, tried in this order; empty means the usual ~/.ssh/id_*. */
  readonly identityFiles: readonly string[];
  /** Of the agent's keys, offer only those of `identityFiles`. */
  readonly identitiesOnly: boolean;
  /** Socket of the agent; null for none. */
  readonly agent: string | null;
  /** known_hosts files; empty means ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts. */
  readonly knownHostsFiles: readonly string[];
  /** Name to look up in known_hosts instead of address and port. */
  readonly hostKeyAlias: string | null;
  /** The hop in front of this one; null for none, undefined where the system's client finds it in its configuration. */
  readonly jump: Endpoint | null | undefined;
}

/** How the script gets to a host: our own SSH client, the system's, or none. */
export type Transport = 'ssh' | 'openssh' | 'local';

/** Run the collector through sudo, or through doas. */
export type Sudo = boolean | 'doas';

/** A host to audit, with everything resolved: flag over inventory over ssh_config over default. */
export interface Host extends Endpoint {
  readonly name: string;
  /** With openssh, settings that only ssh_config states are left to the client. */
  readonly transport: Transport;
  readonly groups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly sudo: Sudo;
  /** Ask for a terminal on the host; some rules of sudo and doas need one. Never with transport local. */
  readonly pty: boolean;
  /** Path of the Docker API socket on the host; null for Docker's own default. */
  readonly dockerSocket: string | null;
  /** Values for the parameters of checks. */
  readonly parameters: Readonly<Record<string, Json>>;
}

/** What an SSH destination is called, before ssh_config had its say. */
export interface Destination {
  readonly address: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
}

/** What ssh_config states about a destination; undefined where it states nothing. */
export interface ConfiguredHop {
  readonly address?: string;
  readonly port?: number;
  readonly user?: string;
  readonly identityFiles?: readonly string[];
  readonly identitiesOnly?: boolean;
  /** Null for none. */
  readonly agent?: string | null;
  readonly knownHostsFiles?: readonly string[];
  readonly hostKeyAlias?: string;
  /** As in ProxyJump. */
  readonly jump?: string;
  /** A ProxyCommand that only goes through a jump host, instead of `jump`. */
  readonly jumpCommand?: string;
  /** What only the system's client can do, by the name of its option, as in `ProxyCommand`. */
  readonly beyond: readonly string[];
}

/** @throws PlimsollError CONFIG_INVALID when ssh_config cannot be read. */
export type SshConfig = (destination: Destination) => Promise<ConfiguredHop>;
