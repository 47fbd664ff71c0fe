import type { Endpoint } from '../inventory/types.ts';
import { shellWord } from '../lib/shell-word.ts';
import type { RunnerOptions } from './types.ts';

/**
 * The options for ssh to one endpoint. What flags and the inventory state goes before the client's configuration.
 * @param connectTimeout milliseconds
 */
export function clientOptions(
  endpoint: Endpoint,
  connectTimeout: number,
  options: RunnerOptions,
): readonly string[] {
  const { knownHostsFiles, hostKeyAlias, identityFiles, identitiesOnly, jump } = endpoint;
  const { acceptNewInto, sshConfig } = options;
  // The client expands tokens in file names and splits lists at spaces.
  const files = knownHostsFiles.map((file) => `"${file.replaceAll('%', '%%')}"`).join(' ');
  return [
    ...(sshConfig === undefined ? [] : ['-F', sshConfig]),
    ...option('BatchMode', 'yes'),
    ...option('ConnectTimeout', String(Math.ceil(connectTimeout / 1000))),
    ...option('ServerAliveInterval', '5'),
    ...option('ServerAliveCountMax', '3'),
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
    ...proxyOption(jump, connectTimeout, options),
    ...['-p', String(endpoint.port), '-l', endpoint.user],
  ];
}

function option(name: string, value: string): readonly string[] {
  return ['-o', `${name}=${value}`];
}

/** Its own configuration names the jump host where nothing else does. */
function proxyOption(
  jump: Endpoint['jump'],
  connectTimeout: number,
  options: RunnerOptions,
): readonly string[] {
  if (jump === undefined) return [];
  // It ends ProxyCommand too.
  if (jump === null) return option('ProxyJump', 'none');
  return option('ProxyCommand', proxyCommand(jump, connectTimeout, options));
}

/** As ProxyJump makes it; but that would leave the check of the jump host's key to the configuration. */
function proxyCommand(jump: Endpoint, connectTimeout: number, options: RunnerOptions): string {
  const words = (list: readonly string[]): string => list.map(shellWord).join(' ').replaceAll('%', '%%');
  return `ssh ${words(clientOptions(jump, connectTimeout, options))} -W '[%h]:%p' -- ${words([jump.address])}`;
}
