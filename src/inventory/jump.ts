import type { RawHop, RawSettings } from './settings.ts';
import { expandFiles, type Hop } from './settings.ts';
import { parseTarget } from './words.ts';

/** What a jump setting may refer to. */
export interface JumpScope {
  readonly inventoryFile: string;
  readonly defaults: RawSettings;
  /** Another host of the same inventory. */
  readonly find: (name: string) => NamedHost | undefined;
}

export interface NamedHost {
  readonly settings: RawSettings;
  /** Whether its jump comes from a group or the defaults: where that leads back, the host is reached directly. */
  readonly inherits: boolean;
}

/** The hop next to the host, null for none, undefined where nothing is stated; or what was expected. */
export type JumpResult = { readonly hop: Hop | null | undefined } | { readonly expected: string };

const LOOP = 'a chain of jump hosts that does not lead back to itself';

/**
 * Makes the hops of a jump setting: `none` or null, an object, the name of another host (with the hops in front of that), or
 * `[user@]host[:port]`; several are separated by commas, the last is next to the host.
 * Where a hop says nothing of its own, `defaults` of the inventory hold for user and files.
 * @param path the hosts that lead here, the nearest last
 */
export function resolveJump(
  name: string,
  { settings, inherits }: NamedHost,
  scope: JumpScope,
  path: readonly string[] = [],
): JumpResult {
  const { jump } = settings;
  if (jump === undefined) return { hop: undefined };
  if (jump === null || jump === 'none') return { hop: null };
  if (typeof jump !== 'string') return { hop: toHop(jump, undefined, scope) };
  const result = resolveChain(jump.split(','), scope, [...path, name]);
  return 'expected' in result && result.expected === LOOP && inherits ? { hop: null } : result;
}

function resolveChain(words: readonly string[], scope: JumpScope, path: readonly string[]): JumpResult {
  let hop: Hop | null | undefined;
  for (const [index, word] of words.entries()) {
    const result = resolveWord(word.trim(), index > 0 ? hop : undefined, scope, path);
    if ('expected' in result) return result;
    hop = result.hop;
  }
  return { hop };
}

function resolveWord(
  word: string,
  before: Hop | null | undefined,
  scope: JumpScope,
  path: readonly string[],
): JumpResult {
  if (path.includes(word)) return { expected: LOOP };
  const named = scope.find(word);
  if (named !== undefined) return throughHost(word, named, before, scope, path);
  const target = parseTarget(word);
  if (target === undefined)
    return { expected: '"[user@]host[:port]" or the name of a host of this inventory' };
  const { address, port, user } = target;
  return { hop: toHop({ address, ...(port && { port }), ...(user && { user }) }, before, scope) };
}

function throughHost(
  name: string,
  host: NamedHost,
  before: Hop | null | undefined,
  scope: JumpScope,
  path: readonly string[],
): JumpResult {
  const { settings } = host;
  if (settings.transport === 'local')
    return { expected: `a host reached by ssh, ${name} has transport local` };
  const onward = before === undefined ? resolveJump(name, host, scope, path) : { hop: before };
  if ('expected' in onward) return onward;
  return { hop: toHop({ ...settings, address: settings.address ?? name }, onward.hop, scope) };
}

function toHop(raw: RawHop, jump: Hop | null | undefined, { inventoryFile, defaults }: JumpScope): Hop {
  return {
    address: raw.address,
    port: raw.port,
    user: raw.user ?? defaults.user,
    identityFiles: expandFiles(raw.identityFile ?? defaults.identityFile, inventoryFile),
    knownHostsFiles: expandFiles(raw.knownHosts ?? defaults.knownHosts, inventoryFile),
    hostKeyAlias: raw.hostKeyAlias,
    identitiesOnly: raw.identitiesOnly ?? defaults.identitiesOnly,
    jump,
  };
}
