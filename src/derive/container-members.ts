import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { both, buildRow, mapFailable, tableOf } from './build-row.ts';
import { setuidFilesOf } from './container-contents.ts';
import {
  configuredOf,
  insideUid,
  isPrivileged,
  isRootUser,
  needsRoot,
  type Container,
} from './container-security.ts';
import { containerName, containersOf } from './containers.ts';
import type { Facts } from './facts.ts';
import { containerMembers, type Member } from './raw/container-members.ts';
import { maskOf } from './raw/capabilities.ts';
import type { ContainerProcess } from './raw/container-process.ts';
import { numberAt, textAt } from './raw/json-access.ts';

/** Programs that are SSH servers or, as those of git forges, have one in them, under every name that distributions give. */
const sshProgram =
  /^(?:in\.)?(?:open|gitlab-)?sshd(?![a-z])|^(?:dropbear|tinysshd|tmate-ssh-serve|ssh[-_]?server)|^(?:lshd|teleport|sftpgo|sish|sshportal|sshesame|warpgate|wishlist)$/i;
const most = 200;

/** Running containers with all their processes. */
export function containerPrograms(facts: Facts): Table {
  const setuidFiles = setuidFilesOf(facts);
  return tableOf(both(containersOf(facts), containerMembers(facts.bundle)), ([containers, members]) =>
    containers
      .filter(({ running }) => running)
      .flatMap((container) => {
        const id = textAt(container.inspect, 'Id') ?? '';
        // One that is not listed has stopped since it was inspected.
        const own = members.get(id);
        return own === undefined ? [] : [memberRow(container, own, setuidFiles(container))];
      }),
  );
}

function memberRow(
  container: Container,
  members: readonly Member[],
  setuidFiles: Failable<readonly string[]>,
): Row {
  const all = complete(container, members);
  const servers = mapFailable(all, (found) => found.filter(isSshServer));
  const roots = mapFailable(all, (found) => rootMembers(container, found, setuidFiles));
  return buildRow(
    { container: containerName(container.inspect) },
    {
      programs: mapFailable(all, (found) => namesOf(found).slice(0, most)),
      sshDaemons: mapFailable(servers, namesOf),
      unknownOnSshPort: mapFailable(all, (found) =>
        namesOf(found.filter((member) => member.onSshPort && !isSshServer(member))),
      ),
      privilegedExecs: privilegedExecs(container, all),
      rootExecs: roots.ok ? mapFailable(roots.value, ({ execs }) => namesOf(execs)) : roots,
      unexplainedRoots: roots.ok
        ? mapFailable(roots.value, ({ unexplained }) => namesOf(unexplained))
        : roots,
    },
  );
}

function namesOf(members: readonly Member[]): readonly string[] {
  return [...new Set(members.map(({ program }) => program))];
}

function isSshServer({ program, executable, servesSsh }: Member): boolean {
  return servesSsh || sshProgram.test(program) || sshProgram.test(executable ?? '');
}

/** Where processes of others are hidden not even the first one of the container is seen. */
function complete(container: Container, members: readonly Member[]): Failable<readonly Member[]> {
  if (container.sandbox !== null) return container.sandbox;
  const first = numberAt(container.inspect, 'State', 'Pid');
  if (members.some(({ pid }) => pid === first)) return succeed(members);
  return members.length === 0
    ? needsRoot
    : fail('PROCESS_CHANGED', 'the container was restarted while the host was read', 'audit again');
}

/** What docker exec starts has its parent outside the container; all else descends from the first process. */
function startedFromOutside(container: Container, members: readonly Member[]): readonly Member[] {
  const pids = new Set(members.map(({ pid }) => pid));
  const first = numberAt(container.inspect, 'State', 'Pid');
  return members.filter(({ pid, parent }) => pid !== first && parent !== null && !pids.has(parent));
}

/**
 * With --privileged an exec gets every capability, whatever the container was given: moby daemon/exec_linux.go. A bounding
 * set never grows, so whatever has more than the first process and the settings was started from outside, whoever is its
 * parent now. Only a new user namespace begins with all: kernel/user_namespace.c, set_cred_user_ns.
 */
function privilegedExecs(container: Container, all: Failable<readonly Member[]>): Failable<Json> {
  if (isPrivileged(container)) return succeed([]);
  if (!all.ok || container.process === null) return mapFailable(all, () => []);
  if (!container.process.ok) return container.process;
  const { capBounding, pid } = container.process.value;
  if (capBounding === null) return needsRoot;
  const given = capBounding | maskOf(configuredOf(container));
  const home = all.value.find((member) => member.pid === pid)?.userNamespace ?? null;
  const outside = startedFromOutside(container, all.value);
  const more = all.value.filter(
    (member) =>
      ((member.capBounding ?? 0n) & ~given) !== 0n &&
      (member.userNamespace === null ? outside.includes(member) : member.userNamespace === home),
  );
  return succeed(namesOf(uppermost(more)));
}

/** Without those that one of them started. */
function uppermost(members: readonly Member[]): readonly Member[] {
  const pids = new Set(members.map(({ pid }) => pid));
  return members.filter(({ parent }) => parent === null || !pids.has(parent));
}

interface Roots {
  readonly execs: readonly Member[];
  /** Root by docker exec, or by a set-user-id program of the container such as sudo: the kernel does not tell. */
  readonly unexplained: readonly Member[];
}

/**
 * Who is root in a container that has another user. Only a program with a set-user-id bit makes one of its own processes
 * root, and none does under no_new_privs: see execve(2). Where neither can be, and for what has its parent outside, it was
 * docker exec. A container that is set to run as root gives root to every exec: that is not the exec's doing.
 */
function rootMembers(
  container: Container,
  members: readonly Member[],
  setuidFiles: Failable<readonly string[]>,
): Failable<Roots> {
  const { process } = container;
  const none: Roots = { execs: [], unexplained: [] };
  if (process === null || isRootUser(textAt(container.inspect, 'Config', 'User') ?? '')) return succeed(none);
  if (members.length === 1) return succeed(none);
  if (!process.ok) return process;
  const isRoot = (uid: number | null): boolean => uid !== null && insideUid(uid, process.value) === 0;
  if (process.value.uids.some(isRoot)) return succeed(none);
  const roots = uppermost(members.filter(({ uid }) => isRoot(uid)));
  const outside = new Set(startedFromOutside(container, members));
  const cannotRise = staysUnprivileged(process.value, setuidFiles);
  const isExec = (member: Member): boolean => cannotRise || member.noNewPrivileges || outside.has(member);
  return succeed({
    execs: roots.filter(isExec),
    unexplained: roots.filter((member) => !isExec(member)),
  });
}

function staysUnprivileged(
  { noNewPrivileges }: ContainerProcess,
  files: Failable<readonly string[]>,
): boolean {
  return noNewPrivileges === true || (files.ok && files.value.length === 0);
}
