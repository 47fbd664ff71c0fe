import { isObject, parseJson, property, type Json } from '../../lib/json.ts';
import { visible } from '../../lib/text.ts';
import { createTree, groupOf, hostOf, setVariable, type Tree, type Variables } from './tree.ts';

const MAX_DEPTH = 50;

/** Reads the JSON of `ansible-inventory --list` or of an inventory script: groups, and `_meta.hostvars`. */
export function readList(file: string, text: string): Tree {
  const tree = createTree(file);
  const place = createPlaces(file, text);
  const list = parseJson(text, MAX_DEPTH);
  if (!isObject(list)) {
    tree.errors.push(`${file}:1: expected the JSON of ansible-inventory --list`);
    return tree;
  }
  for (const [name, value] of Object.entries(list)) if (name !== '_meta') addGroup(tree, name, value);
  const hostVariables = property(property(list, '_meta'), 'hostvars') ?? {};
  if (!isObject(hostVariables)) tree.errors.push(`${place('_meta')}: _meta.hostvars: expected hosts`);
  else
    for (const [name, value] of Object.entries(hostVariables)) {
      const at = (): string => place(name);
      addVariables(hostOf(tree, name, at), value, at, tree, `_meta.hostvars.${name}`);
    }
  return tree;

  function addGroup(into: Tree, name: string, value: Json): void {
    const at = (): string => place(name);
    const group = groupOf(into, name);
    // An inventory script may give a group as nothing but its hosts.
    const hosts = Array.isArray(value) ? (value as Json) : property(value, 'hosts');
    for (const host of names(hosts)) {
      group.hosts.add(host);
      hostOf(into, host, at);
    }
    for (const child of names(property(value, 'children'))) {
      groupOf(into, child);
      group.children.add(child);
    }
    addVariables(group.variables, property(value, 'vars') ?? null, at, into, `${name}.vars`);
  }
}

function names(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}

function addVariables(variables: Variables, value: Json, at: () => string, tree: Tree, path: string): void {
  if (value === null) return;
  if (!isObject(value)) return void tree.errors.push(`${at()}: ${visible(path, 200)}: expected variables`);
  for (const [name, inner] of Object.entries(value)) {
    // ansible-inventory shows what it did not decrypt as an object of one key.
    const isVaulted = isObject(inner) && Object.hasOwn(inner, '__ansible_vault');
    setVariable(variables, name, { value: inner, at, isVaulted });
  }
}

/** Finds `file:line` of a key: of its first place, where the sorted list has the variables of hosts. */
function createPlaces(file: string, text: string): (key: string) => string {
  let lines: Map<string, number> | undefined;
  return (key) => {
    lines ??= firstLines(text);
    return `${file}:${lines.get(key) ?? 1}`;
  };
}

function firstLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  let line = 1;
  for (const [mark, key] of text.matchAll(/\n|"((?:[^"\\\n]|\\.)*)"(?=\s*:)/g)) {
    if (mark === '\n') line++;
    else if (key !== undefined && !lines.has(key)) lines.set(key, line);
  }
  return lines;
}
