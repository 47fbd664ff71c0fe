import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pLimit from 'p-limit';
import type { ConfiguredHop, Destination, SshConfig } from '../../inventory/types.ts';
import { ownAccount } from '../../lib/account.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { findClient, type SshClient } from './client.ts';
import { toConfiguredHop, usualKnownHosts } from './configured.ts';
import { evaluate } from './evaluate.ts';
import { readConfigFile, type Line } from './parse.ts';

/** Clients asked at the same time; each takes some 6 ms of a processor. */
const MOST_AT_ONCE = 8;

/**
 * Looks destinations up in ssh_config: through `ssh -G` where a client is installed, which also runs what `Match exec`
 * names; else in an own subset, in which a line that holds for the host and is not surely understood is an error.
 * A host of which the files say nothing is not asked about, and no destination twice. Of hosts for which the same lines
 * hold, all of them understood, one is asked about; the others too where the client says something else than our own
 * reading: ten thousand questions would take a minute.
 * @param file the ssh_config to use instead of the usual two, or `none`
 */
export function createSshConfig(file: string | undefined, find = findClient): SshConfig {
  if (file === 'none') return () => Promise.resolve({ beyond: [] });
  const named = file === undefined ? undefined : resolve(file);
  const limit = pLimit(MOST_AT_ONCE);
  const done = new Map<string, Promise<ConfiguredHop>>();
  /** By the options that hold: whether the client agrees with our own reading. */
  const agreed = new Map<string, Promise<boolean>>();
  let lines: Promise<readonly Line[]> | undefined;
  let client: Promise<SshClient | undefined> | undefined;
  const lookUp = async (destination: Destination): Promise<ConfiguredHop> => {
    lines ??= readFiles(named);
    const { options, unknown } = evaluate(await lines, destination.address);
    if (options.size === 0 && unknown.length === 0) return { beyond: [] };
    client ??= find(named);
    const found = await client;
    if (found === undefined && unknown.length > 0) throw notUnderstood(destination, unknown);
    const own = toConfiguredHop(options, destination, usualKnownHosts);
    if (found === undefined) return own;
    const ask = async (): Promise<ConfiguredHop> => {
      const resolved = await limit(() => found.resolve(destination));
      return toConfiguredHop(resolved, destination, usualKnownHosts);
    };
    if (unknown.length > 0) return ask();
    const key = JSON.stringify([...options]);
    const agrees = agreed.get(key);
    if (agrees !== undefined) return (await agrees) ? own : ask();
    const answer = ask();
    const isSame = answer.then((hop) =>
      isDeepStrictEqual(stated(hop, destination), stated(own, destination)),
    );
    agreed.set(
      key,
      isSame.catch(() => false),
    );
    return answer;
  };
  return ({ address, port, user }) => {
    const destination = { address, port, user };
    const key = JSON.stringify([address, port, user]);
    const known = done.get(key) ?? lookUp(destination);
    done.set(key, known);
    return known;
  };
}

/** What ssh_config has a say in: port and user only where the destination has none. */
function stated(hop: ConfiguredHop, { port, user }: Destination): ConfiguredHop {
  return { ...hop, ...(port !== undefined && { port }), ...(user !== undefined && { user }) };
}

async function readFiles(named: string | undefined): Promise<readonly Line[]> {
  const { home } = ownAccount();
  // Names in Include go through glob(3), for which HOME counts first; for the rest it is the account's.
  const include = process.env['HOME'] || home;
  if (named !== undefined) return readConfigFile(named, join(include, '.ssh'), include, true);
  const own = join(home, '.ssh', 'config');
  const common = '/etc/ssh/ssh_config';
  const files = [own, common];
  const lines = [
    readConfigFile(own, join(include, '.ssh'), include, false),
    readConfigFile(common, dirname(common), include, false),
  ];
  // Each on its own: the last Host of the one does not hold for the other.
  return [{ at: own, keyword: 'include', values: files, included: await Promise.all(lines) }];
}

function notUnderstood({ address }: Destination, lines: readonly string[]): PlimsollError {
  const hint =
    'install the OpenSSH client, which reads them, or leave ssh_config out of it with --ssh-config none';
  const message = `ssh_config for ${address} has lines that only OpenSSH's client understands`;
  return new PlimsollError('CONFIG_INVALID', message, [...lines, hint]);
}
