import { isObject, type Json } from '../../lib/json.ts';
import { didYouMean } from '../../lib/nearest.ts';
import { visible } from '../../lib/text.ts';
import type { KeyPath, YamlFile } from '../../lib/yaml.ts';
import { expandHosts } from './range.ts';
import { createTree, groupOf, hostOf, setVariable, type Tree, type Variables } from './tree.ts';

const keys = ['hosts', 'vars', 'children'];
const MAX_DEPTH = 30;

/** Reads a YAML inventory: groups with `hosts`, `vars` and `children` each. */
export function readYamlTree(yaml: YamlFile): Tree {
  const tree = createTree(yaml.file);
  tree.notices.push(...yaml.warnings);
  if (isObject(yaml.value))
    for (const [name, group] of Object.entries(yaml.value)) addGroup(tree, yaml, name, group, [name]);
  else tree.errors.push(`${yaml.at([])}: expected groups with hosts, vars and children`);
  return tree;
}

function addGroup(tree: Tree, yaml: YamlFile, name: string, value: Json, path: KeyPath): void {
  const complain = complainer(tree, yaml);
  const group = groupOf(tree, name);
  if (value === null) return;
  if (!isObject(value) || path.length > 2 * MAX_DEPTH) {
    return complain(path, 'expected a group with hosts, vars and children');
  }
  for (const key of Object.keys(value).filter((found) => !keys.includes(found)))
    complain([...path, key], `unknown key${didYouMean(key, keys)}, expected hosts, vars or children`);
  readVariables(group.variables, yaml, value['vars'] ?? null, [...path, 'vars'], complain);
  for (const [child, inner] of entries(value['children'], [...path, 'children'], complain)) {
    group.children.add(child);
    addGroup(tree, yaml, child, inner, [...path, 'children', child]);
  }
  for (const [pattern, variables] of entries(value['hosts'], [...path, 'hosts'], complain)) {
    const here = [...path, 'hosts', pattern];
    const found = expandHosts(pattern);
    if (!('names' in found)) {
      complain(here, `expected ${found.expected}`);
      continue;
    }
    for (const host of found.names) {
      group.hosts.add(host);
      const known = hostOf(tree, host, () => yaml.at(here));
      const { port } = found;
      if (port !== undefined)
        known.set('ansible_port', { value: port, at: () => yaml.at(here), isVaulted: false });
      readVariables(known, yaml, variables, here, complain);
    }
  }
}

type Complain = (path: KeyPath, message: string) => void;

function complainer(tree: Tree, yaml: YamlFile): Complain {
  return (path, message) =>
    void tree.errors.push(`${yaml.at(path)}: ${visible(path.join('.'), 200)}: ${message}`);
}

/** Names with something each; one name alone is text. */
function entries(value: Json | undefined, path: KeyPath, complain: Complain): readonly [string, Json][] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [[value, null]];
  if (isObject(value)) return Object.entries(value);
  complain(path, 'expected names with settings each (a colon behind each name, no dash before it)');
  return [];
}

/** Adds the variables of a map; they are read from hosts, groups and files of variables alike. */
export function readVariables(
  variables: Variables,
  yaml: YamlFile,
  value: Json,
  path: KeyPath,
  complain: Complain,
): void {
  if (value === null) return;
  if (!isObject(value)) return complain(path, 'expected variables: names with a value each');
  for (const [name, inner] of Object.entries(value)) {
    const here = [...path, name];
    const variable = { value: inner, at: () => yaml.at(here), isVaulted: isVaulted(inner, yaml, here) };
    setVariable(variables, name, variable);
  }
}

function isVaulted(value: Json, yaml: YamlFile, path: KeyPath): boolean {
  if (typeof value !== 'string') return false;
  return value.startsWith('$ANSIBLE_VAULT') || yaml.tag(path) === '!vault';
}
