import type { Row, Table } from '../facts/types.ts';
import type { Failable, Failure } from '../lib/failure.ts';
import { buildRow } from './build-row.ts';
import { securityOptions } from './setting-sources.ts';
import { socketPaths } from './docker-files.ts';
import type { Facts } from './facts.ts';
import type { FileFacts } from './raw/file-facts.ts';
import { sectionText, wordLines } from './raw/section.ts';

interface Accounts {
  /** Group name to its number and members. */
  readonly groups: ReadonlyMap<string, { readonly gid: string; readonly members: readonly string[] }>;
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
  const group = (stat.mode & 0o020) !== 0 && stat.gid !== 0 ? groupOf(stat.group, accounts) : [];
  const everyone: readonly Member[] =
    (stat.mode & 0o002) !== 0 ? [{ user: 'everyone', group: null, via: 'mode' }] : [];
  const listed = acl.flatMap((entry) => aclMember(entry, accounts));
  return [...owner, ...group, ...everyone, ...listed].map((member) => buildRow({ ...member }));
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

function groupOf(name: string, accounts: Accounts): readonly Member[] {
  const group = accounts.groups.get(name);
  if (group === undefined) return [{ user: `group:${name}`, group: name, via: 'member' }];
  const primary = accounts.users
    .filter((user) => user.gid === group.gid && user.uid !== '0')
    .map((user) => user.name);
  const members = group.members.filter((user) => user !== 'root' && !primary.includes(user));
  return [
    ...members.map((user) => ({ user, group: name, via: 'member' })),
    ...primary.map((user) => ({ user, group: name, via: 'primary' })),
  ];
}

/** `user:bob:rw-`; see acl(5). */
function aclMember(entry: string, accounts: Accounts): readonly Member[] {
  const [kind, name = '', permissions = ''] = entry.split(':');
  if (!permissions.includes('w') || name === 'root') return [];
  if (kind === 'user') return [{ user: name, group: null, via: 'acl' }];
  return groupOf(name, accounts).map((member) => ({ ...member, via: 'acl' }));
}

function parseAccounts(text: string): Accounts {
  const lines = wordLines(text);
  const groups = lines.filter(([word]) => word === 'group').map(([, entry]) => entry.split(':'));
  const users = lines.filter(([word]) => word === 'user').map(([, entry]) => entry.split(':'));
  return {
    groups: new Map(
      groups.map(([name = '', , gid = '', members = '']) => [
        name,
        { gid, members: members.split(',').filter((user) => user !== '') },
      ]),
    ),
    users: users.map(([name = '', uid = '', gid = '']) => ({ name, uid, gid })),
  };
}
