import { execFile } from 'node:child_process';
import type { Destination } from '../../inventory/types.ts';
import { ownAccount } from '../../lib/account.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { visible } from '../../lib/text.ts';
import { environmentWithoutSecrets } from '../given-secret.ts';
import type { Options } from './evaluate.ts';

/** OpenSSH's client of this machine, asked what its configuration comes to. It connects to nothing. */
export interface SshClient {
  /** Options that differ from the client's own defaults. */
  readonly resolve: (destination: Destination) => Promise<Options>;
}

/** Longest answer; a real one has some 6 KB. */
const MAX_BYTES = 1 << 20;

/**
 * Finds the client.
 * @param file the ssh_config to use, undefined for the usual ones
 * @returns undefined where there is none in PATH, or it refuses to run for this account.
 */
export async function findClient(file: string | undefined): Promise<SshClient | undefined> {
  if (ownAccount().name === null) return undefined;
  const defaults = await ask(['-G', '-F', 'none', 'localhost']);
  if (defaults === undefined) return undefined;
  const usual = parse(defaults);
  return {
    async resolve({ address, port, user }) {
      const flags = [
        ...(file === undefined ? [] : ['-F', file]),
        ...(port === undefined ? [] : ['-p', String(port)]),
        ...(user === undefined ? [] : ['-l', user]),
      ];
      const stated = parse((await ask(['-G', ...flags, '--', address])) ?? '');
      const isStated = (key: string, values: readonly string[]): boolean =>
        key === 'hostname'
          ? values[0]?.toLowerCase() !== address.toLowerCase()
          : values.join('\n') !== (usual.get(key) ?? []).join('\n');
      return new Map([...stated].filter(([key, values]) => isStated(key, values)));
    },
  };
}

function parse(text: string): Options {
  const options = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, key = '', value = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (key === '') continue;
    const known = options.get(key);
    if (known === undefined) options.set(key, [value]);
    else known.push(value);
  }
  return options;
}

/** @returns undefined where there is no client. */
function ask(args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const environment = { ...environmentWithoutSecrets(), LC_ALL: 'C' };
    execFile(
      'ssh',
      args,
      { env: environment, maxBuffer: MAX_BYTES, timeout: 30_000 },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        if (error.code === 'ENOENT') return resolve(undefined);
        const said = visible((stderr.trim() || error.message).replace(/\s*\n\s*/g, ' / '), 500);
        reject(new PlimsollError('CONFIG_INVALID', `ssh cannot read its configuration: ${said}`));
      },
    );
  });
}
