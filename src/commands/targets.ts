import { resolveTargets, type Host, type Overrides } from '../inventory/index.ts';
import { PlimsollError } from '../lib/errors.ts';
import { createSecrets } from '../ssh/secrets.ts';
import type { Secrets } from '../ssh/types.ts';
import type { ConnectArguments, TargetArguments } from './arguments.ts';

/** The hosts that the flags name. */
export function targetsOf(args: TargetArguments): Promise<readonly Host[]> {
  const files = (list: readonly string[], key: 'identityFiles' | 'knownHostsFiles'): Partial<Overrides> =>
    list.length === 0 ? {} : { [key]: list };
  const overrides: Overrides = {
    ...(args.user === undefined ? {} : { user: args.user }),
    ...files(args['identity-file'], 'identityFiles'),
    ...files(args['known-hosts'], 'knownHostsFiles'),
    ...(args.jump === undefined ? {} : { jump: args.jump }),
    ...(args.sudo === undefined ? {} : { sudo: args.sudo }),
    ...(args['docker-socket'] === undefined ? {} : { dockerSocket: args['docker-socket'] }),
  };
  return resolveTargets({
    inventoryFiles: args.inventory,
    hosts: args.host,
    local: args.local,
    limit: args.limit,
    overrides,
  });
}

export interface Connection {
  readonly forks: number;
  /** Seconds. */
  readonly timeout: number;
  /** Seconds. */
  readonly connectTimeout: number;
  readonly secrets: Secrets;
}

/** Checked numbers, and the way to secrets; what is to be asked for is asked before any host waits for it. */
export async function connectionOf(args: ConnectArguments): Promise<Connection> {
  const secrets = createSecrets({
    askPassword: args['ask-password'],
    askSudoPassword: args['ask-sudo-password'],
  });
  const connection = {
    forks: positive(args.forks, '--forks'),
    timeout: positive(args.timeout, '--timeout'),
    connectTimeout: positive(args['connect-timeout'], '--connect-timeout'),
    secrets,
  };
  if (args['ask-password']) await secrets.password();
  if (args['ask-sudo-password']) await secrets.sudoPassword();
  return connection;
}

function positive(value: number, flag: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= 86_400) return value;
  throw new PlimsollError('USAGE', `${flag} must be a whole number from 1 to 86400`);
}
