import type { Bundle } from '../../facts/bundle.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import type { JsonObject } from '../../lib/json.ts';
import { parseFlags } from './dockerd-flags.ts';
import { namespacesOf, numeric, seconds, type HostFacts } from './host-facts.ts';
import { listAt, textAt } from './json-access.ts';
import { ownListeners, type Listener } from './listener.ts';
import { sectionText, wordLines } from './section.ts';

export interface DockerdProcess {
  readonly pid: number;
  /** Null where it may not be read. */
  readonly executable: string | null;
  /** Whether the program was replaced or removed on disk since it was started. */
  readonly replaced: boolean;
  /** The whole command line, the program's name first. */
  readonly args: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  /** Names of the programs that it has started, each once; null where they are not known. */
  readonly children: readonly string[] | null;
  /** Its working directory, from which relative paths lead. */
  readonly directory: string;
  /** Seconds since the epoch, null where it is not known. */
  readonly startedAt: number | null;
  /** When it wrote its pid file, seconds since the epoch; null where it is not known. */
  readonly pidFileAt: number | null;
  /** Whether the collector saw that it holds the socket that was asked. */
  readonly serves: boolean;
  /** The directory whose database it holds open; null where that is not known. */
  readonly dataRoot: string | null;
  readonly namespaces: ReadonlyMap<string, string>;
  /** As the host sees it; null where it is not known. */
  readonly uid: number | null;
  /** Whether it has a process number of its own inside a PID namespace below the one that was looked from. */
  readonly nested: boolean;
  /** Whether its descriptors could be read; without them its sockets are not known. */
  readonly descriptorsReadable: boolean;
  readonly tcp: readonly Listener[];
  readonly udp: readonly Listener[];
  /** Paths of the unix sockets that it listens on. */
  readonly unix: readonly string[];
}

/** What the collector says of the daemons of a host before it lists them. */
export interface DaemonSearch {
  /** The socket that it asked; null for an older collector, which always asked the one it was told. */
  readonly asked: string | null;
  /** Whether something answered on it. */
  readonly answers: boolean;
}

/** The daemon behind the audited socket, out of all that run on the host, those in containers left out. */
export function auditedDockerd(
  bundle: Bundle,
  host: Failable<HostFacts>,
  info: Failable<JsonObject>,
): Failable<DockerdProcess> {
  const all = hostDockerds(bundle, host);
  if (!all.ok) return all;
  const search = daemonSearch(bundle);
  return choose(
    all.value,
    canonicalSocket(search.asked ?? bundle.host.dockerSocket),
    info,
    search.answers || info.ok,
  );
}

/** Every daemon that runs on the host, those in containers left out. */
export function hostDockerds(bundle: Bundle, host: Failable<HostFacts>): Failable<readonly DockerdProcess[]> {
  const hostPid = host.ok ? host.value.namespaces.get('pid') : undefined;
  return mapFailable(sectionText(bundle, 'processes'), (text) =>
    parseProcesses(text, host.ok ? host.value : null).filter(({ nested, namespaces }) => {
      const own = namespaces.get('pid');
      if (nested) return false;
      return hostPid === undefined || own === undefined || own === hostPid;
    }),
  );
}

export function daemonSearch(bundle: Bundle): DaemonSearch {
  const text = sectionText(bundle, 'processes');
  const [first = ''] = text.ok ? text.value.split(/^process /m, 1) : [];
  const before = new Map(wordLines(first));
  return { asked: before.get('asked') ?? null, answers: before.get('answers') === 'yes' };
}

/**
 * Only who holds the socket is the daemon behind it, never its neighbour: one whose sockets may not be seen counts where
 * it is the only one.
 */
function choose(
  candidates: readonly DockerdProcess[],
  socket: string,
  info: Failable<JsonObject>,
  answers: boolean,
): Failable<DockerdProcess> {
  // In mounts of its own the same name may lead a process to another socket: only an older collector did not look.
  const bySight = candidates.some(({ serves }) => serves);
  const serving = mostTrusted(
    candidates.filter(({ serves, unix }) => (bySight ? serves : unix.map(canonicalSocket).includes(socket))),
    info,
  );
  const root = info.ok ? textAt(info.value, 'DockerRootDir') : undefined;
  const same = serving.filter(({ dataRoot }) => dataRoot === null || root === undefined || dataRoot === root);
  const hidden = candidates.some(({ descriptorsReadable }) => !descriptorsReadable) ? candidates : [];
  const [first, ...others] = serving.length > 0 ? same : hidden;
  if (first !== undefined && others.length === 0) return succeed(first);
  if (first !== undefined) {
    return fail(
      'SEVERAL_DOCKERD',
      `${candidates.length} dockerd processes run and none could be tied to ${socket}`,
      'audit as root, and name the socket of the daemon that is meant with dockerSocket (--docker-socket)',
    );
  }
  if (answers) return elsewhere(socket, info);
  return candidates.length === 0
    ? fail('NO_DOCKERD', 'no dockerd process runs on the host', 'start the Docker daemon')
    : fail(
        'NO_DOCKERD',
        `no Docker daemon serves ${socket}; on this host others run: ${candidates.map(nameOf).join('; ')}`,
        'name the socket of the daemon that is meant with dockerSocket (--docker-socket)',
      );
}

/** The code of a daemon that answers on a socket of this host and does not run on it. */
export const ELSEWHERE = 'ELSEWHERE';

/** WSL2 and Docker Desktop, a virtual machine, a socket that is forwarded or mounted into a container. */
function elsewhere(socket: string, info: Failable<JsonObject>): Failable<never> {
  const name = info.ok ? textAt(info.value, 'Name') : undefined;
  return fail(
    ELSEWHERE,
    `the daemon behind ${socket} does not run on this host: no Docker daemon here holds the socket`,
    `audit the machine on which it runs${name === undefined ? '' : `, which calls itself ${name}`}`,
  );
}

/** Anyone can open a socket of any name in mounts of his own: unless it is rootless, the daemon is one of root's. */
function mostTrusted(
  serving: readonly DockerdProcess[],
  info: Failable<JsonObject>,
): readonly DockerdProcess[] {
  const rootless = info.ok && listAt(info.value, 'SecurityOptions').includes('name=rootless');
  const likely = serving.filter(({ uid }) => uid === null || (uid === 0) !== rootless);
  return likely.length > 0 ? likely : serving;
}

/** A daemon for a person to find. */
export function nameOf({ pid, uid, args, unix }: DockerdProcess): string {
  const hosts = parseFlags(args).get('host') ?? unix.slice(0, 1).map((path) => `unix://${path}`);
  return `process ${pid} of user ${uid ?? 'unknown'}${hosts.length === 0 ? '' : ` on ${hosts.join(', ')}`}`;
}

/** /var/run is /run on every host that Docker supports. */
export function canonicalSocket(path: string): string {
  return path.startsWith('/var/run/') ? path.slice('/var'.length) : path;
}

function parseProcesses(text: string, host: HostFacts | null): readonly DockerdProcess[] {
  const groups: (readonly [string, string])[][] = [];
  for (const line of wordLines(text)) {
    if (line[0] === 'process') groups.push([]);
    groups.at(-1)?.push(line);
  }
  return groups.map((lines) => parseProcess(lines, host)).filter((process) => process.args.length > 0);
}

function parseProcess(lines: readonly (readonly [string, string])[], host: HostFacts | null): DockerdProcess {
  const all = (word: string): readonly string[] =>
    lines.filter(([first]) => first === word).map(([, rest]) => rest);
  const own = new Set(all('socket'));
  const ticks = numeric(all('start-ticks')[0]);
  const started =
    ticks === null || host === null || host.bootTime === null
      ? null
      : host.bootTime + ticks / host.clockTicks;
  return {
    pid: numeric(all('process')[0]) ?? 0,
    executable: all('exe')[0]?.replace(/ \(deleted\)$/, '') ?? null,
    replaced: all('exe')[0]?.endsWith(' (deleted)') ?? false,
    args: all('arg').map((arg) => arg.replaceAll('\u0001', '\n')),
    environment: new Map(all('env').map(splitAssignment)),
    children: lines.some(([word]) => word === 'children') ? all('child') : null,
    directory: all('cwd')[0] ?? '/',
    startedAt: started,
    pidFileAt: seconds(all('pid-file')[0]),
    serves: lines.some(([word]) => word === 'serves'),
    dataRoot: all('data-root')[0] ?? null,
    namespaces: namespacesOf(lines),
    uid: numeric(all('uid')[0]),
    nested: all('nspid').some((numbers) => numbers.trim().split(/\s+/).length > 1),
    descriptorsReadable: lines.some(([word]) => word === 'descriptors'),
    tcp: ownListeners(all('tcp'), own),
    udp: ownListeners(all('udp'), own),
    unix: all('unix')
      .map((line) => line.split(' '))
      .filter(([inode = '']) => own.has(inode))
      .map(([, path = '']) => path),
  };
}

function splitAssignment(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}
