import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { hasCode, unreadable } from '../../lib/files.ts';
import { distrust, strangers } from '../../lib/trusted.ts';
import { expandPath } from '../settings.ts';
import type { Variable, Variables } from './tree.ts';

/** What Ansible's own configuration says about connections, as variables below all others. */
export interface AnsibleConfig {
  readonly variables: Variables;
  readonly notices: readonly string[];
}

/** Settings of ansible.cfg, the variable of the environment that beats each, and the one of a host that beats both. */
const settings: readonly (readonly [section: string, key: string, environment: string, variable: string])[] =
  [
    ['defaults', 'remote_user', 'ANSIBLE_REMOTE_USER', 'ansible_user'],
    ['defaults', 'remote_port', 'ANSIBLE_REMOTE_PORT', 'ansible_port'],
    ['defaults', 'private_key_file', 'ANSIBLE_PRIVATE_KEY_FILE', 'ansible_private_key_file'],
    ['defaults', 'transport', 'ANSIBLE_TRANSPORT', 'ansible_connection'],
    ['privilege_escalation', 'become', 'ANSIBLE_BECOME', 'ansible_become'],
    ['privilege_escalation', 'become_method', 'ANSIBLE_BECOME_METHOD', 'ansible_become_method'],
    ['privilege_escalation', 'become_user', 'ANSIBLE_BECOME_USER', 'ansible_become_user'],
    ['ssh_connection', 'ssh_args', 'ANSIBLE_SSH_ARGS', 'ansible_ssh_args'],
    ['ssh_connection', 'ssh_common_args', 'ANSIBLE_SSH_COMMON_ARGS', 'ansible_ssh_common_args'],
    ['ssh_connection', 'ssh_extra_args', 'ANSIBLE_SSH_EXTRA_ARGS', 'ansible_ssh_extra_args'],
  ];

/**
 * Reads the ansible.cfg that Ansible would take here: that of ANSIBLE_CONFIG, of the working folder, `~/.ansible.cfg` or
 * /etc/ansible/ansible.cfg, the first there is (find_ini_config_file in lib/ansible/config/manager.py), with the
 * variables of the environment. One in the working folder is passed over where others may write it, as Ansible passes
 * over one in a folder that everyone may write; it is said.
 */
export async function readAnsibleConfig(): Promise<AnsibleConfig> {
  const notices: string[] = [];
  const file = await findConfig(notices);
  const stated = file === undefined ? new Map<string, Entry>() : parseConfig(await textOf(file));
  if (stated.get('defaults.hash_behaviour')?.value === 'merge')
    notices.push(`${file ?? ''}: hash_behaviour = merge is not followed: the later of two maps counts`);
  const variables: Variables = new Map();
  for (const [section, key, environment, name] of settings) {
    const entry = stated.get(`${section}.${key}`);
    const given = process.env[environment];
    const value = given ?? entry?.value ?? '';
    if (value === '') continue;
    const at = (): string => (given === undefined ? `${file ?? ''}:${entry?.line ?? 1}` : environment);
    const folder = given === undefined && file !== undefined ? dirname(file) : process.cwd();
    variables.set(name, toVariable(key === 'private_key_file' ? expandPath(value, folder) : value, at));
  }
  return { variables, notices };
}

function toVariable(value: string, at: () => string): Variable {
  return { value, at, isVaulted: false };
}

async function findConfig(notices: string[]): Promise<string | undefined> {
  const named = process.env['ANSIBLE_CONFIG'];
  if (named) {
    const path = expandPath(named, process.cwd());
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    const file = isFolder ? join(path, 'ansible.cfg') : path;
    if (await isThere(file)) return file;
  }
  const here = resolve('ansible.cfg');
  if (await isThere(here)) {
    const reason = await distrust(here);
    if (reason === null) return here;
    notices.push(`${here} is left out: ${reason}; name it with ANSIBLE_CONFIG to use it`);
  }
  for (const file of [join(homedir(), '.ansible.cfg'), '/etc/ansible/ansible.cfg'])
    if (await isThere(file)) return file;
  return undefined;
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR') || hasCode(error, 'EACCES')) return false;
    throw error;
  }
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(`the configuration of Ansible ${file}`, cause);
  });
}

interface Entry {
  readonly value: string;
  readonly line: number;
}

/**
 * Entries by `section.key`, as Python's configparser has them with `;` for comments behind a value: keys in lower case,
 * lines that are indented go on with the value before.
 */
function parseConfig(text: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let section = '';
  let last: string | undefined;
  for (const [index, raw] of text.split(/\r\n|[\r\n]/).entries()) {
    const line = raw.replace(/(?:^|\s);.*$/, '').trimEnd();
    if (line === '' || /^\s*#/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const known = last === undefined ? undefined : entries.get(last);
    if (header !== undefined) {
      section = header;
      last = undefined;
    } else if (/^\s/.test(line) && last !== undefined && known !== undefined) {
      entries.set(last, { ...known, value: `${known.value}\n${line.trim()}` });
    } else {
      const [, key = '', value = ''] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line.trim()) ?? [];
      last = `${section}.${key.toLowerCase()}`;
      entries.set(last, { value, line: index + 1 });
    }
  }
  return entries;
}

/**
 * The folder of the playbooks, whose group_vars and host_vars count too: for ansible-inventory that is the working
 * folder. Undefined, with the reason said, where others than root and the user may write there.
 */
export async function playbookFolder(notices: string[]): Promise<string | undefined> {
  const folder = process.cwd();
  const reason = await strangers(folder);
  if (reason === null) return folder;
  for (const name of ['group_vars', 'host_vars'])
    if (await stat(join(folder, name)).catch(() => undefined))
      notices.push(`${join(folder, name)} is left out: ${reason}`);
  return undefined;
}
