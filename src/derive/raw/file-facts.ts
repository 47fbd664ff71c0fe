import { dirname, isAbsolute, join, normalize } from 'node:path/posix';
import type { Bundle } from '../../facts/bundle.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { numeric, seconds } from './host-facts.ts';
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
  /** Where a symbolic link leads, in one step; null for anything else. */
  readonly linksTo: string | null;
  /** The latest that content, owner or mode can have changed, seconds since the epoch; null where it is not known. */
  readonly changedAt: number | null;
  /** Other names of the same file, by hard links; those of an older collector's are not known, and none. */
  readonly names: Failable<readonly string[]>;
  /** Access control list entries other than owner, group and other, as in `user:bob:rw-`. */
  readonly acl: Failable<readonly string[]>;
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
  readonly steps: Map<string, string>;
  readonly changes: Map<string, number>;
  /** Device and number of files that have several names. */
  readonly inodes: Map<string, string>;
  /** All the names that were found of these. */
  readonly names: Map<string, string[]>;
  /** Whether other names of sockets, and of files outside the system's directories, were looked for to the end. */
  searched: boolean;
  readonly acls: Map<string, string[]>;
  /** Paths with an access control list that could not be read. */
  readonly hiddenAcls: Set<string>;
  /** Paths that were looked for and not found; null where the collector did not say. */
  absent: Set<string> | null;
  /** Paths on filesystems that did not answer. */
  readonly unseen: Set<string>;
}

/** The longest path that Linux takes. */
export const PATH_MAX = 4096;

function lookUp(known: Known, path: string, uid: number | null): Failable<FileFacts> {
  if (known.unseen.has(path)) {
    return fail(
      'TIMEOUT',
      `${path} lies on a network or FUSE filesystem that did not answer in time`,
      'see what hangs on the host, then audit again',
    );
  }
  const link = known.links.get(path) ?? null;
  if (link === null) {
    const unknown = whyUnknown(known, path, uid);
    if (unknown !== null) return unknown;
  }
  const stat = known.stats.get(path) ?? null;
  const target = stat === null ? null : (known.targets.get(path) ?? path);
  const step = known.steps.get(path);
  return succeed({
    link,
    stat,
    target,
    linksTo: step === undefined ? null : isAbsolute(step) ? normalize(step) : join(dirname(path), step),
    changedAt: known.changes.get(path) ?? null,
    names: otherNames(known, path),
    acl: known.hiddenAcls.has(path) ? unreadableAcl(path) : succeed(known.acls.get(path) ?? []),
  });
}

function otherNames(known: Known, path: string): Failable<readonly string[]> {
  const inode = known.inodes.get(path);
  if (inode === undefined) return succeed([]);
  if (!known.searched) {
    return fail(
      'TIMEOUT',
      `${path} has other names on the host, and they could not all be looked for`,
      `see find / -xdev -samefile ${path} on the host`,
    );
  }
  return succeed((known.names.get(inode) ?? []).filter((name) => name !== path));
}

function unreadableAcl(path: string): Failable<never> {
  return fail(
    'TOOL_MISSING',
    `${path} has an access control list, and getfacl is not installed on the host`,
    'install the package that ships getfacl, often named acl',
  );
}

/** Null where a path that was not found is absent for sure. */
function whyUnknown(known: Known, path: string, uid: number | null): Failable<never> | null {
  if (path.length > PATH_MAX) {
    return fail('MALFORMED', `a path of ${path.length} characters cannot be looked at`, 'see it on the host');
  }
  if (!absenceIsCertain(known, path, uid)) {
    return fail(
      'NEEDS_ROOT',
      `${path} may not be looked at`,
      'audit as root, or with sudo: true in the inventory (--sudo)',
    );
  }
  if (known.absent === null || known.absent.has(path)) return null;
  return fail(
    'NOT_COLLECTED',
    `${path} was not looked at`,
    'audit again: it was named while the host was read',
  );
}

/** A path that could not be looked at is absent for sure only where nothing above it hides it. */
function absenceIsCertain(known: Known, path: string, uid: number | null): boolean {
  if (uid === 0) return true;
  const above = ancestorsOf(path).find((directory) => known.stats.has(directory));
  const stat = above === undefined ? undefined : known.stats.get(above);
  return stat !== undefined && (stat.kind !== 'directory' || (stat.mode & 0o001) !== 0);
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
  const known: Known = {
    links: new Map(),
    stats: new Map(),
    targets: new Map(),
    steps: new Map(),
    changes: new Map(),
    inodes: new Map(),
    names: new Map(),
    searched: false,
    acls: new Map(),
    hiddenAcls: new Set(),
    absent: null,
    unseen: new Set(),
  };
  let resolving = '';
  let acl: string[] = [];
  for (const [word, rest] of wordLines(text)) {
    if (word === 'lstat') readStat(rest, known.links);
    else if (word === 'stat') readStat(rest, known.stats);
    else if (word === 'real') resolving = rest;
    else if (word === 'as') known.targets.set(resolving, rest);
    else if (word === 'link') resolving = rest;
    else if (word === 'to') known.steps.set(resolving, rest);
    else if (word === 'absences') known.absent = new Set();
    else if (word === 'absent') known.absent?.add(rest);
    else if (word === 'unseen') known.unseen.add(rest);
    else if (word === 'changed') readChange(rest, known.changes);
    else if (word === 'inode') readInode(rest, known);
    else if (word === 'names') known.searched = true;
    else if (word === 'acl-hidden') known.hiddenAcls.add(rest);
    else if (word === 'acl') known.acls.set(rest, (acl = []));
    else if (/^(user|group):/.test(word)) acl.push(`${word} ${rest}`.trimEnd());
  }
  return known;
}

function readChange(line: string, into: Map<string, number>): void {
  const space = line.indexOf(' ');
  const text = line.slice(0, space);
  const changed = seconds(text);
  if (changed !== null) into.set(line.slice(space + 1), text.includes('.') ? changed : endOfSecond(changed));
}

/** `MODE DEVICE:INODE LINKS PATH` */
function readInode(line: string, { inodes, names }: Known): void {
  const [, inode = '', path = ''] = /^[0-9a-f]+ (\d+:\d+) \d+ (\/.*)$/.exec(line) ?? [];
  if (path === '' || inodes.has(path)) return;
  inodes.set(path, inode);
  const known = names.get(inode);
  if (known === undefined) names.set(inode, [path]);
  else known.push(path);
}

/**
 * `MODE UID GID OWNER GROUP MTIME BIRTH PATH`: mode in hexadecimal, birth 0, - or another word where unknown.
 * Names from a directory service may have blanks in them, as in "domain users".
 */
function readStat(line: string, into: Map<string, FileStat>): void {
  const match = /^([0-9a-f]+) (\d+) (\d+) (\S+) (.+?) (\d+) (\S+) (\/.*)$/.exec(line);
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

/** The latest that a time of whole seconds can mean. */
export function endOfSecond(time: number): number {
  return time + 0.999;
}

/** As in "0644". */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

/** What an entry grants in effect: `user:bob:rw-`, or `user:bob:rwx #effective:r--` where the mask takes some away. */
export function aclPermissions(entry: string): string {
  return /#effective:(\S*)/.exec(entry)?.[1] ?? entry.split(':')[2] ?? '';
}
