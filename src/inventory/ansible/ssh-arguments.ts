import { immaterialOptions } from '../../lib/immaterial-options.ts';
import { splitWords } from '../../lib/split-words.ts';

/** What ssh arguments can say here. */
export interface SshArguments {
  readonly jump?: string;
  readonly knownHosts?: readonly string[];
  readonly identityFile?: readonly string[];
  readonly port?: string;
  readonly user?: string;
  readonly hostKeyAlias?: string;
  readonly identitiesOnly?: string;
  /** Only where it comes before a jump: ssh takes the first of the two. */
  readonly proxyCommand?: string;
  /** What was left out. */
  readonly notices: readonly string[];
}

type Name = Exclude<keyof SshArguments, 'notices'>;

/** Flags with a value, and the option that each stands for. */
const flags: Readonly<Record<string, string>> = { J: 'proxyjump', i: 'identityfile', l: 'user', p: 'port' };

const options: Readonly<Record<string, Name>> = {
  proxyjump: 'jump',
  proxycommand: 'proxyCommand',
  userknownhostsfile: 'knownHosts',
  identityfile: 'identityFile',
  port: 'port',
  user: 'user',
  hostkeyalias: 'hostKeyAlias',
  identitiesonly: 'identitiesOnly',
};

/** Flags without a value that make no difference: families of addresses, compression, talk, terminals, forwardings. */
const comfort = /^-[46AaCKknqTtvXxYy]+$/;

const KEYS_ARE_CHECKED = 'host keys are always checked; see --host-keys accept-new for those of new hosts';

const TAKEN =
  'expected -J or -o with ProxyJump, UserKnownHostsFile, IdentityFile, Port, User, HostKeyAlias or IdentitiesOnly';

/**
 * Reads ssh's command line arguments of an inventory; what is no matter for reading a host is left out. The first of an option counts, as for ssh; identity files add up.
 * @returns what was expected, for the first argument that means nothing here.
 */
export function parseSshArguments(text: string): SshArguments | { readonly expected: string } {
  const words = splitWords(text, false);
  if (words === undefined) return { expected: 'a closing quote' };
  const found: Partial<Record<Name, string[]>> = {};
  const notices: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (comfort.test(word)) continue;
    const [, flag = '', attached = ''] = /^-([A-Za-z])(.*)$/s.exec(word) ?? [];
    const value = attached === '' ? words[++at] : attached;
    const [name, content] = flag === 'o' ? splitOption(value ?? '') : [flags[flag], value];
    if (name === undefined || content === undefined || content === '') return { expected: refusal(word) };
    const option = options[name];
    if (option === undefined) {
      if (name === 'stricthostkeychecking' && !/^(?:yes|true|ask)$/i.test(content))
        notices.push(`StrictHostKeyChecking=${content} is left out: ${KEYS_ARE_CHECKED}`);
      if (immaterialOptions.has(name)) continue;
      return { expected: refusal(`${word}${attached === '' ? ` ${value ?? ''}` : ''}`) };
    }
    if (option === 'knownHosts' && content === '/dev/null') {
      notices.push(`UserKnownHostsFile=/dev/null is left out: ${KEYS_ARE_CHECKED}`);
      continue;
    }
    const isTaken =
      option === 'proxyCommand' ? found.jump : option === 'jump' ? found.proxyCommand : undefined;
    if (isTaken !== undefined) continue;
    if (found[option] === undefined || option === 'identityFile')
      found[option] = [...(found[option] ?? []), content];
  }
  return { ...toArguments(found), notices };
}

function splitOption(option: string): readonly [string | undefined, string | undefined] {
  const [, name, value] = /^\s*([A-Za-z]+)\s*(?:=\s*|\s)(.*?)\s*$/s.exec(option) ?? [];
  return [name?.toLowerCase(), value?.replace(/^"(.*)"$/, '$1')];
}

function refusal(word: string): string {
  if (word.startsWith('-F')) return 'no -F: name the file for all hosts, with --ssh-config';
  return `${TAKEN}, found ${word}; for more use --transport openssh and ssh_config`;
}

function toArguments(found: Partial<Record<Name, readonly string[]>>): Omit<SshArguments, 'notices'> {
  const entries = Object.entries(found).map(([name, values]) => {
    if (name === 'identityFile') return [name, values];
    return [name, name === 'knownHosts' ? values[0]?.split(/\s+/) : values[0]];
  });
  return Object.fromEntries(entries) as Omit<SshArguments, 'notices'>;
}
