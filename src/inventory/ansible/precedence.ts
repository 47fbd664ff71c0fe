import { compareText } from '../../lib/json.ts';
import type { Group, Tree, Variables } from './tree.ts';
import type { VarsFiles } from './vars-files.ts';

export interface FlatHost {
  readonly name: string;
  readonly at: () => string;
  /** Without `all` and `ungrouped`, in the order in which their variables count: the later wins. */
  readonly groups: readonly string[];
  readonly variables: Variables;
}

/** Files of variables in one place, of groups and of hosts. */
export interface VarsLayer {
  readonly groups: VarsFiles;
  readonly hosts: VarsFiles;
}

/**
 * Merges the variables of each host as Ansible does (VARIABLE_PRECEDENCE, and get_vars of vars/manager.py), the later
 * over the earlier: its configuration, `all` of the inventory, its groups, group_vars/all, group_vars of the groups,
 * the host in the inventory, host_vars; each of these files in the order of `layers`. Groups go by depth, then
 * ansible_group_priority, then name.
 * A loop of groups is added to the errors of `tree`.
 */
export function flatten(tree: Tree, config: Variables, layers: readonly VarsLayer[]): readonly FlatHost[] {
  const order = orderGroups(tree);
  const members = memberships(tree);
  const merged = new Map<string, { readonly groups: readonly string[]; readonly variables: Variables }>();
  return [...tree.hosts].map(([name, { at, variables }]) => {
    const direct = members.get(name) ?? [];
    const key = direct.join('\n');
    const common = merged.get(key) ?? mergeGroups(tree, direct, order, layers);
    merged.set(key, common);
    const own = [config, common.variables, variables, ...layers.map(({ hosts }) => hosts.get(name) ?? [])];
    return { name, at, groups: common.groups, variables: new Map(own.flatMap((layer) => [...layer])) };
  });
}

interface Order {
  /** Groups above a group, itself included. */
  readonly above: ReadonlyMap<string, ReadonlySet<string>>;
  readonly depth: ReadonlyMap<string, number>;
}

/** Which groups each host stands in directly: `ungrouped` where that is no other one, and only there, whatever the file says. */
function memberships(tree: Tree): Map<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const [group, { hosts }] of tree.groups)
    for (const host of hosts) {
      const known = members.get(host);
      if (known === undefined) members.set(host, [group]);
      else known.push(group);
    }
  return new Map(
    [...tree.hosts.keys()].map((host) => {
      const groups = members.get(host)?.filter((name) => name !== 'all' && name !== 'ungrouped') ?? [];
      return [host, groups.length > 0 ? groups : ['ungrouped']];
    }),
  );
}

function mergeGroups(
  tree: Tree,
  direct: readonly string[],
  { above, depth }: Order,
  layers: readonly VarsLayer[],
): { readonly groups: readonly string[]; readonly variables: Variables } {
  const all = new Set(direct.flatMap((group) => [...(above.get(group) ?? [group])]));
  const groups = [...all]
    .filter((name) => name !== 'all')
    .toSorted(
      (a, b) =>
        (depth.get(a) ?? 1) - (depth.get(b) ?? 1) ||
        priority(tree.groups.get(a)) - priority(tree.groups.get(b)) ||
        compareText(a, b),
    );
  const stated = ['all', ...groups].map((name) => tree.groups.get(name)?.variables);
  const filed = ['all', ...groups].flatMap((name) => layers.map((layer) => layer.groups.get(name)));
  return {
    groups: groups.filter((name) => name !== 'ungrouped'),
    variables: new Map([...stated, ...filed].flatMap((layer) => [...(layer ?? [])])),
  };
}

function priority(group: Group | undefined): number {
  const value = Number(group?.variables.get('ansible_group_priority')?.value ?? 1);
  return Number.isFinite(value) ? value : 1;
}

/** Far more than people make; the groups above all groups together grow with their square. */
const [MOST_DEPTH, MOST_ABOVE] = [100, 1000];

/** Walks down from the groups at the top; each group is as deep as its longest way. */
function orderGroups(tree: Tree): Order {
  const above = new Map<string, Set<string>>();
  const depth = new Map<string, number>();
  const parents = new Map<string, string[]>();
  const size = { isTooMuch: false };
  for (const [name, { children }] of tree.groups)
    for (const child of children) {
      const known = parents.get(child);
      if (known === undefined) parents.set(child, [name]);
      else known.push(name);
    }
  const visit = (name: string, path: ReadonlySet<string>): Set<string> => {
    const known = above.get(name);
    if (known !== undefined) return known;
    const groups = new Set([name]);
    if (path.has(name)) {
      tree.errors.push(`${tree.file}:1: the groups ${[...path, name].join(' > ')} stand in each other`);
      return groups;
    }
    if (path.size > MOST_DEPTH || size.isTooMuch) return groups;
    let deepest = name === 'all' ? 0 : 1;
    for (const parent of parents.get(name) ?? []) {
      for (const group of visit(parent, new Set([...path, name]))) groups.add(group);
      size.isTooMuch ||= path.size === MOST_DEPTH || groups.size > MOST_ABOVE;
      deepest = Math.max(deepest, (depth.get(parent) ?? 0) + 1);
    }
    above.set(name, groups);
    depth.set(name, deepest);
    return groups;
  };
  for (const name of tree.groups.keys()) visit(name, new Set());
  if (size.isTooMuch)
    tree.errors.push(
      `${tree.file}:1: groups stand in each other more than ${MOST_DEPTH} deep, or in more than ${MOST_ABOVE} others`,
    );
  return { above, depth };
}
