import type { Json } from '../../lib/json.ts';

/** A variable as a file states it. */
export interface Variable {
  readonly value: Json;
  /** `file:line` */
  readonly at: () => string;
  /** Encrypted by ansible-vault. */
  readonly isVaulted: boolean;
}

export type Variables = Map<string, Variable>;

export interface Group {
  readonly hosts: Set<string>;
  readonly children: Set<string>;
  readonly variables: Variables;
}

/** What an Ansible inventory says, whichever of its formats it has. Groups and hosts are in the order of the file. */
export interface Tree {
  readonly file: string;
  readonly groups: Map<string, Group>;
  readonly hosts: Map<string, { readonly variables: Variables; readonly at: () => string }>;
  /** `file:line: …` each. */
  readonly errors: string[];
  /** What was left out. */
  readonly notices: string[];
}

/** Variables that mean something here; all others are for Ansible and its playbooks. */
const known: ReadonlySet<string> = new Set([
  'ansible_host',
  'ansible_ssh_host',
  'ansible_port',
  'ansible_ssh_port',
  'ansible_user',
  'ansible_ssh_user',
  'ansible_ssh_private_key_file',
  'ansible_private_key_file',
  'ansible_ssh_args',
  'ansible_ssh_common_args',
  'ansible_ssh_extra_args',
  'ansible_become',
  'ansible_become_user',
  'ansible_become_method',
  'ansible_connection',
  'ansible_group_priority',
]);

/** Most hosts of one inventory: a range like [1:9999999999] must not fill the memory. */
const MOST_HOSTS = 100_000;

export function createTree(file: string): Tree {
  return { file, groups: new Map(), hosts: new Map(), errors: [], notices: [] };
}

export function groupOf(tree: Tree, name: string): Group {
  const group = tree.groups.get(name) ?? { hosts: new Set(), children: new Set(), variables: new Map() };
  tree.groups.set(name, group);
  return group;
}

/** The host's variables; the host is made where it is new. */
export function hostOf(tree: Tree, name: string, at: () => string): Variables {
  const host = tree.hosts.get(name) ?? { variables: new Map() as Variables, at };
  if (tree.hosts.size >= MOST_HOSTS && !tree.hosts.has(name)) {
    if (tree.errors.at(-1)?.endsWith(TOO_MANY) !== true) tree.errors.push(`${at()}: ${TOO_MANY}`);
    return host.variables;
  }
  tree.hosts.set(name, host);
  return host.variables;
}

const TOO_MANY = `more than ${MOST_HOSTS} hosts`;

export function setVariable(variables: Variables, name: string, variable: Variable): void {
  if (known.has(name) || name.startsWith('plimsoll_')) variables.set(name, variable);
}
