import { succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { aclPermissions, parentOf, PATH_MAX, type FileFacts, type FileLookup } from './file-facts.ts';

/**
 * The nearest directory above the path, above what it leads to, above a link on the way, or above what is mounted there,
 * where another than root, or than the user that the daemon runs as, may replace it; or a link on the way that its owner
 * may replace.
 * @param sources from where the host has mounted what it shows at a path
 */
export function weakParent(
  path: string,
  lookup: FileLookup,
  trusted: ReadonlySet<number>,
  sources: (path: string) => readonly string[],
): Failable<string | null> {
  const start = lookup(path);
  if (!start.ok) return start;
  const open = [path, start.value.target ?? path];
  const seen = new Set<string>();
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (seen.has(next) || seen.size > PATH_MAX) continue;
    seen.add(next);
    const facts = lookup(next);
    if (!facts.ok) return facts;
    if (facts.value.linksTo !== null) open.push(facts.value.linksTo);
    if (next !== '/') open.push(parentOf(next));
    for (const source of sources(next)) open.push(source);
    if (isForeignLink(facts.value, trusted)) return succeed(next);
    const weak: Failable<boolean> = next === path ? succeed(false) : isWeak(facts.value, trusted);
    if (!weak.ok) return weak;
    if (weak.value) return succeed(next);
  }
  return succeed(null);
}

/** Even in a sticky directory the owner of a link may lead it elsewhere. */
function isForeignLink({ link }: FileFacts, trusted: ReadonlySet<number>): boolean {
  return link?.kind === 'symlink' && !trusted.has(link.uid);
}

/** In a sticky directory only the owner of an entry, of the directory, or root may replace it. */
function isWeak({ stat, acl }: FileFacts, trusted: ReadonlySet<number>): Failable<boolean> {
  if (stat?.kind !== 'directory') return succeed(false);
  if (!trusted.has(stat.uid)) return succeed(true);
  if ((stat.mode & 0o1000) !== 0) return succeed(false);
  if ((stat.mode & 0o002) !== 0 || ((stat.mode & 0o020) !== 0 && stat.gid !== 0)) return succeed(true);
  return (stat.mode & 0o020) === 0 ? succeed(false) : mapFailable(acl, grantsWriting);
}

/** The group bits of a file with an access control list are the most that any of its entries grants. */
function grantsWriting(acl: readonly string[]): boolean {
  return acl.some((entry) => !/^(user|group):(root|0):/.test(entry) && aclPermissions(entry).includes('w'));
}
