import type { TableSpec } from '../types.ts';
import { auditRules } from './audit-rules.ts';
import { auditTargets } from './audit-targets.ts';
import { dockerContainerContents } from './docker-container-contents.ts';
import { dockerContainerImages } from './docker-container-images.ts';
import { dockerContainerMembers } from './docker-container-members.ts';
import { dockerContainerMounts } from './docker-container-mounts.ts';
import { dockerContainerUsage } from './docker-container-usage.ts';
import { dockerContainers } from './docker-containers.ts';
import { dockerContentTrust } from './docker-content-trust.ts';
import { dockerDaemon } from './docker-daemon.ts';
import { dockerDaemonSettings } from './docker-daemon-settings.ts';
import { dockerFiles } from './docker-files.ts';
import { dockerGroupMembers } from './docker-group-members.ts';
import { dockerImageHistory } from './docker-image-history.ts';
import { dockerImageUsage } from './docker-image-usage.ts';
import { dockerImages } from './docker-images.ts';
import { dockerListeners } from './docker-listeners.ts';
import { dockerLogDrivers } from './docker-log-drivers.ts';
import { dockerNetworks } from './docker-networks.ts';
import { dockerPublishedPorts } from './docker-published-ports.ts';
import { dockerServices } from './docker-services.ts';
import { dockerStorage } from './docker-storage.ts';
import { dockerSwarm } from './docker-swarm.ts';
import { dockerSwarmListeners } from './docker-swarm-listeners.ts';
import { dockerVersions } from './docker-versions.ts';
import { hostHardening } from './host-hardening.ts';

const specs: readonly TableSpec[] = [
  auditRules,
  auditTargets,
  dockerContainerContents,
  dockerContainerImages,
  dockerContainerMembers,
  dockerContainerMounts,
  dockerContainerUsage,
  dockerContainers,
  dockerContentTrust,
  dockerDaemon,
  dockerDaemonSettings,
  dockerFiles,
  dockerGroupMembers,
  dockerImageHistory,
  dockerImageUsage,
  dockerImages,
  dockerListeners,
  dockerLogDrivers,
  dockerNetworks,
  dockerPublishedPorts,
  dockerServices,
  dockerStorage,
  dockerSwarm,
  dockerSwarmListeners,
  dockerVersions,
  hostHardening,
];

/** The catalogue: every table there is, by name. */
export const catalogue: ReadonlyMap<string, TableSpec> = new Map(specs.map((spec) => [spec.name, spec]));
