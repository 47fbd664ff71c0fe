import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { both, buildRow, mapFailable, tableOf } from './build-row.ts';
import { insideUid, isPrivileged, isRootUser, needsRoot, type Container } from './container-security.ts';
import { containerName, containersOf } from './containers.ts';
import type { Facts } from './facts.ts';
import { containerMembers, type Member } from './raw/container-members.ts';
import { numberAt, textAt } from './raw/json-access.ts';

const sshPrograms: ReadonlySet<string> = new Set([
  'sshd',
  'sshd-session',
  'sshd-auth',
  'dropbear',
  'dropbearmulti',
]);
const most = 200;

/** Running containers with all their processes. */
export function containerPrograms(facts: Facts): Table {
  return tableOf(both(containersOf(facts), containerMembers(facts.bundle)), ([containers, members]) =>
    containers
      .filter(({ running }) => running)
      .flatMap((container) => {
        // One that is not listed has stopped since it was inspected.
        const own = members.get(textAt(container.inspect, 'Id') ?? '');
        return own === undefined ? [] : [memberRow(container, own)];
      }),
  );
}

function memberRow(container: Container, members: readonly Member[]): Row {
  const all = complete(container, members);
  const names = mapFailable(all, (found) => [...new Set(found.map(({ program }) => program))]);
  const outside = mapFailable(all, (found) => startedFromOutside(container, found));
  return buildRow(
    { container: containerName(container.inspect) },
    {
      programs: mapFailable(names, (found) => found.slice(0, most)),
      sshDaemons: mapFailable(names, (found) => found.filter((name) => sshPrograms.has(name))),
      privilegedExecs: privilegedExecs(container, outside),
      rootExecs: rootExecs(container, outside),
    },
  );
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

/** With --privileged an exec gets every capability, whatever the container was given. */
function privilegedExecs(container: Container, execs: Failable<readonly Member[]>): Failable<Json> {
  if (isPrivileged(container)) return succeed([]);
  if (!execs.ok || execs.value.length === 0 || container.process === null)
    return mapFailable(execs, () => []);
  if (!container.process.ok) return container.process;
  const { capBounding } = container.process.value;
  if (capBounding === null) return needsRoot;
  const more = execs.value.filter((exec) => ((exec.capBounding ?? 0n) & ~capBounding) !== 0n);
  return succeed(more.map(({ program }) => program));
}

/** A container that is set to run as root gives root to every exec: that is not the exec's doing. */
function rootExecs(container: Container, execs: Failable<readonly Member[]>): Failable<Json> {
  if (isRootUser(textAt(container.inspect, 'Config', 'User') ?? '')) return succeed([]);
  if (!execs.ok || execs.value.length === 0 || container.process === null)
    return mapFailable(execs, () => []);
  if (!container.process.ok) return container.process;
  const process = container.process.value;
  const root = execs.value.filter(({ uid }) => uid !== null && insideUid(uid, process) === 0);
  return succeed(root.map(({ program }) => program));
}
