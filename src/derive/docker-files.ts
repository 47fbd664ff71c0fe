import type { Row, Table } from '../facts/types.ts';
import { succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { buildRow, mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { securityOptions } from './setting-sources.ts';
import { apiListeners } from './listeners.ts';
import { textAt } from './raw/json-access.ts';
import { octal, parentOf, weakParent, type FileFacts, type FileLookup } from './raw/file-facts.ts';

interface RolePath {
  readonly role: string;
  readonly path: string;
}

export function dockerFiles(facts: Facts): Table {
  const lookup = facts.files;
  if (!lookup.ok) return { error: lookup.failure };
  const rows = rolePaths(facts).map(({ role, path }) => fileRow(role, path, lookup.value, facts));
  return { rows: [...rows, ...unitFailure(facts)] };
}

function rolePaths(facts: Facts): readonly RolePath[] {
  const units = facts.units.ok
    ? facts.units.value.filter((fact) => fact.kind === 'fragment' || fact.kind === 'dropin')
    : [];
  const executable = facts.dockerd.ok ? facts.dockerd.value.executable : null;
  return [
    ...units.map((fact) => ({ role: fact.unit, path: fact.value })),
    { role: 'config-dir', path: parentOf(facts.configPath) },
    { role: 'daemon.json', path: facts.configPath },
    ...socketPaths(facts).map((path) => ({ role: 'api-socket', path })),
    ...(executable === null ? [] : [{ role: 'dockerd', path: executable }]),
  ];
}

/** Unix sockets of the API; where dockerd is not known, the one that was asked. */
export function socketPaths(facts: Facts): readonly string[] {
  const served = apiListeners(facts)
    .filter((listener) => listener.address.startsWith('unix://'))
    .map((listener) => listener.address.slice('unix://'.length));
  return served.length > 0 ? served : [facts.bundle.host.dockerSocket];
}

/** Without systemd's answer, its unit files are not known: a row in each role says so. */
function unitFailure(facts: Facts): readonly Row[] {
  const { units } = facts;
  if (units.ok) return [];
  return ['docker.service', 'docker.socket'].map((role) =>
    buildRow({ role, path: role }, { exists: units, mode: units, uid: units, gid: units, weakParent: units }),
  );
}

function fileRow(role: string, path: string, lookup: FileLookup, facts: Facts): Row {
  const found = lookup(path);
  const weak: Failable<Json> = weakParent(path, lookup);
  return buildRow(
    { role, path },
    {
      rootless: isRootless(facts),
      exists: mapFailable(found, (file) => file.stat !== null),
      target: mapFailable(found, (file) => file.target),
      symlink: mapFailable(found, (file) => file.link?.kind === 'symlink'),
      kind: mapFailable(found, (file) => file.stat?.kind ?? null),
      mode: mapFailable(found, (file) => (file.stat === null ? null : octal(file.stat.mode))),
      uid: mapFailable(found, (file) => file.stat?.uid ?? null),
      gid: mapFailable(found, (file) => file.stat?.gid ?? null),
      owner: mapFailable(found, (file) => file.stat?.owner ?? null),
      group: mapFailable(found, (file) => file.stat?.group ?? null),
      weakParent: weak,
      expectedGroup: role === 'api-socket' ? expectedGroup(found, facts) : succeed(null),
    },
    [
      found.ok && found.value.link?.kind === 'symlink'
        ? `a symbolic link to ${found.value.target ?? 'nowhere'}`
        : undefined,
    ],
  );
}

/** What the daemon says, or the flags of one that does not answer; without any dockerd none is rootless. */
function isRootless(facts: Facts): Failable<boolean> {
  if (facts.info.ok) return succeed(securityOptions(facts.info.value).has('rootless'));
  if (!facts.dockerd.ok && facts.dockerd.failure.code === 'NO_DOCKERD') return succeed(false);
  return mapFailable(facts.flags, (flags) => flags.has('rootless'));
}

/** root is stricter than the group that the daemon is set to use, which is "docker" unless it is told otherwise. */
function expectedGroup(found: Failable<FileFacts>, facts: Facts): Failable<Json> {
  if (!found.ok) return found;
  if (found.value.stat === null) return succeed(null);
  const { gid, group } = found.value.stat;
  if (gid === 0 || group === 'docker') return succeed(true);
  if (!facts.flags.ok) return facts.flags;
  if (!facts.config.ok) return facts.config;
  const flagged = facts.flags.value.get('group')?.at(-1);
  return mapFailable(
    facts.config.value.settings,
    (settings) => group === (flagged ?? textAt(settings, 'group')),
  );
}
