import type { Row, Table } from '../facts/types.ts';
import type { Failable, Failure } from '../lib/failure.ts';
import { buildRow } from './build-row.ts';
import { securityOptions } from './setting-sources.ts';
import { socketPaths, trustedUsers } from './docker-files.ts';
import type { Facts } from './facts.ts';
import { aclPermissions, ancestorsOf, type FileFacts, type FileLookup } from './raw/file-facts.ts';
import { mounts } from './raw/mount-info.ts';
import { mountTable } from './raw/mount-table.ts';
import { aliasesOf } from './raw/same-place.ts';
import { sectionText, wordLines } from './raw/section.ts';

interface Group {
  readonly name: string;
  readonly gid: string;
  readonly members: readonly string[];
}

interface Accounts {
  /** First and last of the groups that exist in the user namespace of the audited daemon alone. */
  readonly subordinate: readonly (readonly [number, number])[];
  /** Several may share a number: the kernel knows numbers only. */
  readonly groups: readonly Group[];
  readonly users: readonly { readonly name: string; readonly uid: string; readonly gid: string }[];
}

interface Member {
  readonly user: string;
  readonly group: string | null;
  readonly via: string;
}

/** Who may write to the API socket, root left out. */
export function groupMembers(facts: Facts): Table {
  const text = sectionText(facts.bundle, 'accounts');
  if (!text.ok) return { error: text.failure };
  if (!facts.files.ok) return { error: facts.files.failure };
  const lookup = facts.files.value;
  const rootless = facts.info.ok && securityOptions(facts.info.value).has('rootless');
  const accounts = parseAccounts(text.value, rootless && facts.dockerd.ok ? facts.dockerd.value.pid : null);
  const members = new Map<string, Row>();
  const sockets = socketPaths(facts).map((path) => ({ path, file: lookup(path) }));
  const present = sockets.filter(({ file }) => !file.ok || file.value.stat !== null);
  if (present.length === 0) return { error: noSocket(facts) };
  for (const { path, file } of present) {
    const closed = isClosed(file, lookup, facts);
    for (const row of memberRows(path, file, { accounts, rootless, closed }))
      members.set(JSON.stringify(row.values['user']), row);
  }
  return { rows: [...members.values()] };
}

interface Around {
  readonly accounts: Accounts;
  readonly rootless: boolean;
  /** Whether nobody but root and the daemon's user gets to the socket at all. */
  readonly closed: boolean;
}

function memberRows(
  path: string,
  socket: Failable<FileFacts>,
  { accounts, rootless, closed }: Around,
): readonly Row[] {
  if (!socket.ok) return [unknownRow(path, socket)];
  const { stat, acl } = socket.value;
  if (stat === null || closed) return [];
  // The socket of a rootless daemon belongs to the user who is the daemon.
  const owner: readonly Member[] =
    stat.uid === 0 || rootless ? [] : [{ user: stat.owner, group: null, via: 'owner' }];
  const group = (stat.mode & 0o020) !== 0 ? groupMembersOf(stat.group, String(stat.gid), accounts) : [];
  const everyone: readonly Member[] =
    (stat.mode & 0o002) !== 0 ? [{ user: 'everyone', group: null, via: 'mode' }] : [];
  const listed = acl.ok ? acl.value.flatMap((entry) => aclMember(entry, accounts)) : [];
  const others = [...owner, ...group, ...everyone, ...listed].filter(
    ({ user }) => !rootless || user !== stat.owner,
  );
  const rows = others.map((member) => buildRow({ ...member }));
  return acl.ok ? rows : [...rows, unknownRow(path, acl)];
}

/**
 * A directory above the socket that only its owner, root or the daemon's user, may enter keeps all others out, by
 * path_resolution(7); not where a mount or a hard link shows the socket, or what it lies in, under another name too.
 */
function isClosed(socket: Failable<FileFacts>, lookup: FileLookup, facts: Facts): boolean {
  const path = socket.ok ? socket.value.target : null;
  const all = mounts(facts.bundle, facts.dockerd);
  if (path === null || !all.ok) return false;
  const names = aliasesOf(path, mountTable(all.value));
  if (names === null || names.length > 1) return false;
  if (socket.ok && !(socket.value.names.ok && socket.value.names.value.length === 0)) return false;
  const trusted = trustedUsers(facts);
  return ancestorsOf(path).some((directory) => {
    const found = lookup(directory);
    if (!found.ok || found.value.stat === null) return false;
    const { acl, stat } = found.value;
    return trusted.has(stat.uid) && (stat.mode & 0o011) === 0 && acl.ok && acl.value.length === 0;
  });
}

function noSocket(facts: Facts): Failure {
  return {
    code: 'NO_SOCKET',
    message: `there is no socket ${facts.bundle.host.dockerSocket}`,
    hint: 'start the Docker daemon, or name its socket with dockerSocket in the inventory (--docker-socket)',
  };
}

function unknownRow(path: string, failure: Failable<never>): Row {
  return buildRow({ group: null, via: 'member' }, { user: failure }, [path]);
}

function groupMembersOf(name: string, gid: string | undefined, accounts: Accounts): readonly Member[] {
  const groups = accounts.groups.filter((group) => group.gid === gid);
  // The group of root needs no entry; any other without one may have members all the same.
  if (groups.length === 0 && gid !== '0') {
    const own = accounts.subordinate.some(([first, last]) => Number(gid) >= first && Number(gid) <= last);
    return own ? [] : [{ user: `group:${name}`, group: name, via: 'member' }];
  }
  const primary = accounts.users
    .filter((user) => user.gid === gid && user.uid !== '0')
    .map((user) => user.name);
  const members = new Set(groups.flatMap((group) => group.members));
  return [
    ...[...members]
      .filter((user) => user !== 'root' && !primary.includes(user))
      .map((user) => ({ user, group: name, via: 'member' })),
    ...primary.map((user) => ({ user, group: name, via: 'primary' })),
  ];
}

/** `user:bob:rw-`; see acl(5). */
function aclMember(entry: string, accounts: Accounts): readonly Member[] {
  const [kind, name = ''] = entry.split(':');
  if (!aclPermissions(entry).includes('w')) return [];
  if (kind === 'user') return name === 'root' ? [] : [{ user: name, group: null, via: 'acl' }];
  const gid = accounts.groups.find((group) => group.name === name)?.gid;
  return groupMembersOf(name, gid, accounts).map((member) => ({ ...member, via: 'acl' }));
}

/** @param rootless the number of the audited daemon where it is rootless */
function parseAccounts(text: string, rootless: number | null): Accounts {
  const lines = wordLines(text);
  const entries = (wanted: string): readonly (readonly string[])[] =>
    lines.filter(([word]) => word === wanted).map(([, entry]) => entry.split(':'));
  const maps = lines
    .filter(([word]) => word === 'gid-map')
    .map(([, map]) => map.trim().split(/\s+/).map(Number));
  return {
    subordinate: maps
      .filter(([pid]) => pid === rootless)
      .map(([, , outside = 0, length = 0]) => [outside, outside + length - 1]),
    groups: entries('group').map(([name = '', , gid = '', members = '']) => ({
      name,
      gid,
      members: members.split(',').filter((user) => user !== ''),
    })),
    users: entries('user').map(([name = '', uid = '', gid = '']) => ({ name, uid, gid })),
  };
}
