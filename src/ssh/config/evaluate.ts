import { immaterialOptions } from '../../lib/immaterial-options.ts';
import { matchesGlob } from '../../lib/glob.ts';
import type { Line } from './parse.ts';

/** Option values by keyword in lower case; only identityfile has several. */
export type Options = ReadonlyMap<string, readonly string[]>;

export interface Evaluation {
  readonly options: Options;
  /** Lines that hold for the host and that only OpenSSH's client understands, `file:line: Keyword`. */
  readonly unknown: readonly string[];
}

const understood: ReadonlySet<string> = new Set([
  'hostname',
  'user',
  'port',
  'identityfile',
  'identitiesonly',
  'identityagent',
  'proxyjump',
  'userknownhostsfile',
  'globalknownhostsfile',
  'hostkeyalias',
]);

/** Options of OpenSSH (readconf.c) that are its client's alone; IgnoreUnknown does not concern them. */
const clientOnly: ReadonlySet<string> = new Set(
  (
    'bindaddress bindinterface canonicaldomains canonicalizefallbacklocal canonicalizehostname canonicalizemaxdots ' +
    'canonicalizepermittedcnames certificatefile clearallforwardings enablesshkeysign host identityfile2 include ' +
    'kbdinteractivedevices knownhostscommand match permitremoteopen pkcs11provider proxycommand refuseconnection ' +
    'remotecommand requiredrsasize revokedhostkeys securitykeyprovider smartcarddevice tag tunnel tunneldevice ' +
    'versionaddendum warnweakcrypto'
  ).split(' '),
);

const lists: ReadonlySet<string> = new Set(['userknownhostsfile', 'globalknownhostsfile']);

/** Whether a line is one that we read as OpenSSH does; of the rest it says itself what is wrong, or knows better. */
function isRight(keyword: string, values: readonly string[]): boolean {
  const [value = ''] = values;
  if (!understood.has(keyword) || value === '' || (values.length > 1 && !lists.has(keyword))) return false;
  // A port may be the name of a service.
  if (keyword === 'port') return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535;
  if (keyword === 'identitiesonly') return /^(?:yes|no|true|false)$/i.test(value);
  return true;
}

/** What the lines say about a host, as it was called. The first value of an option counts, as in OpenSSH. */
export function evaluate(lines: readonly Line[], host: string): Evaluation {
  const options = new Map<string, string[]>();
  const unknown: string[] = [];
  let ignored: readonly string[] | undefined;
  walk(lines, true);
  return { options, unknown };

  function walk(block: readonly Line[], isActive: boolean): void {
    let holds = isActive;
    for (const { at, keyword, values, included } of block) {
      if (keyword === 'host') holds = isActive && matchesHost(values, host);
      else if (keyword === 'match') {
        holds = isActive && values.length === 1 && values[0]?.toLowerCase() === 'all';
        if (isActive && !holds) unknown.push(`${at}: Match`);
      } else if (included === null) {
        if (holds) unknown.push(`${at}: Include`);
      } else if (keyword === 'include') for (const file of included) walk(file, holds);
      else if (holds) take(at, keyword, values);
    }
  }
  function take(at: string, keyword: string, values: readonly string[]): void {
    const known = options.get(keyword);
    if (keyword === 'ignoreunknown') ignored ??= values.join(' ').toLowerCase().split(',');
    if (immaterialOptions.has(keyword)) return;
    if (!understood.has(keyword) && !clientOnly.has(keyword) && isIgnored(keyword)) return;
    if (!isRight(keyword, values)) unknown.push(`${at}: ${keyword}`);
    else if (known === undefined) options.set(keyword, [values.join(' ')]);
    else if (keyword === 'identityfile') known.push(values.join(' '));
  }
  function isIgnored(keyword: string): boolean {
    return ignored !== undefined && matchesHost(ignored, keyword);
  }
}

function matchesHost(patterns: readonly string[], host: string): boolean {
  if (patterns.some((pattern) => pattern.startsWith('!') && matchesGlob(pattern.slice(1), host)))
    return false;
  return patterns.some((pattern) => matchesGlob(pattern, host));
}
