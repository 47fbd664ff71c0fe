import type { Row } from '../facts/types.ts';
import { fail } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { auditPlaces } from './audit-places.ts';
import { buildRow } from './build-row.ts';
import { configDirectories, socketPaths } from './docker-files.ts';
import type { Facts } from './facts.ts';

/** Something to audit, where it is. */
export interface AuditTarget {
  readonly name: string;
  readonly path: string;
}

export function auditTargetPaths(facts: Facts): readonly AuditTarget[] {
  return [
    ...executables(facts).map((path) => ({ name: 'dockerd', path })),
    ...auditedDirectories(facts).map((path) => ({ name: 'etc-docker', path })),
    ...socketPaths(facts).map((path) => ({ name: 'docker-sock', path })),
    ...auditPlaces(facts).flatMap(({ name, paths }) =>
      paths.ok ? paths.value.map((path) => ({ name, path })) : [],
    ),
  ];
}

/** Not /etc or / as a whole, for a configuration file that lies there itself. */
function auditedDirectories(facts: Facts): readonly string[] {
  return configDirectories(facts).filter((path) => path.lastIndexOf('/') > 0);
}

/** The dockerd that runs; where none does, those that are installed. */
function executables(facts: Facts): readonly string[] {
  if (facts.dockerd.ok)
    return facts.dockerd.value.executable === null ? [] : [facts.dockerd.value.executable];
  if (facts.dockerd.failure.code !== 'NO_DOCKERD') return [];
  const usual = ['/usr/bin/dockerd', '/usr/sbin/dockerd'];
  const installed = usual.map((path) => (facts.files.ok ? facts.files.value(path) : facts.files));
  const targets = installed.flatMap((file) => (file.ok ? (file.value.target ?? []) : []));
  return targets.length > 0 ? [...new Set(targets)] : usual.slice(0, 1);
}

/** Rows for everything of which it is not known where it is. */
export function unknownTargets(facts: Facts): readonly Row[] {
  return [...unknownExecutable(facts), ...unknownPlaces(facts)];
}

/** A row that stands for the dockerd that runs but may not be looked at, or cannot be told from others. */
function unknownExecutable(facts: Facts): readonly Row[] {
  if (facts.dockerd.ok && facts.dockerd.value.executable !== null) return [];
  if (!facts.dockerd.ok && facts.dockerd.failure.code === 'NO_DOCKERD') return [];
  const reason = facts.dockerd.ok
    ? fail<Json>(
        'NEEDS_ROOT',
        'which program dockerd runs from may not be read',
        'audit as root, or with sudo: true in the inventory (--sudo)',
      )
    : facts.dockerd;
  return [buildRow({ name: 'dockerd', path: 'dockerd' }, { exists: reason })];
}

function unknownPlaces(facts: Facts): readonly Row[] {
  return auditPlaces(facts).flatMap(({ name, paths }) =>
    paths.ok ? [] : [buildRow({ name, path: name }, { exists: paths, rootless: paths })],
  );
}
