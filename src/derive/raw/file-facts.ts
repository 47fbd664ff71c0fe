import type { Bundle } from '../../facts/bundle.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { numeric } from './host-facts.ts';
import { sectionText, wordLines } from './section.ts';

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'symlink' | 'socket' | 'device' | 'other';
  /** The twelve permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  readonly group: string;
  /** Seconds since the epoch. */
  readonly modifiedAt: number;
  /** Seconds since the epoch; null where the filesystem does not say. */
  readonly bornAt: number | null;
}

export interface FileFacts {
  /** The path itself, a symbolic link not followed; null when there is none. */
  readonly link: FileStat | null;
  /** What the path leads to; null when it does not exist. */
  readonly stat: FileStat | null;
  /** The path with all symbolic links resolved; null when it does not exist. */
  readonly target: string | null;
  /** Access control list entries other than owner, group and other, as in `user:bob:rw-`. */
  readonly acl: readonly string[];
}

export type FileLookup = (path: string) => Failable<FileFacts>;

/** What is known of each path that the collector looked at. */
export function fileLookup(bundle: Bundle, uid: number | null): Failable<FileLookup> {
  return mapFailable(sectionText(bundle, 'files'), (text) => {
    const known = parseFiles(text);
    return (path) => lookUp(known, path, uid);
  });
}

interface Known {
  readonly links: Map<string, FileStat>;
  readonly stats: Map<string, FileStat>;
  readonly targets: Map<string, string>;
  readonly acls: Map<string, string[]>;
}

function lookUp(known: Known, path: string, uid: number | null): Failable<FileFacts> {
  const link = known.links.get(path) ?? null;
  if (link === null && !absenceIsCertain(known, path, uid)) {
    return fail(
      'NEEDS_ROOT',
      `${path} may not be looked at`,
      'audit as root, or with sudo: true in the inventory (--sudo)',
    );
  }
  const stat = known.stats.get(path) ?? null;
  const target = stat === null ? null : (known.targets.get(path) ?? path);
  return succeed({ link, stat, target, acl: known.acls.get(path) ?? [] });
}

/** A path that could not be looked at is absent for sure only where nothing above it hides it. */
function absenceIsCertain(known: Known, path: string, uid: number | null): boolean {
  if (uid === 0) return true;
  const directory = parentOf(path);
  const above = known.stats.get(directory);
  if (above === undefined) return path !== '/' && absenceIsCertain(known, directory, uid);
  return above.kind !== 'directory' || (above.mode & 0o001) !== 0;
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

/** All directories above a path, the nearest first. */
export function ancestorsOf(path: string): readonly string[] {
  const found: string[] = [];
  for (let current = path; current !== '/'; found.push(current)) current = parentOf(current);
  return found;
}

function parseFiles(text: string): Known {
  const known: Known = { links: new Map(), stats: new Map(), targets: new Map(), acls: new Map() };
  let resolving = '';
  let acl: string[] = [];
  for (const [word, rest] of wordLines(text)) {
    if (word === 'lstat') readStat(rest, known.links);
    else if (word === 'stat') readStat(rest, known.stats);
    else if (word === 'real') resolving = rest;
    else if (word === 'as') known.targets.set(resolving, rest);
    else if (word === 'acl') known.acls.set(rest, (acl = []));
    else if (/^(user|group):/.test(word)) acl.push(word);
  }
  return known;
}

/** `MODE UID GID OWNER GROUP MTIME BIRTH PATH`: mode in hexadecimal, birth 0, - or another word where unknown. */
function readStat(line: string, into: Map<string, FileStat>): void {
  const match = /^([0-9a-f]+) (\d+) (\d+) (\S+) (\S+) (\d+) (\S+) (.*)$/.exec(line);
  if (match === null) return;
  const [, mode = '', uid, gid, owner = '', group = '', modified, born, path = ''] = match;
  const bits = Number.parseInt(mode, 16);
  into.set(path, {
    kind: kindOf(bits),
    mode: bits & 0o7777,
    uid: Number(uid),
    gid: Number(gid),
    owner: owner === 'UNKNOWN' ? String(uid) : owner,
    group: group === 'UNKNOWN' ? String(gid) : group,
    modifiedAt: Number(modified),
    bornAt: numeric(born) || null,
  });
}

/** See inode(7). */
function kindOf(mode: number): FileStat['kind'] {
  switch (mode & 0o170000) {
    case 0o100000:
      return 'file';
    case 0o040000:
      return 'directory';
    case 0o120000:
      return 'symlink';
    case 0o140000:
      return 'socket';
    case 0o020000:
    case 0o060000:
      return 'device';
    default:
      return 'other';
  }
}

/** As in "0644". */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** The nearest directory above the path, or above what it leads to, where another than root may replace it. */
export function weakParent(path: string, lookup: FileLookup): Failable<string | null> {
  const start = lookup(path);
  if (!start.ok) return start;
  const target = start.value.target ?? path;
  for (const directory of [...ancestorsOf(path), ...ancestorsOf(target)]) {
    const facts = lookup(directory);
    if (!facts.ok) return facts;
    if (facts.value.stat !== null && isWeak(facts.value.stat)) return succeed(directory);
  }
  return succeed(null);
}

/** In a sticky directory only the owner of an entry, of the directory, or root may replace it. */
function isWeak(directory: FileStat): boolean {
  if (directory.uid !== 0) return true;
  if ((directory.mode & 0o1000) !== 0) return false;
  return (directory.mode & 0o002) !== 0 || ((directory.mode & 0o020) !== 0 && directory.gid !== 0);
}
