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

/** What the lines say about a host, as it was called. The first value of an option counts, as in OpenSSH. */
export function evaluate(lines: readonly Line[], host: string): Evaluation {
  const options = new Map<string, string[]>();
  const unknown: string[] = [];
  walk(lines, true);
  return { options, unknown };

  function walk(block: readonly Line[], isActive: boolean): void {
    let holds = isActive;
    for (const { at, keyword, values, included } of block) {
      if (keyword === 'host') holds = isActive && matchesHost(values, host);
      else if (keyword === 'match') {
        holds = isActive && values.length === 1 && values[0]?.toLowerCase() === 'all';
        if (isActive && !holds) unknown.push(`${at}: Match`);
      } else if (keyword === 'include') for (const file of included) walk(file, holds);
      else if (holds) take(at, keyword, values);
    }
  }
  function take(at: string, keyword: string, values: readonly string[]): void {
    const known = options.get(keyword);
    if (immaterialOptions.has(keyword)) return;
    // A port may be the name of a service, for the client.
    const isNumber = keyword !== 'port' || /^\d{1,5}$/.test(values.join(' '));
    if (!understood.has(keyword) || !isNumber) unknown.push(`${at}: ${keyword}`);
    else if (known === undefined) options.set(keyword, [values.join(' ')]);
    else if (keyword === 'identityfile') known.push(values.join(' '));
  }
}

function matchesHost(patterns: readonly string[], host: string): boolean {
  if (patterns.some((pattern) => pattern.startsWith('!') && matchesGlob(pattern.slice(1), host)))
    return false;
  return patterns.some((pattern) => matchesGlob(pattern, host));
}
