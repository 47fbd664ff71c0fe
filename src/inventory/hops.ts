import type { Hop } from './settings.ts';
import { parseTarget } from './words.ts';

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
