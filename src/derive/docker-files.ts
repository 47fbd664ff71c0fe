import type { Row, Table } from '../facts/types.ts';
import { succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { buildRow, mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { securityOptions } from './setting-sources.ts';
import { apiListeners, unitGroupOf } from './api-listeners.ts';
import { moreRolePaths, unknownRoles } from './more-files.ts';
import { textAt } from './raw/json-access.ts';
import { aclPermissions, octal, parentOf, type FileFacts } from './raw/file-facts.ts';
import { mounts } from './raw/mount-info.ts';
import { mountTable } from './raw/mount-table.ts';
import { sourcesOf } from './raw/same-place.ts';
import { weakParent } from './raw/weak-parent.ts';

interface RolePath {
  readonly role: string;
  readonly path: string;
}

export function dockerFiles(facts: Facts): Table {
  const lookup = facts.files;
  if (!lookup.ok) return { error: lookup.failure };
  const table = mapFailable(mounts(facts.bundle, null), mountTable);
  const rows = rolePaths(facts).map(({ role, path }) => {
    const weak: Failable<Json> = table.ok
      ? weakParent(path, lookup.value, trustedUsers(facts), (place) => sourcesOf(place, table.value))
      : table;
    const [source] = table.ok ? sourcesOf(path, table.value) : [];
    return fileRow(role, path, { weak, source }, facts);
  });
  return { rows: [...rows, ...configFailure(facts), ...unitFailure(facts), ...unknownRoles(facts)] };
}

function rolePaths(facts: Facts): readonly RolePath[] {
  const executable = facts.dockerd.ok ? facts.dockerd.value.executable : null;
  return [
    ...unitFiles(facts),
    ...configDirectories(facts).map((path) => ({ role: 'config-dir', path })),
    ...(configIsKnown(facts) ? [{ role: 'daemon.json', path: facts.configPath }] : []),
    ...socketPaths(facts).map((path) => ({ role: 'api-socket', path })),
    ...(executable === null ? [] : [{ role: 'dockerd', path: executable }]),
    ...moreRolePaths(facts),
  ];
}

/** Unit files and drop-ins that the daemon is started by: a rootless one by the systemd of its user. */
export function unitFiles(facts: Facts): readonly RolePath[] {
  const { units } = facts;
  if (!units.ok) return [];
  const rootless = isRootless(facts);
  const own = rootless.ok && rootless.value;
  const kinds = own ? ['user-fragment', 'user-dropin'] : ['fragment', 'dropin'];
  return units.value
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ unit, value }) => ({ role: own ? 'user-service' : unit, path: value }));
}

/** /etc/docker, which holds certificates and keys whatever file configures the daemon, and that file's own directory. */
export function configDirectories(facts: Facts): readonly string[] {
  return [...new Set(['/etc/docker', ...(configIsKnown(facts) ? [parentOf(facts.configPath)] : [])])];
}

/** A dockerd that runs but cannot be told from others may be configured by any file. */
function configIsKnown({ dockerd }: Facts): boolean {
  return dockerd.ok || dockerd.failure.code === 'NO_DOCKERD';
}

/** A row that stands for the configuration file of a daemon that is not known. */
function configFailure(facts: Facts): readonly Row[] {
  const { dockerd } = facts;
  if (dockerd.ok || configIsKnown(facts)) return [];
  return [unknownFile('daemon.json', 'the configuration file of dockerd', dockerd)];
}

function unknownFile(role: string, path: string, failure: Failable<never>): Row {
  const columns = ['exists', 'mode', 'uid', 'gid', 'owner', 'group', 'aclWriters', 'weakParent', 'rootless'];
  return buildRow({ role, path }, Object.fromEntries(columns.map((column) => [column, failure])));
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
  return ['docker.service', 'docker.socket'].map((role) => unknownFile(role, role, units));
}

/** systemd takes a unit file that leads to /dev/null for a unit that must not be started. */
const MASK = '/dev/null';

interface Around {
  readonly weak: Failable<Json>;
  /** From where it is mounted. */
  readonly source: string | undefined;
}

function fileRow(role: string, path: string, { weak, source }: Around, facts: Facts): Row {
  const looked = facts.files.ok ? facts.files.value(path) : facts.files;
  const masked = looked.ok && looked.value.target === MASK && looked.value.link?.kind === 'symlink';
  const found: Failable<FileFacts> = masked ? succeed({ ...looked.value, stat: null }) : looked;
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
      aclWriters: aclWriters(found),
      weakParent: weak,
      expectedGroup: role === 'api-socket' ? expectedGroup(path, found, facts) : succeed(null),
    },
    [
      found.ok && found.value.link?.kind === 'symlink'
        ? `a symbolic link to ${found.value.target ?? 'nowhere'}`
        : undefined,
      source === undefined ? undefined : `mounted from ${source}`,
    ],
  );
}

function aclWriters(found: Failable<FileFacts>): Failable<Json> {
  if (!found.ok) return found;
  return mapFailable(found.value.acl, (entries) =>
    entries
      .filter((entry) => aclPermissions(entry).includes('w'))
      .map((entry) => entry.split(':').slice(0, 2).join(':')),
  );
}

/** root, and whoever is the daemon: what the daemon reads it may write as well. */
export function trustedUsers({ dockerd }: Facts): ReadonlySet<number> {
  return new Set([0, ...(dockerd.ok && dockerd.value.uid !== null ? [dockerd.value.uid] : [])]);
}

/** What the daemon says, or the flags of one that does not answer; without any dockerd none is rootless. */
export function isRootless(facts: Facts): Failable<boolean> {
  if (facts.info.ok) return succeed(securityOptions(facts.info.value).has('rootless'));
  if (!facts.dockerd.ok && facts.dockerd.failure.code === 'NO_DOCKERD') return succeed(false);
  return mapFailable(facts.flags, (flags) => flags.has('rootless'));
}

/**
 * root is stricter than the group that the daemon, or systemd for a socket that it opens, is set to use: "docker" unless
 * it is told otherwise.
 */
function expectedGroup(path: string, found: Failable<FileFacts>, facts: Facts): Failable<Json> {
  if (!found.ok) return found;
  if (found.value.stat === null) return succeed(null);
  const { gid, group } = found.value.stat;
  if (gid === 0 || group === 'docker') return succeed(true);
  const opened = unitGroupOf(path, facts);
  if (opened !== null && [group, String(gid)].includes(opened)) return succeed(true);
  if (!facts.flags.ok) return facts.flags;
  if (!facts.config.ok) return facts.config;
  const flagged = facts.flags.value.get('group')?.at(-1);
  return mapFailable(facts.config.value.settings, (settings) =>
    [group, String(gid)].includes(flagged ?? textAt(settings, 'group') ?? 'docker'),
  );
}
