import { PlimsollError } from '../lib/errors.ts';
import { matchesGlob } from '../lib/glob.ts';

/** What a limit pattern can see of a host. */
export interface Limitable {
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * Keeps the hosts that the patterns select, as Ansible's `--limit` does: plain patterns add up, `&x` keeps only
 * what x matches too, `!x` leaves out what x matches, whatever their order. Without a plain pattern all hosts
 * are the start. A pattern is a host name, a group name, a glob (`*`, `?`) over both, or `all`.
 * @throws PlimsollError USAGE when a pattern matches nothing, or nothing is left.
 */
export function limitHosts<T extends Limitable>(
  hosts: readonly T[],
  limits: readonly string[],
): readonly T[] {
  const patterns = limits.flatMap((limit) => limit.split(',').map((part) => part.trim())).filter(Boolean);
  if (patterns.length === 0) return hosts;
  refuseIdle(hosts, patterns);
  const plain = patterns.filter((pattern) => !/^[!&]/.test(pattern));
  const kept = hosts.filter(
    (host) =>
      (plain.length === 0 || plain.some((pattern) => selects(pattern, host))) &&
      patterns.every((pattern) => !pattern.startsWith('&') || selects(pattern.slice(1), host)) &&
      !patterns.some((pattern) => pattern.startsWith('!') && selects(pattern.slice(1), host)),
  );
  if (kept.length === 0) throw new PlimsollError('USAGE', `--limit ${patterns.join(',')} leaves no host`);
  return kept;
}

function selects(pattern: string, host: Limitable): boolean {
  return pattern === 'all' || [host.name, ...host.groups].some((name) => matchesGlob(pattern, name));
}

function refuseIdle(hosts: readonly Limitable[], patterns: readonly string[]): void {
  const idle = patterns.filter((pattern) => !hosts.some((host) => selects(bare(pattern), host)));
  if (idle.length === 0) return;
  const details = idle.map((pattern) => `${pattern}: matches no host and no group`);
  throw new PlimsollError('USAGE', 'a --limit pattern matches nothing', details);
}

function bare(pattern: string): string {
  return pattern.replace(/^[!&]/, '');
}
