import { isObject, parseJson, property } from '../lib/json.ts';

/** The kinds of inventory there are. The content tells which one a file is. */
export type Format = 'plimsoll' | 'ini' | 'ansible-yaml' | 'ansible-list';

/** Which format a text has, or why it has none: `line: message`. */
export type FoundFormat = { readonly format: Format } | { readonly line: number; readonly problem: string };

const ownKeys: ReadonlySet<string> = new Set(['defaults', 'parameters', 'groups', 'hosts']);
const MAX_DEPTH = 50;
/** But for JSON, which may be one line. */
const LONGEST_LINE = 65_536;
/** Of a line that begins with a key, what is looked at. */
const LONGEST_KEY = 1000;
const LIST_HINT =
  'plimsoll runs nothing; give it the output: ansible-inventory -i FILE --list | plimsoll … -i -';

/** `[section]`, `name`, `name var=…`: what the first line of an INI inventory looks like. */
const iniLine =
  /^(?:\[[^\]\s]+\]\s*(?:#.*)?|\[[^\]]+\]:\d+(?:\s.*)?|(?![-{%"'&!|>])\S*[^\s:](?:\s+(?:#.*|[\w.]+=.*))?)$/;

/** Tells the format of an inventory from its text; nothing of it is executed or decrypted. */
export function findFormat(text: string): FoundFormat {
  if (text.startsWith('#!'))
    return { line: 1, problem: `expected an inventory, this is a program: ${LIST_HINT}` };
  if (text.startsWith('$ANSIBLE_VAULT'))
    return { line: 1, problem: `expected plain text, the file is vaulted: ${LIST_HINT}` };
  const first = /^(?![ \t]*(?:[#;].*)?$).*$/m.exec(text)?.[0].trim();
  if (first === undefined) return { format: 'plimsoll' };
  if (first.startsWith('{')) return ofFlow(text);
  const long = text.split('\n').findIndex((line) => line.length > LONGEST_LINE);
  if (long !== -1) return { line: long + 1, problem: `longer than ${LONGEST_LINE} characters` };
  return iniLine.test(first) && first !== '---' ? { format: 'ini' } : ofBlock(text);
}

/**
 * JSON, or YAML in braces. The list of ansible-inventory always has `_meta`, and groups in a list name their members;
 * in Ansible's other form members have settings.
 */
function ofFlow(text: string): FoundFormat {
  const value = parseJson(text, MAX_DEPTH);
  if (!isObject(value)) return { format: /"_meta"\s*:/.test(text) ? 'ansible-list' : 'plimsoll' };
  if (Object.hasOwn(value, '_meta')) return { format: 'ansible-list' };
  const keys = Object.keys(value);
  if (keys.length === 0 || keys.some((key) => ownKeys.has(key))) return { format: 'plimsoll' };
  return { format: Object.values(value).some(isListed) ? 'ansible-list' : 'ansible-yaml' };
}

function isListed(group: unknown): boolean {
  return Array.isArray(group) || ['hosts', 'children'].some((key) => Array.isArray(property(group, key)));
}

function ofBlock(text: string): FoundFormat {
  const keys = topKeys(text);
  const own = keys.filter(({ name }) => ownKeys.has(name));
  const other = keys.filter(({ name }) => !ownKeys.has(name));
  const plugin = keys.find(({ name }) => name === 'plugin');
  if (plugin !== undefined)
    return { line: plugin.line, problem: `plugin: this configures an inventory plugin: ${LIST_HINT}` };
  if (own.length === 0) return { format: other.length > 0 ? 'ansible-yaml' : 'plimsoll' };
  const group = other.find(({ isGroup }) => isGroup);
  if (group === undefined) return { format: 'plimsoll' };
  const problem =
    `${group.name}: this is a group of an Ansible inventory, but ${own[0]?.name} in line ${own[0]?.line} is a key ` +
    `of plimsoll's own format: expected one of the two (an Ansible group of that name must stand under all.children)`;
  return { line: group.line, problem };
}

interface Key {
  readonly name: string;
  readonly line: number;
  /** What is indented below it begins as a group of Ansible does. */
  readonly isGroup: boolean;
}

function topKeys(text: string): readonly Key[] {
  const keys: { -readonly [K in keyof Key]: Key[K] }[] = [];
  let isOpen = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^[ \t]*(?:#|$)/.test(line)) continue;
    const last = keys.at(-1);
    if (isOpen && last !== undefined) last.isGroup = /^[ \t]+(?:hosts|children|vars)[ \t]*:/.test(line);
    const name = /^(["']?)([^\s"'#:-][^"'#:]*)\1[ \t]*:(?=\s|$)/.exec(line.slice(0, LONGEST_KEY))?.[2];
    isOpen = name !== undefined;
    if (name !== undefined) keys.push({ name, line: index + 1, isGroup: false });
  }
  return keys;
}
