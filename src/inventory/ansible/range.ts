/** Most names that one pattern may stand for. */
const MOST_NAMES = 100_000;
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The names that a host pattern stands for, and the port behind it. */
export interface HostPattern {
  readonly names: readonly string[];
  readonly port: number | undefined;
}

/**
 * Expands `web[01:50].example.com`, `db-[a:f]`, `n[0:10:5]`, several of them, and `:port`, as Ansible does.
 * @returns what was expected when it cannot be read.
 */
export function expandHosts(pattern: string): HostPattern | { readonly expected: string } {
  const bracketed = /^\[([^\]]*:[^\]]*:[^\]]*)\](?::(\d{1,5}))?$/.exec(pattern);
  // [a:b:c] alone could be a range with a step: digits and letters that an address cannot have tell.
  if (bracketed !== null && /^[\da-fA-F:.]*::?[\da-fA-F:.]*$/.test(bracketed[1] ?? '') && isIp6(bracketed[1]))
    return { names: [bracketed[1] ?? ''], port: portOf(bracketed[2]) };
  if (isIp6(pattern)) return { names: [pattern], port: undefined };
  const [, name = pattern, port] = /^((?:[^:[\]]|\[[^\]]*\])*):(\d{1,5})$/.exec(pattern) ?? [];
  const names = expandNames(name);
  return Array.isArray(names) ? { names, port: portOf(port) } : (names as { readonly expected: string });
}

function isIp6(text = ''): boolean {
  return /^[\da-fA-F:.]+$/.test(text) && (text.includes('::') || text.split(':').length === 8);
}

function portOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function expandNames(name: string): readonly string[] | { readonly expected: string } {
  const parts = /^([^[\]]*)\[([^[\]]*)\](.*)$/.exec(name);
  if (parts === null)
    return /[[\]]/.test(name) ? { expected: 'a range as in [01:50], [a:f] or [0:10:2]' } : [name];
  const [, head = '', range = '', tail = ''] = parts;
  const steps = expandRange(range);
  const ends = expandNames(tail);
  if (!Array.isArray(steps)) return steps;
  if (!Array.isArray(ends)) return ends;
  if (steps.length * ends.length > MOST_NAMES) return { expected: `at most ${MOST_NAMES} hosts in a range` };
  return steps.flatMap((step: string) => ends.map((end: string) => `${head}${step}${end}`));
}

function expandRange(range: string): readonly string[] | { readonly expected: string } {
  const [first = '', last = '', step = '1', ...more] = range.split(':');
  const expected = 'a range as in [01:50], [a:f] or [0:10:2], its beginning not after its end';
  if (more.length > 0 || !/^\d{1,9}$/.test(step) || Number(step) === 0) return { expected };
  const from = first === '' ? '0' : first;
  const isNumber = /^\d{1,9}$/.test(from) && /^\d{1,9}$/.test(last);
  const isLetter = /^[a-zA-Z]$/.test(from) && /^[a-zA-Z]$/.test(last);
  if (!isNumber && !isLetter) return { expected };
  const [begin, end] = isNumber
    ? [Number(from), Number(last)]
    : [letters.indexOf(from), letters.indexOf(last)];
  if (begin > end) return { expected };
  const isPadded = isNumber && from.length > 1 && from.startsWith('0');
  if (isPadded && from.length !== last.length)
    return { expected: `as many digits at the end of the range as at its beginning ${from}` };
  const count = Math.floor((end - begin) / Number(step)) + 1;
  if (count > MOST_NAMES) return { expected: `at most ${MOST_NAMES} hosts in a range` };
  return Array.from({ length: count }, (_, index) => {
    const value = begin + index * Number(step);
    return isNumber ? String(value).padStart(isPadded ? from.length : 1, '0') : (letters[value] ?? '');
  });
}
