import type { Endpoint } from '../inventory/types.ts';
import { shellWord } from '../lib/shell-word.ts';
import { keepalive } from './connect.ts';
import type { RunnerOptions, RunOptions } from './types.ts';

type Limits = Pick<RunOptions, 'connectTimeout' | 'idleTimeout'>;

/**
 * The options for ssh to one endpoint. What flags and the inventory state goes before the client's configuration.
 */
export function clientOptions(endpoint: Endpoint, limits: Limits, options: RunnerOptions): readonly string[] {
  const { knownHostsFiles, hostKeyAlias, identityFiles, identitiesOnly, jump } = endpoint;
  const { acceptNewInto, sshConfig } = options;
  const { interval, count } = keepalive(limits.idleTimeout);
  // The client expands tokens in file names and splits lists at spaces.
  const files = knownHostsFiles.map((file) => `"${file.replaceAll('%', '%%')}"`).join(' ');
  return [
    ...(sshConfig === undefined ? [] : ['-F', sshConfig]),
    ...option('BatchMode', 'yes'),
    ...option('ConnectTimeout', String(Math.ceil(limits.connectTimeout / 1000))),
    ...option('ServerAliveInterval', String(interval / 1000)),
    ...option('ServerAliveCountMax', String(count)),
    ...option('StrictHostKeyChecking', acceptNewInto === null ? 'yes' : 'accept-new'),
    // Below it the client does not say why it failed.
    ...option('LogLevel', 'INFO'),
    ...option('ClearAllForwardings', 'yes'),
    ...option('ForwardAgent', 'no'),
    ...option('ForwardX11', 'no'),
    ...option('PermitLocalCommand', 'no'),
    ...option('RemoteCommand', 'none'),
    ...(files === '' ? [] : option('UserKnownHostsFile', files)),
    ...(hostKeyAlias === null ? [] : option('HostKeyAlias', hostKeyAlias)),
    ...(identitiesOnly ? option('IdentitiesOnly', 'yes') : []),
    ...identityFiles.flatMap((file) => ['-i', file.replaceAll('%', '%%')]),
    ...proxyOption(jump, limits, options),
    ...['-p', String(endpoint.port), '-l', endpoint.user],
  ];
}

function option(name: string, value: string): readonly string[] {
  return ['-o', `${name}=${value}`];
}

/** Its own configuration names the jump host where nothing else does. */
function proxyOption(jump: Endpoint['jump'], limits: Limits, options: RunnerOptions): readonly string[] {
  if (jump === undefined) return [];
  // It ends ProxyCommand too.
  if (jump === null) return option('ProxyJump', 'none');
  return option('ProxyCommand', proxyCommand(jump, limits, options));
}

/** As ProxyJump makes it; but that would leave the check of the jump host's key to the configuration. */
function proxyCommand(jump: Endpoint, limits: Limits, options: RunnerOptions): string {
  const words = (list: readonly string[]): string => list.map(shellWord).join(' ').replaceAll('%', '%%');
  return `ssh ${words(clientOptions(jump, limits, options))} -W '[%h]:%p' -- ${words([jump.address])}`;
}
