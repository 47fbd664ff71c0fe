import type { Row, Table } from '../facts/types.ts';
import type { Failable, Failure } from '../lib/failure.ts';
import { buildRow } from './build-row.ts';
import { securityOptions } from './setting-sources.ts';
import { socketPaths } from './docker-files.ts';
import type { Facts } from './facts.ts';
import { aclPermissions, type FileFacts } from './raw/file-facts.ts';
import { sectionText, wordLines } from './raw/section.ts';

interface Group {
  readonly name: string;
  readonly gid: string;
  readonly members: readonly string[];
}

interface Accounts {
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
  const accounts = parseAccounts(text.value);
  const members = new Map<string, Row>();
  const sockets = socketPaths(facts).map((path) => ({ path, file: lookup(path) }));
  const present = sockets.filter(({ file }) => !file.ok || file.value.stat !== null);
  if (present.length === 0) return { error: noSocket(facts) };
  const rootless = facts.info.ok && securityOptions(facts.info.value).has('rootless');
  for (const { path, file } of present) {
    for (const row of memberRows(path, file, accounts, rootless))
      members.set(JSON.stringify(row.values['user']), row);
  }
  return { rows: [...members.values()] };
}

function memberRows(
  path: string,
  socket: Failable<FileFacts>,
  accounts: Accounts,
  rootless: boolean,
): readonly Row[] {
  if (!socket.ok) return [unknownRow(path, socket)];
  const { stat, acl } = socket.value;
  if (stat === null) return [];
  // The socket of a rootless daemon belongs to the user who is the daemon.
  const owner: readonly Member[] =
    stat.uid === 0 || rootless ? [] : [{ user: stat.owner, group: null, via: 'owner' }];
  const group = (stat.mode & 0o020) !== 0 ? groupMembersOf(stat.group, String(stat.gid), accounts) : [];
  const everyone: readonly Member[] =
    (stat.mode & 0o002) !== 0 ? [{ user: 'everyone', group: null, via: 'mode' }] : [];
  const listed = acl.ok ? acl.value.flatMap((entry) => aclMember(entry, accounts)) : [];
  const rows = [...owner, ...group, ...everyone, ...listed].map((member) => buildRow({ ...member }));
  return acl.ok ? rows : [...rows, unknownRow(path, acl)];
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
  if (groups.length === 0 && gid !== '0') return [{ user: `group:${name}`, group: name, via: 'member' }];
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

function parseAccounts(text: string): Accounts {
  const lines = wordLines(text);
  const entries = (wanted: string): readonly (readonly string[])[] =>
    lines.filter(([word]) => word === wanted).map(([, entry]) => entry.split(':'));
  return {
    groups: entries('group').map(([name = '', , gid = '', members = '']) => ({
      name,
      gid,
      members: members.split(',').filter((user) => user !== ''),
    })),
    users: entries('user').map(([name = '', uid = '', gid = '']) => ({ name, uid, gid })),
  };
}
