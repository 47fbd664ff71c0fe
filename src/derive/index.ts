import type { Table, Tables } from '../facts/types.ts';
import { auditRules, auditTargets } from './audit.ts';
import { containerContents } from './container-contents.ts';
import { containerImages } from './container-images.ts';
import { containerPrograms } from './container-members.ts';
import { containerMounts } from './container-mounts.ts';
import { containerUsage } from './container-usage.ts';
import { containers } from './containers.ts';
import { contentTrust } from './content-trust.ts';
import { daemonSettings } from './daemon-settings.ts';
import { daemon } from './daemon.ts';
import { dockerFiles } from './docker-files.ts';
import type { Facts } from './facts.ts';
import { groupMembers } from './group-members.ts';
import { publishedPorts } from './host-ports.ts';
import { hostHardening } from './host-hardening.ts';
import { imageHistory } from './image-history.ts';
import { imageUsage, images } from './images.ts';
import { listeners } from './listeners.ts';
import { logDrivers } from './log-drivers.ts';
import { networks } from './networks.ts';
import { services } from './services.ts';
import { storage } from './storage.ts';
import { swarmListeners } from './swarm-listeners.ts';
import { swarm } from './swarm.ts';
import { versions } from './versions.ts';

const derivations: Readonly<Record<string, (facts: Facts) => Table>> = {
  'audit.rules': auditRules,
  'audit.targets': auditTargets,
  'docker.containerContents': containerContents,
  'docker.containerImages': containerImages,
  'docker.containerMembers': containerPrograms,
  'docker.containerMounts': containerMounts,
  'docker.containerUsage': containerUsage,
  'docker.containers': containers,
  'docker.contentTrust': contentTrust,
  'docker.daemon': daemon,
  'docker.daemonSettings': daemonSettings,
  'docker.files': dockerFiles,
  'docker.groupMembers': groupMembers,
  'docker.imageHistory': imageHistory,
  'docker.imageUsage': imageUsage,
  'docker.images': images,
  'docker.listeners': listeners,
  'docker.logDrivers': logDrivers,
  'docker.networks': networks,
  'docker.publishedPorts': publishedPorts,
  'docker.services': services,
  'docker.storage': storage,
  'docker.swarm': swarm,
  'docker.swarmListeners': swarmListeners,
  'docker.versions': versions,
  'host.hardening': hostHardening,
};

/** Every table of the catalogue, filled from one host's facts; the names are those of the catalogue. */
export function deriveTables(facts: Facts): Tables {
  return Object.fromEntries(Object.entries(derivations).map(([name, derive]) => [name, derive(facts)]));
}
