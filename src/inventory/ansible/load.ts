import { dirname, join, resolve } from 'node:path';
import { visible } from '../../lib/text.ts';
import { readYaml } from '../../lib/yaml.ts';
import { parseHops } from '../hops.ts';
import type { Flaw, InventoryHost, Loaded, Setting } from '../host.ts';
import { expandPath, type Hop, type RawSettings } from '../settings.ts';
import { isAddress } from '../words.ts';
import { playbookFolder, readAnsibleConfig } from './config.ts';
import { flatten, type FlatHost, type VarsLayer } from './precedence.ts';
import { readIni } from './read-ini.ts';
import { readList } from './read-list.ts';
import { readYamlTree } from './read-yaml.ts';
import { toSettings, type AnsibleSettings } from './settings.ts';
import { createTree, type Tree } from './tree.ts';
import { readVarsFiles } from './vars-files.ts';

export type AnsibleFormat = 'ini' | 'ansible-yaml' | 'ansible-list';

const MAX_LENGTH = 32 * 1024 * 1024;

/**
 * Reads an Ansible inventory with the group_vars and host_vars beside it and beside the playbooks, and with ansible.cfg.
 * The list of ansible-inventory has those variables in it.
 * Nothing is executed, computed or decrypted. Relative file names count from the working folder, as for ssh.
 */
export async function loadAnsible(file: string, text: string, format: AnsibleFormat): Promise<Loaded> {
  const tree = readTree(file, text, format);
  const config = await readAnsibleConfig();
  tree.notices.push(...config.notices);
  const layers = format === 'ansible-list' ? [] : await varsFolders(file, tree);
  const hosts = flatten(tree, config.variables, layers).map(toHost);
  return { errors: [...new Set(tree.errors)], notices: tree.notices, hosts };
}

/** The files of variables beside the inventory, then those beside the playbooks. */
async function varsFolders(file: string, tree: Tree): Promise<readonly VarsLayer[]> {
  const beside = resolve(dirname(file));
  const playbooks = await playbookFolder(tree.notices);
  const layers: VarsLayer[] = [];
  for (const folder of new Set([beside, playbooks ?? beside]))
    layers.push({
      groups: await readVarsFiles(
        join(folder, 'group_vars'),
        new Set(['all', 'ungrouped', ...tree.groups.keys()]),
        tree,
      ),
      hosts: await readVarsFiles(join(folder, 'host_vars'), tree.hosts.keys(), tree),
    });
  return layers;
}

function readTree(file: string, text: string, format: AnsibleFormat): Tree {
  if (format === 'ini') return readIni(file, text);
  if (format === 'ansible-list') return readList(file, text);
  const yaml = readYaml(file, text, { maxLength: MAX_LENGTH, python: true });
  if ('value' in yaml) return readYamlTree(yaml);
  const tree = createTree(file);
  tree.errors.push(...yaml);
  return tree;
}

function toHost(flat: FlatHost): InventoryHost {
  const { name, groups } = flat;
  const found = toSettings(flat.variables);
  const { settings } = found;
  const problems: Flaw[] = nameProblems(flat, settings).map((problem) => ({ text: problem }));
  // Ansible hands the name to ssh, which takes it for user@address.
  const [, user, address = name] = /^([^@]+)@([^@]+)$/.exec(name) ?? [];
  const stated = settings.jump as string | Hop | undefined;
  const jump = typeof stated === 'string' ? jumpOf(stated) : stated;
  if (stated !== undefined && jump === undefined) {
    const at = found.origins.get('jump')?.() ?? flat.at();
    problems.push({ text: `${at}: ${visible(name, 60)}: ${JUMP_EXPECTED}`, setting: 'jump' });
  }
  return {
    name,
    groups,
    address: settings.address ?? address,
    port: settings.port,
    user: settings.user ?? (settings.address === undefined ? user : undefined),
    identityFiles: files(settings.identityFile),
    knownHostsFiles: files(settings.knownHosts),
    hostKeyAlias: settings.hostKeyAlias,
    identitiesOnly: settings.identitiesOnly,
    jump,
    labels: settings.labels ?? {},
    parameters: settings.parameters ?? {},
    sudo: settings.sudo,
    pty: undefined,
    dockerSocket: settings.dockerSocket,
    transport: settings.transport,
    flaws: [...found.flaws, ...problems],
    notices: found.notices,
    origin: (setting) => originOf(setting, found, flat),
  };
}

const JUMP_EXPECTED = 'expected ProxyJump with [user@]host[:port], or several with commas between them';

function originOf(setting: Setting, { origins }: AnsibleSettings, { at }: FlatHost): string | undefined {
  return origins.get(setting)?.() ?? (setting === 'address' ? at() : undefined);
}

function jumpOf(text: string): Hop | null | undefined {
  return text === 'none' ? null : parseHops(text);
}

function nameProblems({ name, groups, at }: FlatHost, settings: RawSettings): readonly string[] {
  const shown = visible(name, 60);
  const wrong = groups.find((group) => !/^[\w.:-]{1,255}$/.test(group));
  return [
    ...(isHostName(name)
      ? []
      : [`${at()}: ${shown}: expected a host name of letters, digits, ".", "_", ":", "@" and "-"`]),
    ...(wrong === undefined
      ? []
      : [`${at()}: ${visible(wrong, 60)}: expected a group name of letters, digits, ".", "_", ":" and "-"`]),
    ...(settings.address !== undefined ||
    settings.transport === 'local' ||
    isAddress(name.replace(/^[^@]+@/, ''))
      ? []
      : [`${at()}: ${shown}: expected an address in ansible_host, the name is none`]),
  ];
}

/** Ansible takes names of any alphabet, and those of the form user@address. */
function isHostName(name: string): boolean {
  return name.length <= 255 && /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}._:@-]*$/u.test(name);
}

function files(names: string | readonly string[] | undefined): readonly string[] | undefined {
  return names === undefined ? undefined : [names].flat().map((name) => expandPath(name, process.cwd()));
}
