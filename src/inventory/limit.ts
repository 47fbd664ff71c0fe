import { readFile } from 'node:fs/promises';
import { PlimsollError } from '../lib/errors.ts';
import { unreadable } from '../lib/files.ts';
import { matchesGlob } from '../lib/glob.ts';
import { groupBy } from '../lib/group-by.ts';
import { didYouMean } from '../lib/nearest.ts';
import { visible } from '../lib/text.ts';

/** What a limit pattern can see of a host. */
export interface Limitable {
  readonly name: string;
  readonly groups: readonly string[];
}

/** Unknown patterns for which a name that is meant is looked for. */
const MOST_GUESSES = 20;

/**
 * Keeps the hosts that the patterns select, as Ansible's `--limit` does: plain patterns add up, `&x` keeps only
 * what x matches too, `!x` leaves out what x matches, whatever their order. Without a plain pattern all hosts
 * are the start. A pattern is a host name, a group name, a glob (`*`, `?`) over both, `all`, or `ungrouped`; `@file`
 * stands for the patterns in a file, one a line. Several in one text are separated by commas, or by colons as Ansible
 * has it.
 * @throws PlimsollError FILE_UNREADABLE, or USAGE when a limit is empty, a pattern matches nothing, or nothing is left.
 */
export async function limitHosts<T extends Limitable>(
  hosts: readonly T[],
  limits: readonly string[],
): Promise<readonly T[]> {
  const parts = await Promise.all(limits.map((limit) => patternsOf(limit, hosts)));
  // An empty variable or file is not all hosts.
  const empty = limits.find((_, index) => parts[index]?.length === 0);
  if (empty !== undefined) throw new PlimsollError('USAGE', `--limit "${visible(empty)}" names no host`);
  const patterns = parts.flat();
  if (patterns.length === 0) return hosts;
  const select = selector(hosts);
  refuseIdle(select, patterns, hosts);
  const plain = patterns.filter((pattern) => !/^[!&]/.test(pattern));
  const started =
    plain.length === 0 ? new Set(hosts) : new Set(plain.flatMap((pattern) => [...select(pattern)]));
  const required = patterns
    .filter((pattern) => pattern.startsWith('&'))
    .map((pattern) => select(bare(pattern)));
  const refused = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => select(bare(pattern)));
  const kept = hosts.filter(
    (host) =>
      started.has(host) &&
      required.every((selected) => selected.has(host)) &&
      !refused.some((selected) => selected.has(host)),
  );
  if (kept.length === 0) throw new PlimsollError('USAGE', `--limit ${patterns.join(',')} leaves no host`);
  return kept;
}

/** Each pattern is held against the fleet once; a name of a host needs no search. */
function selector<T extends Limitable>(hosts: readonly T[]): (pattern: string) => ReadonlySet<T> {
  const byName = groupBy(
    hosts.flatMap((host) => [...new Set([host.name, ...host.groups])].map((name) => ({ name, host }))),
    ({ name }) => name,
  );
  const wordFor = (pattern: string): readonly T[] | undefined => {
    if (pattern === 'all') return hosts;
    return pattern === 'ungrouped' ? hosts.filter(({ groups }) => groups.length === 0) : undefined;
  };
  const done = new Map<string, ReadonlySet<T>>();
  return (pattern) => {
    const known = done.get(pattern);
    if (known !== undefined) return known;
    const names = /[*?]/.test(pattern)
      ? [...byName.keys()].filter((name) => matchesGlob(pattern, name))
      : [pattern];
    const selected = new Set(
      wordFor(pattern) ?? names.flatMap((name) => byName.get(name) ?? []).map(({ host }) => host),
    );
    done.set(pattern, selected);
    return selected;
  };
}

async function patternsOf(limit: string, hosts: readonly Limitable[]): Promise<readonly string[]> {
  const parts = limit.split(',').map((part) => part.trim());
  const found = await Promise.all(
    parts
      .filter(Boolean)
      .map((part) => (part.startsWith('@') ? patternsIn(part.slice(1)) : Promise.resolve([part]))),
  );
  const words = found.flat();
  refuseForeign(words, /^[!&]?~/, 'regular expressions');
  refuseForeign(words, /^[!&]?[^[\]]+\[-?\d*(?::-?\d*)?\]$/, 'numbers behind a group');
  return words.flatMap((part) => splitColons(part, hosts));
}

/** What Ansible has and plimsoll has not. */
function refuseForeign(words: readonly string[], form: RegExp, what: string): void {
  const word = words.find((candidate) => form.test(candidate));
  if (word === undefined) return;
  throw new PlimsollError('USAGE', `--limit ${visible(word, 60)}: ${what} are not supported`, [
    'use * and ?, groups, or a file of names with @FILE',
  ]);
}

/** `a:b` is two patterns, unless it is the name of a host, as an IPv6 address is. */
function splitColons(part: string, hosts: readonly Limitable[]): readonly string[] {
  if (!part.includes(':')) return [part];
  const name = bare(part);
  const isName = name.startsWith('[') || name.includes('::') || hosts.some((host) => host.name === name);
  return isName ? [part] : part.split(':').filter(Boolean);
}

async function patternsIn(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(`the --limit file ${file}`, cause);
  });
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

function refuseIdle(
  select: (pattern: string) => ReadonlySet<Limitable>,
  patterns: readonly string[],
  hosts: readonly Limitable[],
): void {
  const idle = patterns.filter((pattern) => select(bare(pattern)).size === 0);
  if (idle.length === 0) return;
  const names = [...new Set(hosts.flatMap(({ name, groups }) => [name, ...groups]))];
  const details = idle.map((pattern, index) => {
    // A file of old names and a large fleet would take minutes.
    const guess = index < MOST_GUESSES ? didYouMean(bare(pattern), names) : '';
    return `${visible(pattern, 100)}: matches no host and no group${guess}`;
  });
  throw new PlimsollError(
    'USAGE',
    'a --limit pattern matches nothing; plimsoll inventory list shows hosts and groups',
    details,
  );
}

function bare(pattern: string): string {
  return pattern.replace(/^[!&]/, '');
}
