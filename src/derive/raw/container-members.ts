import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { numeric } from './host-facts.ts';
import { sectionText, wordLines } from './section.ts';

/** One process of a container, in the numbers of the host. */
export interface Member {
  readonly pid: number;
  /** As the kernel has it, at most 15 characters; a newline in it is escaped. */
  readonly program: string;
  /** The name of its executable file; null where it was not read. */
  readonly executable: string | null;
  /** Null where the process ended while it was read. */
  readonly parent: number | null;
  readonly uid: number | null;
  readonly capBounding: bigint | null;
  readonly noNewPrivileges: boolean;
  /** Its user namespace, empty for that of the host; null where an older collector did not ask. */
  readonly userNamespace: string | null;
  /** Whether its program, or what it says of itself, is that of an SSH server. */
  readonly servesSsh: boolean;
  /** Whether it listens on port 22. */
  readonly onSshPort: boolean;
}

/** Processes by container id. */
export function containerMembers(bundle: Bundle): Failable<ReadonlyMap<string, readonly Member[]>> {
  return mapFailable(sectionText(bundle, 'container.members'), (text) => {
    const lines = wordLines(text);
    const together = togetherOf(lines);
    const members = new Map<string, Member[]>();
    let group: (readonly [string, string])[] = [];
    const close = (): void => {
      const [id = '', pid] = (group[0]?.[1] ?? '').split(' ');
      if (group.length > 0) members.get(id)?.push(memberOf(numeric(pid) ?? 0, group, together));
    };
    for (const line of lines) {
      if (line[0] === 'container') members.set(line[1], []);
      if (line[0] === 'member') {
        close();
        group = [];
      }
      if (line[0] !== 'container' && !ofAll.has(line[0])) group.push(line);
    }
    close();
    return members;
  });
}

/** Words of what is told of all processes at once. */
const ofAll: ReadonlySet<string> = new Set(['users', 'exe', 'ssh', 'port-22']);

/** What is told of all processes at once, by number. */
interface Together {
  readonly userNamespaces: ReadonlyMap<number, string> | null;
  readonly executables: ReadonlyMap<number, string>;
  readonly ssh: ReadonlySet<number>;
  readonly sshPort: ReadonlySet<number>;
}

function togetherOf(lines: readonly (readonly [string, string])[]): Together {
  const all = (wanted: string): readonly (readonly [number, string])[] =>
    lines.filter(([word]) => word === wanted).map(([, rest]) => numbered(rest));
  const users = all('users');
  return {
    userNamespaces: users.length === 0 ? null : new Map(users),
    executables: new Map(all('exe')),
    ssh: new Set(all('ssh').map(([pid]) => pid)),
    sshPort: new Set(all('port-22').map(([pid]) => pid)),
  };
}

/** `PID REST`. */
function numbered(line: string): readonly [number, string] {
  const space = line.indexOf(' ');
  return space === -1
    ? [numeric(line) ?? -1, '']
    : [numeric(line.slice(0, space)) ?? -1, line.slice(space + 1)];
}

function memberOf(pid: number, lines: readonly (readonly [string, string])[], together: Together): Member {
  const value = (wanted: string): string | undefined => lines.find(([word]) => word === wanted)?.[1];
  const mask = value('CapBnd') ?? '';
  return {
    pid,
    program: value('Name') ?? '',
    executable: together.executables.get(pid)?.replace(/ \(deleted\)$/, '') ?? null,
    parent: numeric(value('PPid')),
    uid: numeric(value('Uid')?.split(/\s+/)[1]),
    capBounding: /^[0-9a-f]{1,16}$/.test(mask) ? BigInt(`0x${mask}`) : null,
    noNewPrivileges: value('NoNewPrivs') === '1',
    userNamespace: together.userNamespaces === null ? null : (together.userNamespaces.get(pid) ?? ''),
    servesSsh: together.ssh.has(pid),
    onSshPort: together.sshPort.has(pid),
  };
}
