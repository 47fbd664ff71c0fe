import type { Bundle } from '../../facts/bundle.ts';
import { mapFailable } from '../build-row.ts';
import type { Failable } from '../../lib/failure.ts';
import { plainNumber } from './api-address.ts';
import { sectionText, wordLines } from './section.ts';

export interface HostFacts {
  readonly uid: number | null;
  readonly os: string | null;
  readonly kernel: string | null;
  readonly machineIdSha256: string | null;
  /** Seconds since the epoch. */
  readonly bootTime: number | null;
  /** Addresses of its own, as the kernel routes them to itself. */
  readonly addresses: readonly string[];
  /** Kernel clock ticks a second. */
  readonly clockTicks: number;
  /** CPUs that are on. */
  readonly cpus: number | null;
  /** Most processes and threads that the kernel allows at once. */
  readonly processes: number | null;
  /** Namespaces of process 1, kind to inode; empty where they may not be read. */
  readonly namespaces: ReadonlyMap<string, string>;
}

export function hostFacts(bundle: Bundle): Failable<HostFacts> {
  return mapFailable(sectionText(bundle, 'host'), (text) => {
    const lines = wordLines(text);
    const values = new Map(lines);
    return {
      uid: numeric(values.get('uid')),
      os: unquote(values.get('os')),
      kernel: values.get('kernel') ?? null,
      machineIdSha256: sha256(values.get('machine-id-sha256')),
      bootTime: numeric(values.get('boot-time')),
      addresses: lines.filter(([word]) => word === 'own-address').map(([, address]) => ownAddress(address)),
      clockTicks: numeric(values.get('clock-ticks')) ?? 100,
      cpus: values.has('cpus-online') ? cpusIn(values.get('cpus-online') ?? '') : null,
      processes: least(numeric(values.get('pid-max')), numeric(values.get('threads-max'))),
      namespaces: namespacesOf(lines),
    };
  });
}

function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

const mostCpus = 10_000;

/** How many CPUs a list such as `0-3,8` names. */
export function cpusIn(list: string): number {
  const cpus = new Set<number>();
  for (const [, first, last] of list.matchAll(/(?:^|,)\s*(\d{1,5})(?:-(\d{1,5}))?(?=\s*(?:,|$))/g))
    for (let cpu = Number(first); cpu <= Number(last ?? first) && cpus.size < mostCpus; cpu++) cpus.add(cpu);
  return cpus.size;
}

/** IPv6 comes as 32 digits; see proc(5). */
function ownAddress(text: string): string {
  return /^[0-9a-f]{32}$/.test(text) ? plainNumber(text.replace(/(....)(?=.)/g, '$1:')) : text;
}

/** Lines of the form `ns KIND INODE`. */
export function namespacesOf(lines: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const pairs = lines.filter(([word]) => word === 'ns').map(([, rest]) => rest.split(' '));
  return new Map(pairs.map(([kind = '', inode = '']) => [kind, inode]));
}

/** A non-negative decimal integer, null for anything else. */
export function numeric(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Seconds, with a fraction where the host can tell one; null for anything else. */
export function seconds(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : null;
}

function sha256(text: string | undefined): string | null {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : null;
}

function unquote(text: string | undefined): string | null {
  return text === undefined ? null : text.replace(/^(["'])(.*)\1$/, '$2');
}
