import { closeSync, openSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expandPath, resolveTargets, type Host, type Overrides, type Target } from '../../inventory/index.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { createSshConfig } from '../../ssh/config/ssh-config.ts';
import { createSecrets } from '../../ssh/secrets.ts';
import type { RunnerOptions, Secrets } from '../../ssh/types.ts';
import type { ConnectArguments, TargetArguments } from '../command-line/arguments.ts';
import type { Context } from '../context.ts';

/** The hosts that the flags name. */
export async function targetsOf(
  args: TargetArguments,
  context: Pick<Context, 'log'>,
): Promise<readonly Host[]> {
  return (await sourcedTargetsOf(args, context)).map(({ host }) => host);
}

/** The hosts that the flags name, and where their settings come from. */
export function sourcedTargetsOf(
  args: TargetArguments,
  { log }: Pick<Context, 'log'>,
): Promise<readonly Target[]> {
  return resolveTargets({
    inventoryFiles: args.inventory,
    hosts: args.host,
    local: args.local,
    limit: args.limit,
    overrides: overridesOf(args),
    sshConfig: createSshConfig(args['ssh-config']),
    warn: log.warn,
  });
}

function overridesOf(args: TargetArguments): Overrides {
  if (args.sudo !== undefined && args.doas === true)
    throw new PlimsollError('USAGE', '--doas and --sudo cannot be given together');
  const files = (list: readonly string[], key: 'identityFiles' | 'knownHostsFiles'): Partial<Overrides> =>
    list.length === 0 ? {} : { [key]: list };
  return {
    ...(args.user === undefined ? {} : { user: args.user }),
    ...files(args['identity-file'], 'identityFiles'),
    ...files(args['known-hosts'], 'knownHostsFiles'),
    ...(args.jump === undefined ? {} : { jump: args.jump }),
    ...(args.transport === undefined ? {} : { transport: args.transport }),
    ...(args.sudo === undefined ? {} : { sudo: args.sudo }),
    ...(args.doas === true ? { sudo: 'doas' as const } : {}),
    ...(args.pty === undefined ? {} : { pty: args.pty }),
    ...(args['docker-socket'] === undefined ? {} : { dockerSocket: args['docker-socket'] }),
  };
}

export interface Connection {
  readonly forks: number;
  /** Longest silence of a host, seconds. */
  readonly timeout: number;
  /** One host in all, seconds. */
  readonly hostLimit: number;
  /** Seconds. */
  readonly connectTimeout: number;
  readonly secrets: Secrets;
  readonly runner: RunnerOptions;
}

/** Checked numbers, and the way to secrets; what is to be asked for is asked before any host waits for it. */
export async function connectionOf(
  args: ConnectArguments & TargetArguments,
  { log }: Pick<Context, 'log'>,
): Promise<Connection> {
  const secrets = createSecrets({
    askPassword: args['ask-password'],
    askSudoPassword: args['ask-sudo-password'],
  });
  const connection = {
    forks: fitting(positive(args.forks, '--forks'), log),
    timeout: positive(args.timeout, '--timeout'),
    connectTimeout: positive(args['connect-timeout'], '--connect-timeout'),
    hostLimit: positive(args['host-limit'], '--host-limit'),
    secrets,
    runner: { acceptNewInto: acceptNewInto(args), sshConfig: sshConfigFile(args['ssh-config']) },
  };
  if (args['ask-password']) await secrets.password();
  if (args['ask-sudo-password']) await secrets.sudoPassword();
  return connection;
}

/** Files that are open anyhow, and those that one host may take: its connection, the pipes of a client, its bundle. */
const [OPEN_ANYHOW, OPEN_PER_HOST] = [96, 6];

/** As many hosts at a time as the limit of open files has room for. */
function fitting(forks: number, log: Context['log']): number {
  const limit = openFilesLimit();
  const most = Math.max(1, Math.floor((limit - OPEN_ANYHOW) / OPEN_PER_HOST));
  if (forks <= most) return forks;
  log.warn(`only ${most} hosts at a time instead of ${forks}: ${limit} open files are allowed (ulimit -n)`);
  return most;
}

function openFilesLimit(): number {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

/** The system's client runs in another folder. */
function sshConfigFile(name: string | undefined): string | undefined {
  return name === undefined || name === 'none' ? name : resolve(name);
}

/** Found out now: a key that cannot be written down later would not be checked the next time. */
function acceptNewInto(args: ConnectArguments & TargetArguments): string | null {
  if (args['host-keys'] === 'strict') return null;
  const [named] = args['known-hosts'];
  if (named === undefined) {
    const detail = 'name the file that gets the keys of new hosts with --known-hosts';
    throw new PlimsollError('USAGE', '--host-keys accept-new needs --known-hosts', [detail]);
  }
  const file = expandPath(named, process.cwd());
  try {
    closeSync(openSync(file, 'a', 0o600));
    return file;
  } catch (cause) {
    throw new PlimsollError('FILE_UNWRITABLE', `cannot write the known_hosts file ${file}`, [String(cause)], {
      cause,
    });
  }
}

function positive(value: number, flag: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= 86_400) return value;
  throw new PlimsollError('USAGE', `${flag} must be a whole number from 1 to 86400`);
}
