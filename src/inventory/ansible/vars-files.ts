import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readYaml } from '../../lib/yaml.ts';
import { readVariables } from './read-yaml.ts';
import type { Tree, Variables } from './tree.ts';

/** Of group_vars or host_vars beside an inventory: the variables by name of the group or host. */
export type VarsFiles = ReadonlyMap<string, Variables>;

const extensions = ['', '.yml', '.yaml', '.json'];
const MAX_LENGTH = 4 * 1024 * 1024;
const VAULTED =
  'is vaulted and left out; if it says how hosts are reached, give plimsoll the list: ansible-inventory -i INVENTORY --list --ask-vault-pass | plimsoll … -i -';

/**
 * Reads `NAME`, `NAME.yml`, `NAME.yaml` or `NAME.json` of a folder, or every file in the folder `NAME`, for those of
 * `names` that have one. What cannot be read is added to the errors of `tree`.
 */
export async function readVarsFiles(folder: string, names: Iterable<string>, tree: Tree): Promise<VarsFiles> {
  const kinds = await list(folder);
  const found = new Map<string, Variables>();
  if (kinds.size === 0) return found;
  for (const name of names) {
    // As Ansible: the first that exists, a folder only under the bare name.
    const entry = extensions
      .map((extension) => `${name}${extension}`)
      .find((file) => kinds.get(file) !== undefined);
    if (entry === undefined) continue;
    const path = join(folder, entry);
    const files = kinds.get(entry) === 'folder' ? await filesOf(path) : [path];
    const variables: Variables = new Map();
    for (const file of files) await addFile(file, variables, tree);
    found.set(name, variables);
  }
  return found;
}

async function list(folder: string): Promise<ReadonlyMap<string, 'file' | 'folder'>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return new Map(
    entries.map((entry) => [entry.name, entry.isDirectory() ? ('folder' as const) : ('file' as const)]),
  );
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for (const [name, kind] of [...(await list(folder))].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (name.startsWith('.') || name.endsWith('~')) continue;
    const path = join(folder, name);
    if (kind === 'folder') files.push(...(await filesOf(path)));
    else if (extensions.includes(/\.[^.]*$/.exec(name)?.[0] ?? '')) files.push(path);
  }
  return files;
}

async function addFile(file: string, variables: Variables, tree: Tree): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => error as NodeJS.ErrnoException);
  if (typeof text !== 'string') {
    tree.errors.push(`${file}:1: cannot be read (${text.code ?? text.message})`);
  } else if (text.startsWith('$ANSIBLE_VAULT')) {
    tree.notices.push(`${file} ${VAULTED}`);
  } else {
    const yaml = readYaml(file, text, { maxLength: MAX_LENGTH, python: true });
    if (!('value' in yaml)) return void tree.errors.push(...yaml);
    tree.notices.push(...yaml.warnings);
    readVariables(variables, yaml, yaml.value, [], (path, message) => {
      tree.errors.push(`${yaml.at(path)}: ${message}`);
    });
  }
}
