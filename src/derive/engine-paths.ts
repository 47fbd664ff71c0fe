import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { both, mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { containerdProcesses, type ContainerdProcess } from './raw/containerd-processes.ts';
import { canonicalSocket } from './raw/dockerd-process.ts';
import { parentOf } from './raw/file-facts.ts';
import { at, listAt, textAt } from './raw/json-access.ts';
import { isWithin } from './raw/mount-info.ts';

const usualRoot = '/var/lib/containerd';

/** Where distributions and Docker's own packages install programs. */
const programDirectories = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin'];

/** Every file that is installed or runs as a program of this name, each once; the usual path where there is none. */
export function programPaths(facts: Facts, name: string): Failable<readonly string[]> {
  return mapFailable(containerdProcesses(facts.bundle), ({ programs }) => {
    const running = programs.filter((path) => path.endsWith(`/${name}`));
    // Snap, a rootless installation and static binaries have all programs in one place of their own.
    const engine = facts.dockerd.ok ? (facts.dockerd.value.executable ?? '') : '';
    const beside = [...programs, engine].filter((path) => path.startsWith('/')).map(parentOf);
    const directories = new Set([...programDirectories, ...beside]);
    const candidates = [...running, ...[...directories].map((directory) => `${directory}/${name}`)];
    const found = existing(facts, candidates);
    return found.length > 0 ? found : [`/usr/bin/${name}`];
  });
}

/** Programs that the daemon runs containers with, as `docker info` names them. */
export function runtimePaths(facts: Facts): Failable<readonly string[]> {
  if (!facts.info.ok) return facts.info;
  const runtimes = Object.values(at(facts.info.value, 'Runtimes') ?? {}) as readonly Json[];
  const names = new Set(
    runtimes.map((runtime) => textAt(runtime, 'path') ?? '').filter((path) => path !== ''),
  );
  const paths = new Set<string>();
  for (const name of names.size === 0 ? ['runc'] : names) {
    const found = name.startsWith('/') ? succeed(existing(facts, [name])) : programPaths(facts, name);
    if (!found.ok) return found;
    for (const path of found.value) paths.add(path);
  }
  return succeed([...paths]);
}

/** Sockets of containerd: the one that the daemon says it uses, else those of its options and defaults that exist. */
export function containerdSockets(facts: Facts): Failable<readonly string[]> {
  const shown = facts.info.ok ? textAt(facts.info.value, 'Containerd', 'Address') : undefined;
  if (shown !== undefined && shown !== '') return succeed([canonicalSocket(shown)]);
  const set = optionValues(facts, 'containerd').map(canonicalSocket);
  const usual = `${runtimeDirectory(facts)}/containerd/containerd.sock`;
  const candidates = [...set, usual, ...managedSockets(facts)];
  const unknown = whyOptionsUnknown(facts) ?? whyNotLookedAt(facts, candidates);
  if (unknown !== null) return unknown;
  return mapFailable(containerdProcesses(facts.bundle), () => {
    const found = existing(facts, candidates);
    return found.length > 0 ? found : [set[0] ?? usual];
  });
}

/** The same to be looked at: one that the daemon says it uses is somewhere, be it out of sight of whoever looked. */
export function containerdSocketFiles(facts: Facts): Failable<readonly string[]> {
  const sockets = containerdSockets(facts);
  const shown = facts.info.ok && textAt(facts.info.value, 'Containerd', 'Address');
  if (!sockets.ok || !shown || whyNotLookedAt(facts, sockets.value) !== null) return sockets;
  if (existing(facts, sockets.value).length > 0) return sockets;
  return fail(
    'NOT_SEEN',
    `the daemon says that it uses ${shown}, and there is no such socket`,
    'see it as dockerd does, below /proc/PID/root, and docker info on the host',
  );
}

/** Null where dockerd's options are known, and where it is known that none runs. */
function whyOptionsUnknown({ flags, config }: Facts): Failable<never> | null {
  if (!flags.ok && flags.failure.code !== 'NO_DOCKERD') return flags;
  if (!config.ok) return config;
  return config.value.settings.ok ? null : config.value.settings;
}

function whyNotLookedAt({ files }: Facts, paths: readonly string[]): Failable<never> | null {
  if (!files.ok) return files;
  for (const path of paths) {
    const file = files.value(path);
    if (!file.ok) return file;
  }
  return null;
}

/** A containerd that dockerd started itself keeps its socket below the daemon's exec root. */
function managedSockets(facts: Facts): readonly string[] {
  const roots = [...optionValues(facts, 'exec-root'), `${runtimeDirectory(facts)}/docker`];
  return roots.map((root) => `${canonicalSocket(root)}/containerd/containerd.sock`);
}

/**
 * Where the daemon keeps its sockets and those of its containerd by default: a rootless one in that of its user (moby,
 * cmd/dockerd/config_unix.go and daemon_unix.go, honorXDG).
 */
function runtimeDirectory({ dockerd }: Facts): string {
  if (!dockerd.ok || !dockerd.value.environment.get('ROOTLESSKIT_STATE_DIR')) return '/run';
  const { environment, uid } = dockerd.value;
  return environment.get('XDG_RUNTIME_DIR') || `/run/user/${uid ?? 0}`;
}

/** Directories in which containerd keeps the state of running containers: about its socket, or where it was told. */
export function containerdStateDirectories(facts: Facts): Failable<readonly string[]> {
  return mapFailable(both(containerdSockets(facts), usedContainerds(facts)), ([sockets, daemons]) => {
    const usual = sockets.map(parentOf);
    const told = daemons.flatMap(({ state }) => (state === undefined ? [] : canonicalSocket(state)));
    return [...usual, ...told.filter((path) => !usual.some((directory) => isWithin(path, directory)))];
  });
}

/** Where images, layers and volumes are, the daemon's own directory first: with the containerd image store in two places. */
export function dataRoots(facts: Facts): Failable<readonly string[]> {
  if (!facts.info.ok) return facts.info;
  const root = textAt(facts.info.value, 'DockerRootDir') ?? '';
  if (root === '') return fail('MALFORMED', 'docker info names no data root', 'see docker info on the host');
  if (!usesContainerdStore(facts.info.value)) return succeed([root]);
  return mapFailable(containerdRoots(facts), (roots) => [
    root,
    ...roots.filter((path) => !isWithin(path, root)),
  ]);
}

/** Docker 29 keeps images and layers with containerd on new installations. */
export function usesContainerdStore(info: JsonObject): boolean {
  return listAt(info, 'DriverStatus').some(
    (entry) =>
      Array.isArray(entry) &&
      typeof entry[1] === 'string' &&
      entry[1].startsWith('io.containerd.snapshotter'),
  );
}

/** Where containerd keeps images, layers and snapshots. */
function containerdRoots(facts: Facts): Failable<readonly string[]> {
  return mapFailable(both(containerdSockets(facts), usedContainerds(facts)), ([sockets, daemons]) => {
    const told = daemons.map(({ root }) => root ?? usualRoot);
    // One that dockerd started itself keeps its data below the data root.
    const managed = sockets.every((path) => managedSockets(facts).includes(path));
    const dataRoot = facts.info.ok ? textAt(facts.info.value, 'DockerRootDir') : undefined;
    const standard = managed ? `${dataRoot ?? '/var/lib/docker'}/containerd/daemon` : usualRoot;
    return told.length === 0 ? [standard] : [...new Set(told)];
  });
}

/** The containerds behind the sockets that dockerd may use, with what they were told. */
function usedContainerds(facts: Facts): Failable<readonly ContainerdProcess[]> {
  const known = both(containerdSockets(facts), containerdProcesses(facts.bundle));
  if (!known.ok) return known;
  const [sockets, { daemons }] = known.value;
  const used = daemons.filter(({ address, unreadable }) =>
    unreadable === undefined
      ? sockets.includes(canonicalSocket(address ?? '/run/containerd/containerd.sock'))
      : true,
  );
  const closed = used.find(({ unreadable }) => unreadable !== undefined)?.unreadable;
  return closed === undefined
    ? succeed(used)
    : fail(
        'NEEDS_ROOT',
        `${closed} was not read: this login may not, or others may change what leads to it`,
        'audit as root (--sudo), or see on the host who may write to the directories above it',
      );
}

const usualConfig = '/etc/containerd/config.toml';

/**
 * Configuration files of containerd that a person writes: one that dockerd made for its own lies below /run. A rootless
 * daemon never joins the containerd of root, unless told: moby daemon/command/daemon_unix.go, systemContainerdRunning.
 */
export function containerdConfigs(facts: Facts, rootless: Failable<boolean>): Failable<readonly string[]> {
  return mapFailable(both(containerdProcesses(facts.bundle), rootless), ([{ configs }, own]) => {
    const written = configs.filter((path) => !/^(\/var)?\/run\//.test(path));
    return own && optionValues(facts, 'containerd').length === 0
      ? written.filter((path) => path !== usualConfig)
      : [...new Set([...written, usualConfig])];
  });
}

/** A path, or the failure why paths that only newer collectors ask about are not known. */
export function askedPath(facts: Facts, path: string): Failable<readonly string[]> {
  return mapFailable(containerdProcesses(facts.bundle), () => [path]);
}

function optionValues(facts: Facts, name: string): readonly string[] {
  const settings = facts.config.ok && facts.config.value.settings.ok ? facts.config.value.settings.value : {};
  const values = [facts.flags.ok ? facts.flags.value.get(name)?.at(-1) : undefined, textAt(settings, name)];
  return values.filter((value) => value !== undefined && value.startsWith('/')) as readonly string[];
}

/** Those of some paths that exist or could not be looked at, one for each file. */
function existing(facts: Facts, paths: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    const file = facts.files.ok ? facts.files.value(path) : facts.files;
    const target = file.ok ? file.value.target : path;
    if (target !== null && !found.has(target)) found.set(target, path);
  }
  return [...found.values()];
}
