import { succeed, type Failable } from '../lib/failure.ts';
import { mapFailable } from './build-row.ts';
import {
  askedPath,
  containerdConfigs,
  containerdSocketFiles,
  containerdStateDirectories,
  dataRoots,
  programPaths,
  runtimePaths,
} from './engine-paths.ts';
import { isRootless, unitFiles } from './docker-files.ts';
import type { Facts } from './facts.ts';

/** Something to audit that is in one or several places of the host, or why it is not known where. */
export interface AuditPlace {
  readonly name: string;
  readonly paths: Failable<readonly string[]>;
}

/** What the benchmark wants audited beside dockerd, its configuration directory and its API socket. */
export function auditPlaces(facts: Facts): readonly AuditPlace[] {
  return [
    { name: 'run-containerd', paths: containerdStateDirectories(facts) },
    { name: 'data-root', paths: dataRoots(facts) },
    { name: 'docker-service', paths: serviceUnits(facts) },
    { name: 'containerd-sock', paths: containerdSocketFiles(facts) },
    { name: 'etc-default-docker', paths: askedPath(facts, '/etc/default/docker') },
    { name: 'daemon-json', paths: succeed([facts.configPath]) },
    { name: 'containerd-config', paths: containerdConfigs(facts, isRootless(facts)) },
    { name: 'sysconfig-docker', paths: askedPath(facts, '/etc/sysconfig/docker') },
    { name: 'containerd', paths: programPaths(facts, 'containerd') },
    { name: 'containerd-shim', paths: programPaths(facts, 'containerd-shim') },
    { name: 'containerd-shim-runc-v1', paths: programPaths(facts, 'containerd-shim-runc-v1') },
    { name: 'containerd-shim-runc-v2', paths: programPaths(facts, 'containerd-shim-runc-v2') },
    { name: 'runc', paths: runtimePaths(facts) },
  ];
}

/** The unit and its drop-ins, each of which can say what is run. */
function serviceUnits(facts: Facts): Failable<readonly string[]> {
  return mapFailable(facts.units, () =>
    unitFiles(facts)
      .filter(({ role }) => role !== 'docker.socket')
      .map(({ path }) => path),
  );
}
