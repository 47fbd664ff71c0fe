import type { Table, Tables } from '../facts/types.ts';
import { auditRules, auditTargets } from './audit.ts';
import { containerMounts } from './container-mounts.ts';
import { containers } from './containers.ts';
import { daemonSettings } from './daemon-settings.ts';
import { dockerFiles } from './docker-files.ts';
import type { Facts } from './facts.ts';
import { groupMembers } from './group-members.ts';
import { imageUsage, images } from './images.ts';
import { listeners } from './listeners.ts';
import { publishedPorts } from './published-ports.ts';
import { storage } from './storage.ts';
import { swarm } from './swarm.ts';

const derivations: Readonly<Record<string, (facts: Facts) => Table>> = {
  'audit.rules': auditRules,
  'audit.targets': auditTargets,
  'docker.containerMounts': containerMounts,
  'docker.containers': containers,
  'docker.daemonSettings': daemonSettings,
  'docker.files': dockerFiles,
  'docker.groupMembers': groupMembers,
  'docker.imageUsage': imageUsage,
  'docker.images': images,
  'docker.listeners': listeners,
  'docker.publishedPorts': publishedPorts,
  'docker.storage': storage,
  'docker.swarm': swarm,
};

/** Every table of the catalogue, filled from one host's facts; the names are those of the catalogue. */
export function deriveTables(facts: Facts): Tables {
  return Object.fromEntries(Object.entries(derivations).map(([name, derive]) => [name, derive(facts)]));
}
