import { immaterialOptions } from './immaterial-options.ts';
import { splitWords } from './split-words.ts';

/** A jump host, as an `ssh -W` in ProxyCommand states it. */
export interface JumpCommand {
  /** `[user@]host` */
  readonly destination: string;
  readonly user?: string;
  readonly port?: string;
  readonly identityFiles?: readonly string[];
  readonly hostKeyAlias?: string;
  /** As in ProxyJump. */
  readonly jump?: string;
}

type Key = 'user' | 'port' | 'identityFiles' | 'hostKeyAlias' | 'jump';

const flags: Readonly<Record<string, Key>> = { i: 'identityFiles', l: 'user', p: 'port', J: 'jump' };
const options: Readonly<Record<string, Key>> = {
  identityfile: 'identityFiles',
  user: 'user',
  port: 'port',
  hostkeyalias: 'hostKeyAlias',
  proxyjump: 'jump',
};

/**
 * Reads a ProxyCommand that does no more than ProxyJump does: `ssh [-q] [-i KEY] -W %h:%p [USER@]HOST`.
 * @returns undefined for any other command, and for options that would change what is reached.
 */
export function readProxyCommand(text: string): JumpCommand | undefined {
  const command = text.replace(/^\s*exec\s+/, '').replace(/\s*2>\s*\/dev\/null\s*$/, '');
  if (/[;&|<>$`(){}*?\n]/.test(command)) return undefined;
  const [program = '', ...words] = splitWords(command, false) ?? [];
  if (!/^(?:\/\S+\/)?ssh$/.test(program)) return undefined;
  const found: { [key in Key]?: string[] } = {};
  const destinations: string[] = [];
  let isForward = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) {
      destinations.push(word);
      continue;
    }
    if (/^-[46AaCkNnqTtvxXYy]+$/.test(word)) continue;
    const value = word.length > 2 ? word.slice(2) : (words[++at] ?? '');
    if (word.startsWith('-W')) {
      isForward = /^(?:%h|\[%h\]):%p$/.test(value);
      if (!isForward) return undefined;
      continue;
    }
    const [, name = '', stated = ''] = /^\s*([A-Za-z]+)\s*[=\s]\s*(.*)$/.exec(value) ?? [];
    const isOption = word.startsWith('-o');
    // Host keys are always checked: against the usual files where this would be against none.
    const isNowhere = /^userknownhostsfile$/i.test(name) && stated === '/dev/null';
    if (isOption && (isNowhere || immaterialOptions.has(name.toLowerCase()))) continue;
    const key = isOption ? options[name.toLowerCase()] : flags[word.charAt(1)];
    const content = isOption ? stated : value;
    if (key === undefined || content === '') return undefined;
    if (found[key] === undefined || key === 'identityFiles') found[key] = [...(found[key] ?? []), content];
  }
  const [destination, ...more] = destinations;
  const all = [destination ?? '', ...Object.values(found).flat()];
  if (destination === undefined || more.length > 0 || !isForward || all.some((word) => word.includes('%')))
    return undefined;
  const { identityFiles, ...single } = found;
  const rest = Object.entries(single).map(([key, values]) => [key, values[0]]);
  return { destination, ...(identityFiles && { identityFiles }), ...(Object.fromEntries(rest) as object) };
}
