import { dirname, join } from 'node:path';
import { visible } from '../../lib/text.ts';
import { readYaml } from '../../lib/yaml.ts';
import { parseHops } from '../hops.ts';
import type { InventoryHost, Loaded, Setting } from '../host.ts';
import { expandPath, type Hop, type RawSettings } from '../settings.ts';
import { isAddress, isName } from '../words.ts';
import { flatten, type FlatHost } from './precedence.ts';
import { readIni } from './read-ini.ts';
import { readList } from './read-list.ts';
import { readYamlTree } from './read-yaml.ts';
import { toSettings, type AnsibleSettings } from './settings.ts';
import { createTree, type Tree } from './tree.ts';
import { readVarsFiles } from './vars-files.ts';

export type AnsibleFormat = 'ini' | 'ansible-yaml' | 'ansible-list';

const MAX_LENGTH = 32 * 1024 * 1024;

/**
 * Reads an Ansible inventory with the group_vars and host_vars beside it. The list of ansible-inventory has those in it.
 * Nothing is executed, computed or decrypted. Relative file names count from the working folder, as for ssh.
 */
export async function loadAnsible(file: string, text: string, format: AnsibleFormat): Promise<Loaded> {
  const tree = readTree(file, text, format);
  const folder = (name: string, names: Iterable<string>): ReturnType<typeof readVarsFiles> =>
    format === 'ansible-list'
      ? Promise.resolve(new Map())
      : readVarsFiles(join(dirname(file), name), names, tree);
  const groupVars = await folder('group_vars', new Set(['all', 'ungrouped', ...tree.groups.keys()]));
  const hostVars = await folder('host_vars', tree.hosts.keys());
  const hosts = flatten(tree, groupVars, hostVars).map((host) => toHost(host));
  const errors = [...tree.errors, ...hosts.flatMap((host) => host.errors)];
  return { errors: [...new Set(errors)], hosts: hosts.map(({ host }) => host) };
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

function toHost(flat: FlatHost): { readonly host: InventoryHost; readonly errors: readonly string[] } {
  const { name, groups } = flat;
  const found = toSettings(flat.variables);
  const { settings } = found;
  const problems = [...nameProblems(flat, settings)];
  const jump = settings.jump === undefined ? undefined : jumpOf(settings.jump as string);
  if (settings.jump !== undefined && jump === undefined)
    problems.push(`${found.origins.get('jump')?.() ?? flat.at()}: ${visible(name, 60)}: ${JUMP_EXPECTED}`);
  return {
    errors: [...found.errors, ...problems],
    host: {
      name,
      groups,
      address: settings.address ?? name,
      port: settings.port,
      user: settings.user,
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
      origin: (setting) => originOf(setting, found, flat),
    },
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
    ...(isName(name)
      ? []
      : [`${at()}: ${shown}: expected a host name of letters, digits, ".", "_", ":" and "-"`]),
    ...(wrong === undefined
      ? []
      : [`${at()}: ${visible(wrong, 60)}: expected a group name of letters, digits, ".", "_", ":" and "-"`]),
    ...(settings.address !== undefined || settings.transport === 'local' || isAddress(name)
      ? []
      : [`${at()}: ${shown}: expected an address in ansible_host, the name is none`]),
  ];
}

function files(names: string | readonly string[] | undefined): readonly string[] | undefined {
  return names === undefined ? undefined : [names].flat().map((name) => expandPath(name, process.cwd()));
}
