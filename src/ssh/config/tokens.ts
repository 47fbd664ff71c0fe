import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** What the tokens of ssh_config(5) stand for. */
export interface TokenValues {
  readonly home: string;
  readonly localUser: string;
  readonly uid: number;
  /** The host as it was called, and as HostName has it. */
  readonly called: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly jump: string;
  readonly hostKeyAlias: string | undefined;
}

/** Expands `%h` and its like, `${NAME}` of the environment, and `~` in front. A token that is none stays as it is. */
export function expandTokens(text: string, values: TokenValues): string {
  const tokens = tokensOf(values);
  const expanded = text
    .replace(/\$\{([A-Za-z_]\w*)\}/g, (all, name: string) => process.env[name] ?? all)
    .replace(/%(.)/g, (all, token: string) => tokens[token] ?? all);
  if (expanded === '~') return values.home;
  return expanded.startsWith('~/') ? join(values.home, expanded.slice(2)) : expanded;
}

function tokensOf(values: TokenValues): Readonly<Record<string, string>> {
  const { home, host, port, user, jump } = values;
  const local = hostname();
  const all = `${local}${host}${port}${user}${jump}`;
  return {
    '%': '%',
    C: createHash('sha1').update(all).digest('hex'),
    d: home,
    h: host,
    i: String(values.uid),
    j: jump,
    k: values.hostKeyAlias ?? values.called,
    L: local.split('.')[0] ?? local,
    l: local,
    n: values.called,
    p: String(port),
    r: user,
    T: 'NONE',
    u: values.localUser,
  };
}
