import type { Row } from '../facts/types.ts';
import { fail, type Failable } from '../lib/failure.ts';
import { buildRow, mapFailable } from './build-row.ts';
import { askedPath, containerdSocketFiles } from './engine-paths.ts';
import type { Facts } from './facts.ts';
import { sectionText } from './raw/section.ts';
import { tlsFiles } from './tls-files.ts';

interface RolePaths {
  readonly role: string;
  readonly paths: Failable<readonly string[]>;
}

/** Files beside the units, the configuration and the API socket that decide who controls the daemon. */
export function moreRolePaths(facts: Facts): readonly { readonly role: string; readonly path: string }[] {
  return morePlaces(facts).flatMap(({ role, paths }) =>
    paths.ok ? paths.value.map((path) => ({ role, path })) : [],
  );
}

/** A row for every role of which it is not known which files it has. */
export function unknownRoles(facts: Facts): readonly Row[] {
  return morePlaces(facts).flatMap(({ role, paths }) =>
    paths.ok ? [] : [buildRow({ role, path: role }, { exists: paths, kind: paths, rootless: paths })],
  );
}

function morePlaces(facts: Facts): readonly RolePaths[] {
  const tls = tlsFiles(facts);
  const tlsFile = (option: string): Failable<readonly string[]> =>
    mapFailable(tls, (files) => files.filter((file) => file.option === option).map(({ path }) => path));
  return [
    { role: 'registry-certs', paths: registryCerts(facts) },
    { role: 'tls-ca', paths: tlsFile('tlscacert') },
    { role: 'tls-cert', paths: tlsFile('tlscert') },
    { role: 'tls-key', paths: tlsFile('tlskey') },
    { role: 'etc-default-docker', paths: askedPath(facts, '/etc/default/docker') },
    { role: 'sysconfig-docker', paths: askedPath(facts, '/etc/sysconfig/docker') },
    { role: 'containerd-socket', paths: containerdSocketFiles(facts) },
  ];
}

const certsDirectory = '/etc/docker/certs.d';

/** Directories and files of registry certificates. One that is listed but cannot be found makes the list doubtful. */
function registryCerts(facts: Facts): Failable<readonly string[]> {
  const listed = sectionText(facts.bundle, 'registry.certs');
  if (!listed.ok) return listed;
  if (!facts.files.ok) return facts.files;
  // A directory above that may not be entered looks like one without certificates.
  const directory = facts.files.value(certsDirectory);
  if (!directory.ok) return directory;
  const paths = listed.value.split('\n').filter((line) => line !== '');
  for (const path of paths) {
    const file = facts.files.value(path);
    if (!file.ok) return file;
    if (file.value.link === null) {
      return fail(
        'CHANGED',
        `${certsDirectory} changed while it was read, or holds a strange name`,
        'audit again',
      );
    }
  }
  return { ok: true, value: paths };
}
