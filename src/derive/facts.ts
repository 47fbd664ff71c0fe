import type { Bundle } from '../facts/bundle.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import { configFile, type ConfigFile } from './raw/daemon-config.ts';
import { containerProcesses } from './raw/container-process.ts';
import { parseFlags, type Flags } from './raw/dockerd-flags.ts';
import { auditedDockerd, type DockerdProcess } from './raw/dockerd-process.ts';
import { foreignEngine } from './raw/engine.ts';
import { endOfSecond, fileLookup, parentOf, type FileLookup } from './raw/file-facts.ts';
import { hostFacts, type HostFacts } from './raw/host-facts.ts';
import { textAt } from './raw/json-access.ts';
import { sectionObject, sectionObjects } from './raw/section.ts';
import { unitFacts, type UnitFact } from './raw/units.ts';

/** A bundle's sections, each parsed once: what every derived table starts from. */
export interface Facts {
  readonly bundle: Bundle;
  readonly host: Failable<HostFacts>;
  readonly info: Failable<JsonObject>;
  readonly version: Failable<JsonObject>;
  readonly containers: Failable<readonly JsonObject[]>;
  /** First processes of containers. */
  readonly processes: ReturnType<typeof containerProcesses>;
  readonly images: Failable<readonly JsonObject[]>;
  readonly networks: Failable<readonly JsonObject[]>;
  readonly volumes: Failable<readonly JsonObject[]>;
  readonly dockerd: Failable<DockerdProcess>;
  /** Of the running dockerd. */
  readonly flags: Failable<Flags>;
  readonly configPath: string;
  readonly config: Failable<ConfigFile>;
  /** Whether the configuration file was written after dockerd started. */
  readonly configChanged: Failable<boolean>;
  readonly files: Failable<FileLookup>;
  readonly units: Failable<readonly UnitFact[]>;
}

export function factsOf(bundle: Bundle): Facts {
  const host = hostFacts(bundle);
  const dockerd = auditedDockerd(bundle, host);
  const flags = mapFailable(dockerd, (process) => parseFlags(process.args));
  const configPath =
    (flags.ok ? flags.value.get('config-file')?.at(-1) : undefined) ?? defaultConfig(dockerd);
  const files = fileLookup(bundle, host.ok ? host.value.uid : null);
  const config = configFile(bundle, configPath, files);
  const processes = containerProcesses(bundle);
  const info = sectionObject(bundle, 'docker.info');
  const version = sectionObject(bundle, 'docker.version');
  const foreign = foreignEngine(info, version, bundle.host.dockerSocket);
  const objects = (name: string): Failable<readonly JsonObject[]> => foreign ?? sectionObjects(bundle, name);
  return {
    bundle,
    host,
    info: foreign ?? info,
    version: foreign ?? version,
    processes,
    containers: mapFailable(objects('docker.containers'), (all) => remaining(all, processes)),
    images: objects('docker.images'),
    networks: objects('docker.networks'),
    volumes: objects('docker.volumes'),
    dockerd,
    flags,
    configPath,
    config,
    configChanged: configChanged(configPath, dockerd, files),
    files,
    units: unitFacts(bundle),
  };
}

/** Without those that were removed while the host was read: there is nothing left of them to judge. */
function remaining(all: readonly JsonObject[], processes: Facts['processes']): readonly JsonObject[] {
  if (!processes.ok || !processes.value.complete) return all;
  const { byId } = processes.value;
  return all.filter((container) => byId.has(textAt(container, 'Id') ?? ''));
}

/** As dockerd finds it: with its user's settings where RootlessKit runs it, in its own folder where snap does. */
function defaultConfig(dockerd: Failable<DockerdProcess>): string {
  const usual = '/etc/docker/daemon.json';
  if (!dockerd.ok) return usual;
  const { environment, executable } = dockerd.value;
  if (executable?.startsWith('/snap/docker/') === true) return '/var/snap/docker/current/config/daemon.json';
  if ((environment.get('ROOTLESSKIT_STATE_DIR') ?? '') === '') return usual;
  const home = `${environment.get('HOME') ?? ''}/.config`;
  return `${environment.get('XDG_CONFIG_HOME') || home}/docker/daemon.json`;
}

function configChanged(
  path: string,
  dockerd: Failable<DockerdProcess>,
  files: Failable<FileLookup>,
): Failable<boolean> {
  if (!dockerd.ok) return dockerd;
  if (!files.ok) return files;
  const file = files.value(path);
  if (!file.ok) return file;
  const started = dockerd.value.startedAt;
  if (started === null)
    return fail('NO_START_TIME', 'the start time of dockerd is not known', 'audit as root');
  if (file.value.link === null) return removedSince(path, started, files.value);
  const { link, stat, changedAt } = file.value;
  // A file copied or moved into place may keep every time but that of its last change of any kind.
  const linkedAt = link.kind === 'symlink' ? endOfSecond(link.modifiedAt) : link.modifiedAt;
  const times = [linkedAt, stat?.modifiedAt, stat?.bornAt, changedAt].map((time) => time ?? 0);
  return succeed(Math.max(...times) > readAt(dockerd.value, started));
}

/** Boot time is known to the second only, so a change within that much of the start counts as before it. */
const CLOCK_SLACK = 2;

/** dockerd writes its pid file, and into its directory, while it starts: a change that soon is its own. */
const START_SECONDS = 10;

/**
 * By when dockerd had read its file: its pid file is the next thing that it writes, by the same clock as any change of
 * the file. One that was written later is somebody else's and tells nothing.
 */
function readAt({ pidFileAt }: DockerdProcess, started: number): number {
  const own = pidFileAt !== null && pidFileAt <= started + START_SECONDS;
  return own ? pidFileAt : started + CLOCK_SLACK;
}

/** Where there is no file, there may have been one when dockerd started: its directory has changed since then. */
function removedSince(path: string, started: number, lookup: FileLookup): Failable<boolean> {
  return mapFailable(
    lookup(parentOf(path)),
    ({ stat }) => (stat?.modifiedAt ?? 0) > started + CLOCK_SLACK + START_SECONDS,
  );
}
