import type { Bundle } from '../../facts/bundle.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { namespacesOf, numeric } from './host-facts.ts';
import { ownListeners, type Listener } from './listener.ts';
import { parsePlace, type Place } from './mount-info.ts';
import { sectionText, wordLines } from './section.ts';

/** What /proc says of the first process of one container. Null where it may not be read. */
export interface ContainerProcess {
  readonly pid: number;
  /** Effective user id as the host sees it. */
  readonly uid: number | null;
  /** Its real, effective and saved user id. */
  readonly uids: readonly number[];
  /** Lines of uid_map: inside, outside, length. */
  readonly uidMap: readonly (readonly [number, number, number])[];
  readonly capBounding: bigint | null;
  readonly capEffective: bigint | null;
  /** What it may take up again, or pass on past its bounding set to programs that inherit; 0 where it was not read. */
  readonly capReserve: bigint;
  readonly noNewPrivileges: boolean | null;
  /** 0 disabled, 1 strict, 2 filter. */
  readonly seccomp: number | null;
  readonly namespaces: ReadonlyMap<string, string>;
  /** AppArmor profile with its mode, or SELinux context. */
  readonly label: string | null;
  /** Options of the mount at its /. */
  readonly rootMount: string | null;
  /** Its cgroups, as `CONTROLLERS:PATH`. */
  readonly cgroups: readonly string[];
  /** Bytes. */
  readonly memory: CgroupLimits;
  /** Most processes. */
  readonly pids: CgroupLimits;
  /** Its mounts, the paths as it sees them. */
  readonly mounts: readonly Place[];
  /** In the network of the host only: where it listens, by protocol; null where that could not be read. */
  readonly listeners: { readonly tcp: readonly Listener[]; readonly udp: readonly Listener[] } | null;
}

/** Limits that the kernel enforces. */
export interface CgroupLimits {
  /** Of its cgroup; null without a limit in force, undefined where it could not be read. */
  readonly own: number | null | undefined;
  /** The strictest of the cgroups above that of the container, which share it. */
  readonly above: { readonly limit: number; readonly cgroup: string } | null;
}

export interface ContainerProcesses {
  /** By container id; null for one that does not run. */
  readonly byId: ReadonlyMap<string, Failable<ContainerProcess> | null>;
  /** Whether every container is among them, running or not: an older collector left out those that do not run. */
  readonly complete: boolean;
}

export function containerProcesses(bundle: Bundle): Failable<ContainerProcesses> {
  return mapFailable(sectionText(bundle, 'container.processes'), (text) => {
    const groups = new Map<string, (readonly [string, string])[]>();
    let current: (readonly [string, string])[] = [];
    const lines = wordLines(text);
    for (const line of lines) {
      if (line[0] === 'container') groups.set(line[1].split(' ')[0] ?? '', (current = []));
      current.push(line);
    }
    return {
      byId: new Map([...groups].map(([id, group]) => [id, parseProcess(id, group)])),
      complete: lines[0]?.[0] === 'all',
    };
  });
}

function parseProcess(
  id: string,
  lines: readonly (readonly [string, string])[],
): Failable<ContainerProcess> | null {
  if (lines[0]?.[1] === `${id} 0`) return null;
  const value = (word: string): string | undefined => lines.find(([first]) => first === word)?.[1];
  const status = (word: string): number | null => numeric(value(word));
  const cgroups = lines.filter(([word]) => word === 'cgroup').map(([, path]) => path);
  if (cgroups.length > 0 && !cgroups.some((path) => path.includes(id)) && !cgroups.every(isRootCgroup)) {
    return fail('PROCESS_CHANGED', 'the process of the container changed while it was read', 'audit again');
  }
  const uids = (value('Uid')?.split(/\s+/) ?? []).map((text) => numeric(text)).filter((uid) => uid !== null);
  return succeed({
    pid: numeric(value('container')?.split(' ')[1]) ?? 0,
    uid: uids[1] ?? null,
    uids: uids.slice(0, 3),
    uidMap: lines.filter(([word]) => word === 'uid-map').map(([, map]) => triple(map)),
    capBounding: hexMask(value('CapBnd')),
    capEffective: hexMask(value('CapEff')),
    capReserve: (hexMask(value('CapPrm')) ?? 0n) | (hexMask(value('CapInh')) ?? 0n),
    noNewPrivileges: status('NoNewPrivs') === null ? null : status('NoNewPrivs') === 1,
    seccomp: status('Seccomp'),
    namespaces: namespacesOf(lines),
    label: value('label') ?? null,
    rootMount: lines.filter(([word]) => word === 'root-mount').at(-1)?.[1] ?? null,
    cgroups,
    memory: limitsOf(lines, 'memory'),
    pids: limitsOf(lines, 'pids'),
    mounts: lines.filter(([word]) => word === 'mount').flatMap(([, rest]) => parsePlace(rest)),
    listeners: listenersOf(lines),
  });
}

function listenersOf(lines: readonly (readonly [string, string])[]): ContainerProcess['listeners'] {
  const all = (word: string): readonly string[] =>
    lines.filter(([first]) => first === word).map(([, rest]) => rest);
  if (all('sockets-read').length === 0) return null;
  const own = new Set(all('socket'));
  return { tcp: ownListeners(all('tcp'), own), udp: ownListeners(all('udp'), own) };
}

/** A process that has just ended is moved to the root of the hierarchy. */
function isRootCgroup(path: string): boolean {
  return path.endsWith(':/');
}

function triple(line: string): readonly [number, number, number] {
  const [inside = 0, outside = 0, length = 0] = line.trim().split(/\s+/).map(Number);
  return [inside, outside, length];
}

function hexMask(text: string | undefined): bigint | null {
  return text !== undefined && /^[0-9a-f]{1,16}$/.test(text) ? BigInt(`0x${text}`) : null;
}

function limitsOf(lines: readonly (readonly [string, string])[], word: string): CgroupLimits {
  let above: CgroupLimits['above'] = null;
  for (const [first, rest] of lines) {
    const [text = '', ...cgroup] = first === `${word}-above` ? rest.split(' ') : [];
    const limit = limitOf(text);
    if (typeof limit === 'number' && limit < (above?.limit ?? Infinity))
      above = { limit, cgroup: cgroup.join(' ') };
  }
  return { own: strictest(lines, word), above };
}

/** A process may be in a cgroup below that of its container: every limit on the way up holds for it. */
function strictest(lines: readonly (readonly [string, string])[], word: string): number | null | undefined {
  const limits = lines.filter(([first]) => first === word).map(([, text]) => limitOf(text));
  if (limits.length === 0 || limits.includes(undefined)) return undefined;
  const inForce = limits.filter((limit) => typeof limit === 'number');
  return inForce.length === 0 ? null : inForce.reduce((least, limit) => Math.min(least, limit));
}

/** cgroup v1 prints a number near 2^63 for "no limit", cgroup v2 prints max. */
function limitOf(text: string): number | null | undefined {
  if (text === 'max') return null;
  const bytes = /^\d{1,20}$/.test(text) ? Number(text) : undefined;
  return bytes !== undefined && bytes >= 2 ** 62 ? null : bytes;
}
