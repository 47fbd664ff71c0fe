/** dockerd flags that take no value, so that the next argument is not theirs. Source: dockerd reference, 20.10 to 29. */
const booleanFlags: ReadonlySet<string> = new Set([
  'allow-direct-routing',
  'cri-containerd',
  'debug',
  'disable-legacy-registry',
  'experimental',
  'help',
  'icc',
  'init',
  'ip-forward',
  'ip-forward-no-drop',
  'ip-masq',
  'ip6tables',
  'iptables',
  'ipv6',
  'live-restore',
  'no-new-privileges',
  'raw-logs',
  'rootless',
  'selinux-enabled',
  'tls',
  'tlsverify',
  'userland-proxy',
  'validate',
  'version',
]);

const shortFlags: ReadonlyMap<string, string> = new Map([
  ['b', 'bridge'],
  ['D', 'debug'],
  ['g', 'data-root'],
  ['G', 'group'],
  ['H', 'host'],
  ['l', 'log-level'],
  ['p', 'pidfile'],
  ['s', 'storage-driver'],
  ['v', 'version'],
]);

export type Flags = ReadonlyMap<string, readonly string[]>;

interface ReadFlag {
  readonly name: string;
  /** Undefined where the next argument is the value. */
  readonly value: string | undefined;
}

/**
 * The flags of a dockerd command line, long names without dashes, each with its values in order.
 * Spellings of spf13/pflag: `--x=v`, `--x v`, bare booleans, `-Hv`, `-H v`, `-H=v`, and several short ones in one
 * word, as in `-DH tcp://…`.
 */
export function parseFlags(args: readonly string[]): Flags {
  const flags = new Map<string, string[]>();
  const rest = args.slice(1);
  for (let index = 0; index < rest.length; index++) {
    for (const flag of readFlags(rest[index] ?? '')) {
      const value = flag.value ?? (takesNext(flag.name, rest[index + 1]) ? (rest[++index] ?? '') : 'true');
      const values = flags.get(flag.name);
      if (values === undefined) flags.set(flag.name, [value]);
      else values.push(value);
    }
  }
  return flags;
}

/** No value of dockerd's opens with two dashes: what does is the next flag, and the one before it a boolean we do not know. */
function takesNext(name: string, next: string | undefined): boolean {
  return !booleanFlags.has(name) && next?.startsWith('--') !== true;
}

function readFlags(argument: string): readonly ReadFlag[] {
  const long = /^--([a-z0-9-]+)(?:=([\s\S]*))?$/.exec(argument);
  if (long !== null) return [{ name: long[1] ?? '', value: long[2] }];
  return /^-[A-Za-z]/.test(argument) ? readShortFlags(argument.slice(1)) : [];
}

/** A boolean may be followed by more short flags; any other takes what follows it as its value. */
function readShortFlags(letters: string): readonly ReadFlag[] {
  const [letter = '', rest] = [letters[0], letters.slice(1)];
  const name = shortFlags.get(letter);
  if (name === undefined) return [];
  if (rest.startsWith('=')) return [{ name, value: rest.slice(1) }];
  if (!booleanFlags.has(name)) return [{ name, value: rest === '' ? undefined : rest }];
  return [{ name, value: 'true' }, ...readShortFlags(rest)];
}

const trueWords: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseWords: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** Go's strconv.ParseBool; undefined for what it refuses. */
export function parseGoBoolean(text: string): boolean | undefined {
  if (trueWords.has(text)) return true;
  return falseWords.has(text) ? false : undefined;
}
