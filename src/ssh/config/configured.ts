import { isAbsolute, join } from 'node:path';
import type { ConfiguredHop, Destination } from '../../inventory/types.ts';
import { ownAccount } from '../../lib/account.ts';
import { readProxyCommand } from '../../lib/proxy-command.ts';
import type { Options } from './evaluate.ts';
import { expandTokens, type TokenValues } from './tokens.ts';

/** Options that only the system's client can follow, and the value that is none. */
const beyond: readonly (readonly [string, string])[] = [
  ['proxycommand', 'ProxyCommand'],
  ['certificatefile', 'CertificateFile'],
  ['pkcs11provider', 'PKCS11Provider'],
  ['knownhostscommand', 'KnownHostsCommand'],
  ['revokedhostkeys', 'RevokedHostKeys'],
  ['bindaddress', 'BindAddress'],
  ['bindinterface', 'BindInterface'],
];

/** Translates what ssh_config states: tokens expanded, file names absolute. */
export function toConfiguredHop(options: Options, destination: Destination, usual: Options): ConfiguredHop {
  const first = (key: string): string | undefined => options.get(key)?.[0];
  const port = destination.port ?? (first('port') === undefined ? undefined : Number(first('port')));
  const values = tokenValues(options, destination, port);
  const files = (texts: readonly string[]): readonly string[] => [
    ...new Set(
      texts
        .filter((name) => name !== 'none')
        .map((name) => absolute(expandTokens(name, values), values.home)),
    ),
  ];
  const known = ['userknownhostsfile', 'globalknownhostsfile'];
  const isKnownStated = known.some((key) => options.has(key));
  const knownHosts = known.flatMap((key) => splitFiles(options.get(key) ?? usual.get(key) ?? []));
  const jump = first('proxyjump');
  const jumpCommand = jumpCommandOf(first('proxycommand'), values);
  const agent = agentOf(first('identityagent'), values);
  return {
    ...(options.has('hostname') && { address: values.host }),
    ...(port !== undefined && { port }),
    ...(first('user') !== undefined && { user: values.user }),
    ...(options.has('identityfile') && { identityFiles: files(options.get('identityfile') ?? []) }),
    ...(options.has('identitiesonly') && {
      identitiesOnly: /^(?:yes|true)$/i.test(first('identitiesonly') ?? ''),
    }),
    ...(agent !== undefined && { agent }),
    ...(isKnownStated && { knownHostsFiles: orNone(files(knownHosts)) }),
    ...(options.has('hostkeyalias') && { hostKeyAlias: first('hostkeyalias') ?? '' }),
    ...(jump !== undefined && jump !== 'none' && { jump }),
    ...(jump === undefined && jumpCommand !== undefined && { jumpCommand }),
    beyond: beyond
      .filter(
        ([key]) =>
          (first(key) ?? 'none').toLowerCase() !== 'none' &&
          !(key === 'proxycommand' && (options.has('proxyjump') || jumpCommand !== undefined)),
      )
      .map(([, name]) => name),
  };
}

/** Known hosts files that hold where only one of the two options is stated. */
export const usualKnownHosts: Options = new Map([
  ['userknownhostsfile', ['~/.ssh/known_hosts ~/.ssh/known_hosts2']],
  ['globalknownhostsfile', ['/etc/ssh/ssh_known_hosts /etc/ssh/ssh_known_hosts2']],
]);

function tokenValues(
  options: Options,
  { address, user }: Destination,
  port: number | undefined,
): TokenValues {
  const local = ownAccount();
  const localUser = local.name ?? '';
  const stated = options.get('hostname')?.[0];
  return {
    home: local.home,
    localUser,
    uid: process.getuid?.() ?? 0,
    called: address,
    host: (stated?.replaceAll(/%h/g, address).replaceAll('%%', '%') ?? address).toLowerCase(),
    port: port ?? 22,
    user: user ?? options.get('user')?.[0] ?? localUser,
    jump: options.get('proxyjump')?.[0] ?? '',
    hostKeyAlias: options.get('hostkeyalias')?.[0],
  };
}

/** An empty list would mean the usual files. */
function orNone(files: readonly string[]): readonly string[] {
  return files.length > 0 ? files : ['/dev/null'];
}

/** The command with its tokens expanded but those of -W; undefined where it is none that ProxyJump could stand for. */
function jumpCommandOf(text: string | undefined, values: TokenValues): string | undefined {
  const command = text?.replaceAll(/%(?![hp])./g, (token) => expandTokens(token, values));
  return command !== undefined && readProxyCommand(command) !== undefined ? command : undefined;
}

/** Null for none, undefined where it is the one of the environment. */
function agentOf(text: string | undefined, values: TokenValues): string | null | undefined {
  if (text === undefined || text === 'SSH_AUTH_SOCK') return undefined;
  if (text.toLowerCase() === 'none') return null;
  const variable = /^\$([A-Za-z_]\w*)$/.exec(text)?.[1];
  return variable === undefined ? expandTokens(text, values) : (process.env[variable] ?? null) || null;
}

function splitFiles(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(/\s+/).filter(Boolean));
}

function absolute(name: string, home: string): string {
  return isAbsolute(name) ? name : join(home, '.ssh', name);
}
