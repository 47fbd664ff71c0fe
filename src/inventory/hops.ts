import { readProxyCommand } from '../lib/proxy-command.ts';
import { expandPath, type Hop } from './settings.ts';
import { isUser, parseTarget } from './words.ts';

/** Reads `[user@]host[:port]`, or several with commas between them, the last next to the host. */
export function parseHops(text: string): Hop | undefined {
  let hop: Hop | undefined;
  for (const word of text.split(',')) {
    const target = parseTarget(word.trim().replace(/^ssh:\/\//, ''));
    if (target === undefined) return undefined;
    hop = { ...bareHop, ...target, jump: hop };
  }
  return hop;
}

/** Reads a ProxyCommand that only goes through a jump host; null for `none`, undefined for any other command. */
export function hopOfCommand(text: string): Hop | null | undefined {
  if (text === 'none') return null;
  const command = readProxyCommand(text);
  const target = command && parseTarget(command.destination);
  const before = command?.jump === undefined ? undefined : parseHops(command.jump);
  if (command === undefined || target === undefined) return undefined;
  if (command.jump !== undefined && command.jump !== 'none' && before === undefined) return undefined;
  const port = command.port === undefined ? target.port : Number(command.port);
  const user = command.user ?? target.user;
  if ((port !== undefined && !isPort(port)) || (user !== undefined && !isUser(user))) return undefined;
  const files = command.identityFiles?.map((name) => expandPath(name, process.cwd()));
  return {
    ...bareHop,
    address: target.address,
    port,
    user,
    identityFiles: files,
    hostKeyAlias: command.hostKeyAlias,
    jump: command.jump === 'none' ? null : before,
  };
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

/** A hop of which nothing is stated. */
export const bareHop = {
  port: undefined,
  user: undefined,
  identityFiles: undefined,
  knownHostsFiles: undefined,
  hostKeyAlias: undefined,
  identitiesOnly: undefined,
  jump: undefined,
} as const;
