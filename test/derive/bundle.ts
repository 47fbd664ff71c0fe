import { factsOf } from '../../src/derive/facts.ts';
import { deriveTables } from '../../src/derive/index.ts';
import type { Bundle, Section } from '../../src/facts/bundle.ts';
import type { Row } from '../../src/facts/types.ts';
import type { JsonObject } from '../../src/lib/json.ts';

const DOCKERD_PID = 100;
const started = { bootTime: 1_000_000, ticks: 1000, seconds: 1_000_010 };

/** When the dockerd of `processes()` started, seconds since the epoch. */
export const startTime = started.seconds;

export type Sections = Readonly<Record<string, string | Partial<Section> | null>>;

/** What one dockerd prints; `lines` are further lines of its own. */
export function processes(args: readonly string[], lines: readonly string[] = []): string {
  return [
    `process ${DOCKERD_PID}`,
    'exe /usr/bin/dockerd',
    `start-ticks ${started.ticks}`,
    'nspid 100',
    'ns pid 1',
    ...['dockerd', ...args].map((arg) => `arg ${arg}`),
    'descriptors readable',
    'socket 900',
    'unix 900 /var/run/docker.sock',
    ...lines,
  ].join('\n');
}

export const host = [
  'uid 0',
  'kernel 6.1.0',
  'clock-ticks 100',
  `boot-time ${started.bootTime}`,
  'os "Debian GNU/Linux 12"',
  'ns pid 1',
  'ns net 2',
  'ns ipc 3',
].join('\n');

/** `docker info` of an engine with nothing set. */
export const plainInfo = {
  ServerVersion: '28.5.2',
  DockerRootDir: '/var/lib/docker',
  Debug: false,
  LiveRestoreEnabled: false,
  MemoryLimit: true,
  SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=cgroupns'],
  RegistryConfig: { InsecureRegistryCIDRs: ['::1/128', '127.0.0.0/8'], IndexConfigs: {}, Mirrors: null },
  Swarm: { LocalNodeState: 'inactive', ControlAvailable: false },
  DriverStatus: [['Backing Filesystem', 'extfs']],
};

export const plainNetwork = {
  Id: 'b',
  Name: 'bridge',
  Driver: 'bridge',
  Options: {
    'com.docker.network.bridge.default_bridge': 'true',
    'com.docker.network.bridge.enable_icc': 'true',
  },
};

/** What the collector says of a file. */
export function file(
  path: string,
  {
    mode = '81a4',
    uid = 0,
    gid = 0,
    owner = 'root',
    group = 'root',
    modified = 1,
  }: {
    readonly mode?: string;
    readonly uid?: number;
    readonly gid?: number;
    readonly owner?: string;
    readonly group?: string;
    readonly modified?: number;
  } = {},
): string {
  const facts = `${mode} ${uid} ${gid} ${owner} ${group} ${modified} 0 ${path}`;
  return `lstat ${facts}\nstat ${facts}`;
}

export function directory(path: string, facts: Parameters<typeof file>[1] = {}): string {
  return file(path, { mode: '41ed', ...facts });
}

/** A symbolic link, what it names, and where it ends up. */
export function link(
  path: string,
  to: string,
  target: string,
  facts: Parameters<typeof file>[1] = {},
): string {
  const end = file(path, facts).split('\n')[1] ?? '';
  return `lstat a1ff 0 0 root root 1 0 ${path}\n${end}\nreal ${path}\nas ${target}\nlink ${path}\nto ${to}`;
}

export const rootDirectories = ['/', '/etc', '/etc/docker', '/run', '/usr', '/usr/bin', '/var', '/var/lib']
  .map((path) => directory(path))
  .join('\n');

export const socketFile = file('/run/docker.sock', { mode: 'c1b0', gid: 999, group: 'docker' });

/** A daemon.json as the collector prints it. */
export function daemonJson(text: string, path = '/etc/docker/daemon.json'): string {
  const lines = text.split('\n').map((line) => `| ${line}`);
  return [`file ${path}`, `sha256 ${'0'.repeat(64)}`, ...lines, ''].join('\n');
}

const plain: Sections = {
  host,
  'docker.info': JSON.stringify(plainInfo),
  'docker.version': '{}',
  'docker.networks': JSON.stringify(plainNetwork),
  'docker.containers': '',
  'docker.images': '',
  'docker.volumes': '',
  'container.processes': '',
  'containerd.processes': '',
  processes: processes(['-H', 'fd://']),
  systemd: 'listen docker.socket /run/docker.sock (Stream)',
  'daemon.config': '',
  files: `${rootDirectories}\n${socketFile}`,
  accounts: 'group docker:x:999:\nuser root:0:0',
  mounts: 'process self\n1 0 8:1 / / rw - ext4 /dev/sda1 rw',
  lsm: 'apparmor Y',
  'audit.kernel': 'No rules',
  'audit.status': 'enabled 1\npid 7',
  'audit.files': '',
};

/** A bundle of a plain host; a section given replaces that of the plain host, null leaves it out. */
export function bundle(sections: Sections = {}, dockerSocket = '/var/run/docker.sock'): Bundle {
  const all = Object.entries({ ...plain, ...sections }).filter(([, section]) => section !== null);
  return {
    schemaVersion: 1,
    host: { name: 'web', address: 'local', groups: [], labels: {}, dockerSocket, parameters: {} },
    collectedAt: '2026-01-01T00:00:00.000Z',
    failure: null,
    sections: Object.fromEntries(all.map(([name, section]) => [name, sectionOf(section)])),
  };
}

function sectionOf(section: string | Partial<Section> | null): Section {
  const whole: Section = { status: 0, text: '', stderr: '', truncated: false };
  return typeof section === 'string' ? { ...whole, text: section } : { ...whole, ...section };
}

/** A section that could not be had without root. */
export const denied: Partial<Section> = { status: 1, stderr: 'permission denied' };

/** Rows of one table, or the code of the failure of the whole table. */
export function rowsOf(
  table: string,
  sections: Sections = {},
  dockerSocket?: string,
): readonly Row[] | string {
  const derived = deriveTables(factsOf(bundle(sections, dockerSocket)))[table];
  if (derived === undefined) throw new Error(`no table ${table}`);
  return 'error' in derived ? derived.error.code : derived.rows;
}

/** The one row in which a column has a value, each column as its value, or as its failure's code in angle brackets. */
export function rowOf(table: string, column: string, value: unknown, sections: Sections = {}): JsonObject {
  const rows = rowsOf(table, sections);
  if (typeof rows === 'string') throw new Error(`${table} failed: ${rows}`);
  const found = rows.filter((row) => row.values[column] === value);
  const [row] = found;
  if (row === undefined || found.length > 1)
    throw new Error(`${found.length} rows with ${column} ${String(value)}`);
  return cells(row);
}

export function cells(row: Row): JsonObject {
  const errors = Object.entries(row.errors ?? {}).map(([column, { code }]) => [column, `<${code}>`]);
  return { ...row.values, ...Object.fromEntries(errors) } as JsonObject;
}
