import { didYouMean } from '../../lib/nearest.ts';
import { visible } from '../../lib/text.ts';
import { parsePythonLiteral } from './python-literal.ts';
import { expandHosts } from './range.ts';
import { splitWords } from '../../lib/split-words.ts';
import { createTree, groupOf, hostOf, setVariable, type Tree, type Variables } from './tree.ts';

/** As for splitlines() of Python. */
const LINE_END = /\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/;

type Kind = 'hosts' | 'children' | 'vars';

interface Section {
  readonly group: string;
  readonly kind: Kind;
}

/** Reads an INI inventory: `[group]`, `[group:children]`, `[group:vars]`. Hosts before the first one are ungrouped. */
export function readIni(file: string, text: string): Tree {
  const tree = createTree(file);
  /** Groups that are nowhere but under `:vars` or `:children` of another are mistyped, for Ansible too. */
  const declared = new Set(['all', 'ungrouped']);
  const mentioned: { readonly group: string; readonly at: () => string }[] = [];
  let section: Section = { group: 'ungrouped', kind: 'hosts' };
  for (const [index, raw] of text.split(LINE_END).entries()) {
    const line = raw.trim();
    const at = (): string => `${file}:${index + 1}`;
    const complain = (message: string): unknown => tree.errors.push(`${at()}: ${message}`);
    if (line === '' || /^[#;]/.test(line)) continue;
    const header = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/.exec(line);
    if (header !== null) {
      const [, group = '', kind = 'hosts'] = header;
      if (isKind(kind)) section = { group, kind };
      else
        complain(
          `[${visible(group, 60)}:${visible(kind, 60)}]: expected :children, :vars or nothing behind the group`,
        );
      groupOf(tree, section.group);
      if (section.kind === 'vars') mentioned.push({ group: section.group, at });
      else declared.add(section.group);
    } else if (section.kind === 'children') {
      const [, child] = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line) ?? [];
      if (child === undefined) complain(`${visible(line, 60)}: expected the name of one group`);
      else {
        groupOf(tree, child);
        mentioned.push({ group: child, at });
        groupOf(tree, section.group).children.add(child);
      }
    } else if (section.kind === 'vars') {
      const [, name, value] = /^([^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) complain(`${visible(line, 60)}: expected name=value`);
      else set(groupOf(tree, section.group).variables, name, value, at);
    } else {
      addHosts(tree, section.group, line, at, complain);
    }
  }
  for (const { group, at } of mentioned.filter((mention) => !declared.has(mention.group)))
    tree.errors.push(`${at()}: ${visible(group, 60)}: there is no such group${didYouMean(group, declared)}`);
  return tree;
}

function isKind(kind: string): kind is Kind {
  return kind === 'hosts' || kind === 'children' || kind === 'vars';
}

function addHosts(
  tree: Tree,
  group: string,
  line: string,
  at: () => string,
  complain: (message: string) => unknown,
): void {
  const [pattern, ...assignments] = splitWords(line, true) ?? [];
  if (pattern === undefined) return void complain(`${visible(line, 60)}: expected a closing quote`);
  const found = expandHosts(pattern);
  if (!('names' in found)) return void complain(`${visible(pattern, 60)}: expected ${found.expected}`);
  const wrong = assignments.find((word) => !/^[^=]+=/.test(word));
  if (wrong !== undefined) return void complain(`${visible(wrong, 60)}: expected name=value behind the host`);
  for (const name of found.names) {
    groupOf(tree, group).hosts.add(name);
    const variables = hostOf(tree, name, at);
    if (found.port !== undefined) set(variables, 'ansible_port', String(found.port), at);
    for (const assignment of assignments) {
      const equals = assignment.indexOf('=');
      set(variables, assignment.slice(0, equals), assignment.slice(equals + 1), at);
    }
  }
}

function set(variables: Variables, name: string, text: string, at: () => string): void {
  setVariable(variables, name, { value: parsePythonLiteral(text), at, isVaulted: false });
}
