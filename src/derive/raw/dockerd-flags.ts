/** dockerd flags that take no value, so that the next argument is not theirs. Source: dockerd reference, 20.10 to 29. */
const booleanFlags: ReadonlySet<string> = new Set([
  'allow-direct-routing',
  'cri-containerd',
  'debug',
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

/**
 * The flags of a dockerd command line, long names without dashes, each with its values in order.
 * Spellings of spf13/pflag: `--x=v`, `--x v`, bare booleans, `-Hv`, `-H v`, `-H=v`.
 */
export function parseFlags(args: readonly string[]): Flags {
  const flags = new Map<string, string[]>();
  const rest = args.slice(1);
  for (let index = 0; index < rest.length; index++) {
    const flag = readFlag(rest[index] ?? '');
    if (flag === null) continue;
    const value = flag.value ?? (booleanFlags.has(flag.name) ? 'true' : (rest[++index] ?? ''));
    flags.set(flag.name, [...(flags.get(flag.name) ?? []), value]);
  }
  return flags;
}

function readFlag(argument: string): { readonly name: string; readonly value: string | undefined } | null {
  const long = /^--([a-z0-9-]+)(?:=([\s\S]*))?$/.exec(argument);
  if (long !== null) return { name: long[1] ?? '', value: long[2] };
  const short = /^-([A-Za-z])(?:=?([\s\S]+))?$/.exec(argument);
  const name = shortFlags.get(short?.[1] ?? '');
  return short === null || name === undefined ? null : { name, value: short[2] };
}

const trueWords: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const falseWords: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

/** Go's strconv.ParseBool; undefined for what it refuses. */
export function parseGoBoolean(text: string): boolean | undefined {
  if (trueWords.has(text)) return true;
  return falseWords.has(text) ? false : undefined;
}
