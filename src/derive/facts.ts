import { join } from 'node:path/posix';
import type { Bundle } from '../facts/bundle.ts';
import type { Failable } from '../lib/failure.ts';
import type { JsonObject } from '../lib/json.ts';
import { mapFailable } from './build-row.ts';
import { configChanged } from './config-changed.ts';
import { configFile, type ConfigFile } from './raw/daemon-config.ts';
import { containerProcesses } from './raw/container-process.ts';
import { parseFlags, type Flags } from './raw/dockerd-flags.ts';
import { aboutDaemon } from './about-daemon.ts';
import { auditedDockerd, type DockerdProcess } from './raw/dockerd-process.ts';
import { foreignEngine, podmanAlone } from './raw/engine.ts';
import { fileLookup, type FileLookup } from './raw/file-facts.ts';
import { hostFacts, type HostFacts } from './raw/host-facts.ts';
import { textAt } from './raw/json-access.ts';
import { complete, lasting } from './raw/lasting.ts';
import { sectionObject, sectionObjects } from './raw/section.ts';
import { nextFlags } from './raw/unit-command.ts';
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
  /** Of the next one, as far as its unit tells; those of the running one otherwise. */
  readonly nextFlags: Failable<Flags>;
  readonly configPath: string;
  readonly config: Failable<ConfigFile>;
  /** What stands in the configuration file; empty where that is not known. */
  readonly settings: JsonObject;
  /** Whether the configuration file is another than the one that dockerd read. */
  readonly configChanged: Failable<boolean>;
  readonly files: Failable<FileLookup>;
  readonly units: Failable<readonly UnitFact[]>;
}

/** What is known before it is known whether the configuration file is the one that dockerd read. */
export type KnownFacts = Omit<Facts, 'configChanged'>;

export function factsOf(collected: Bundle): Facts {
  const host = hostFacts(collected);
  const info = sectionObject(collected, 'docker.info');
  const dockerd = auditedDockerd(collected, host, info);
  const bundle = aboutDaemon(collected, dockerd);
  const flags = mapFailable(dockerd, (process) => parseFlags(process.args));
  const configPath = configPathOf(dockerd, flags);
  const files = fileLookup(bundle, host.ok ? host.value.uid : null);
  const config = configFile(bundle, configPath, files);
  const processes = containerProcesses(bundle);
  const version = sectionObject(bundle, 'docker.version');
  const foreign = foreignEngine(info, version, bundle.host.dockerSocket) ?? podmanAlone(info, dockerd, files);
  const objects = (name: string): Failable<readonly JsonObject[]> => foreign ?? sectionObjects(bundle, name);
  const facts = {
    bundle,
    host,
    info: foreign ?? info,
    version: foreign ?? version,
    processes,
    containers: mapFailable(complete(bundle, 'container', objects('docker.containers')), (all) =>
      remaining(all, processes, lasting(bundle, 'container')),
    ),
    images: complete(bundle, 'image', objects('docker.images')),
    networks: complete(bundle, 'network', objects('docker.networks')),
    volumes: objects('docker.volumes'),
    dockerd,
    flags,
    nextFlags: nextFlags(bundle, dockerd, flags),
    configPath,
    config,
    settings: config.ok && config.value.settings.ok ? config.value.settings.value : {},
    files,
    units: unitFacts(bundle),
  };
  return { ...facts, configChanged: configChanged(facts) };
}

/** Without those that were removed while the host was read: there is nothing left of them to judge. */
function remaining(
  all: readonly JsonObject[],
  processes: Facts['processes'],
  stayed: Failable<ReadonlySet<string>>,
): readonly JsonObject[] {
  if (!processes.ok || !processes.value.complete || !stayed.ok) return all;
  const { byId } = processes.value;
  return all.filter((container) => {
    const id = textAt(container, 'Id') ?? '';
    return byId.has(id) || stayed.value.has(id);
  });
}

/** The one that a flag names, from the working directory of dockerd. */
function configPathOf(dockerd: Failable<DockerdProcess>, flags: Failable<Flags>): string {
  const named = flags.ok ? flags.value.get('config-file')?.at(-1) : undefined;
  if (named === undefined || !dockerd.ok) return defaultConfig(dockerd);
  return named.startsWith('/') ? named : join(dockerd.value.directory, named);
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
