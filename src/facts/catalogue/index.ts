import type { TableSpec } from '../types.ts';
import { auditRules } from './audit-rules.ts';
import { auditTargets } from './audit-targets.ts';
import { dockerContainerMounts } from './docker-container-mounts.ts';
import { dockerContainers } from './docker-containers.ts';
import { dockerDaemonSettings } from './docker-daemon-settings.ts';
import { dockerFiles } from './docker-files.ts';
import { dockerGroupMembers } from './docker-group-members.ts';
import { dockerImageUsage } from './docker-image-usage.ts';
import { dockerImages } from './docker-images.ts';
import { dockerListeners } from './docker-listeners.ts';
import { dockerPublishedPorts } from './docker-published-ports.ts';
import { dockerStorage } from './docker-storage.ts';
import { dockerSwarm } from './docker-swarm.ts';

const specs: readonly TableSpec[] = [
  auditRules,
  auditTargets,
  dockerContainerMounts,
  dockerContainers,
  dockerDaemonSettings,
  dockerFiles,
  dockerGroupMembers,
  dockerImageUsage,
  dockerImages,
  dockerListeners,
  dockerPublishedPorts,
  dockerStorage,
  dockerSwarm,
];

/** The catalogue: every table there is, by name. */
export const catalogue: ReadonlyMap<string, TableSpec> = new Map(specs.map((spec) => [spec.name, spec]));
