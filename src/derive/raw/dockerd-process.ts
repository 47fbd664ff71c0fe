import type { Bundle } from '../../facts/bundle.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { namespacesOf, numeric, seconds, type HostFacts } from './host-facts.ts';
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

/** The dockerd behind the audited socket, out of all that run on the host, those in containers left out. */
export function auditedDockerd(bundle: Bundle, host: Failable<HostFacts>): Failable<DockerdProcess> {
  const all = hostDockerds(bundle, host);
  return all.ok ? choose(all.value, canonicalSocket(bundle.host.dockerSocket)) : all;
}

/** Every dockerd that runs on the host, those in containers left out. */
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

function choose(candidates: readonly DockerdProcess[], socket: string): Failable<DockerdProcess> {
  const serving = candidates.filter((process) => process.unix.map(canonicalSocket).includes(socket));
  const [first, ...others] = serving.length > 0 ? serving : candidates;
  if (first === undefined) {
    return fail('NO_DOCKERD', 'no dockerd process runs on the host', 'start the Docker daemon');
  }
  if (others.length === 0) return succeed(first);
  return fail(
    'SEVERAL_DOCKERD',
    `${candidates.length} dockerd processes run and none could be tied to ${socket}`,
    'audit as root, and name the socket of the daemon that is meant with dockerSocket (--docker-socket)',
  );
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
