import type { RawHop, RawSettings } from './settings.ts';
import { expandFiles, type Hop } from './settings.ts';
import { parseTarget } from './words.ts';

/** What a jump setting may refer to. */
export interface JumpScope {
  readonly inventoryFile: string;
  readonly defaults: RawSettings;
  /** The merged settings of another host of the same inventory. */
  readonly find: (name: string) => RawSettings | undefined;
}

/**
 * Makes one hop of a jump setting: an object, the name of another host, or `[user@]host[:port]`.
 * Where the hop says nothing of its own, `defaults` of the inventory hold for user and files.
 * @param inherited whether the setting comes from a group or the defaults: a host that is its own hop is then meant
 *   to be reached directly.
 * @returns the hop, null for none, or what was expected.
 */
export function resolveJump(
  host: string,
  jump: RawSettings['jump'],
  inherited: boolean,
  scope: JumpScope,
): { readonly hop: Hop | null } | { readonly expected: string } {
  if (jump === undefined || jump === null) return { hop: null };
  if (typeof jump !== 'string') return { hop: toHop(jump, scope) };
  if (jump === host) return inherited ? { hop: null } : { expected: 'another host than the host itself' };
  const named = scope.find(jump);
  if (named !== undefined) return throughHost(jump, named, scope);
  const target = parseTarget(jump);
  if (target === undefined)
    return { expected: '"[user@]host[:port]" or the name of a host of this inventory' };
  const { address, port, user } = target;
  return { hop: toHop({ address, ...(port && { port }), ...(user && { user }) }, scope) };
}

function throughHost(
  name: string,
  settings: RawSettings,
  scope: JumpScope,
): { readonly hop: Hop } | { readonly expected: string } {
  if (settings.transport === 'local')
    return { expected: `a host reached by ssh, ${name} has transport local` };
  // The hop's own jump is no obstacle when it leads to itself: see `inherited` above.
  const onward = settings.jump ?? null;
  if (onward !== null && onward !== name)
    return { expected: `a host reached directly, ${name} has a jump itself` };
  return { hop: toHop({ ...settings, address: settings.address ?? name }, scope) };
}

function toHop(raw: RawHop, { inventoryFile, defaults }: JumpScope): Hop {
  return {
    address: raw.address,
    port: raw.port,
    user: raw.user ?? defaults.user,
    identityFiles: expandFiles(raw.identityFile ?? defaults.identityFile, inventoryFile),
    knownHostsFiles: expandFiles(raw.knownHosts ?? defaults.knownHosts, inventoryFile),
  };
}
