import { ownAccount } from '../lib/account.ts';
import { PlimsollError } from '../lib/errors.ts';
import { hopOfCommand, parseHops } from './hops.ts';
import type { Overrides } from './overrides.ts';
import { expandPath, type Hop } from './settings.ts';
import type { ConfiguredHop, Endpoint, SshConfig } from './types.ts';

export interface EndpointOptions {
  readonly overrides: Overrides;
  readonly sshConfig: SshConfig;
  /** Files that a hop does not name are those of the host behind it. */
  readonly behind: Hop;
  /** Whether the system's client makes the connection: it reads its configuration itself. */
  readonly isForClient: boolean;
  /** The hops that lead here, as they are called. */
  readonly path: readonly string[];
}

/** An endpoint, and what ssh_config had to say about it. */
export interface FoundEndpoint {
  readonly endpoint: Endpoint;
  readonly configured: ConfiguredHop;
}

const MOST_HOPS = 8;

/**
 * Lays flags over the inventory over ssh_config over the defaults, for a host and every hop in front of it.
 * @throws PlimsollError CONFIG_INVALID when ssh_config asks for what only the system's client can do.
 */
export async function toEndpoint(hop: Hop, options: EndpointOptions): Promise<FoundEndpoint> {
  const { overrides, behind, isForClient } = options;
  const configured = await options.sshConfig(hop);
  if (!isForClient && configured.beyond.length > 0) throw needsClient(hop.address, configured);
  // The client is told what is stated outside of its configuration, and finds the rest there by itself.
  const found: ConfiguredHop = isForClient ? { beyond: [] } : configured;
  const identityFiles = fromFlag(overrides.identityFiles) ?? hop.identityFiles ?? behind.identityFiles;
  const knownHostsFiles =
    fromFlag(overrides.knownHostsFiles) ?? hop.knownHostsFiles ?? behind.knownHostsFiles;
  const endpoint: Endpoint = {
    address: found.address ?? hop.address,
    port: hop.port ?? configured.port ?? 22,
    user: hop.user ?? configured.user ?? ownName(hop.address),
    identityFiles: identityFiles ?? found.identityFiles ?? [],
    identitiesOnly: hop.identitiesOnly ?? found.identitiesOnly ?? false,
    agent: found.agent === undefined ? (process.env['SSH_AUTH_SOCK'] ?? null) || null : found.agent,
    knownHostsFiles: knownHostsFiles ?? found.knownHostsFiles ?? [],
    hostKeyAlias: hop.hostKeyAlias ?? found.hostKeyAlias ?? null,
    jump: await jumpOf(hop, found, options),
  };
  return { endpoint, configured };
}

function ownName(address: string): string {
  const { name } = ownAccount();
  if (name !== null) return name;
  const message = `no login user for ${address}: the account that runs this has no name on this machine`;
  throw new PlimsollError('CONFIG_INVALID', message, ['give the host a user, or all hosts with --user']);
}

async function jumpOf(hop: Hop, found: ConfiguredHop, options: EndpointOptions): Promise<Endpoint['jump']> {
  const path = [...options.path, hop.address];
  if (path.length > MOST_HOPS) {
    const way = path.toReversed().join(' > ');
    throw new PlimsollError('CONFIG_INVALID', `more than ${MOST_HOPS} jump hosts in a row: ${way}`);
  }
  if (hop.jump === undefined && options.isForClient) return undefined;
  const jump = hop.jump === undefined ? configuredJump(hop, found) : hop.jump;
  if (jump === null || isSame(jump, hop)) return null;
  return (await toEndpoint(jump, { ...options, path })).endpoint;
}

function configuredJump(hop: Hop, { jump, jumpCommand }: ConfiguredHop): Hop | null {
  if (jump === undefined && jumpCommand === undefined) return null;
  const hops = jump === undefined ? hopOfCommand(jumpCommand ?? '') : parseHops(jump);
  if (hops !== undefined) return hops;
  throw new PlimsollError(
    'CONFIG_INVALID',
    `ssh_config for ${hop.address}: ${jump === undefined ? 'ProxyCommand' : 'ProxyJump'} cannot be read: ${jump ?? jumpCommand ?? ''}`,
  );
}

/** A jump host that is its own, as with `Host *` and in a fleet that has its jump host in it, is reached directly. */
function isSame(jump: Hop, hop: Hop): boolean {
  const isPort = jump.port === undefined || hop.port === undefined ? true : jump.port === hop.port;
  return jump.address.toLowerCase() === hop.address.toLowerCase() && isPort;
}

function fromFlag(files: readonly string[] | undefined): readonly string[] | undefined {
  return files?.map((name) => expandPath(name, process.cwd()));
}

function needsClient(address: string, { beyond }: ConfiguredHop): PlimsollError {
  return new PlimsollError('CONFIG_INVALID', `ssh_config has ${beyond.join(', ')} for ${address}`, [
    'that needs the ssh client of this machine: give the host "transport: openssh", or all hosts --transport openssh',
    'or leave ssh_config out of it with --ssh-config none',
  ]);
}
