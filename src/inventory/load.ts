import { PlimsollError } from '../lib/errors.ts';
import { hasCode, readAtMost, takeAtMost, unreadable } from '../lib/files.ts';
import { shellWord } from '../lib/shell-word.ts';
import { loadAnsible } from './ansible/load.ts';
import { findFormat } from './format.ts';
import type { InventoryHost, Loaded } from './host.ts';
import { loadOwn } from './own.ts';

export interface Inventory {
  readonly file: string;
  /** In the order of the file. */
  readonly hosts: readonly InventoryHost[];
  readonly notices: readonly string[];
}

/**
 * Reads and validates one inventory: our own YAML, or Ansible's INI, YAML or `--list` JSON; the content tells which.
 * @param file its name, or `-` for standard input
 * @throws PlimsollError FILE_UNREADABLE, or INVENTORY_INVALID with every error of the file and its hosts in its details,
 *   each `file:line: key path: what was expected`; what is wrong with one host alone stands in its `flaws`.
 */
export async function loadInventory(file: string): Promise<Inventory> {
  const name = file === '-' ? 'stdin' : file;
  const { errors, hosts, notices } = await load(name, await readText(file));
  if (errors.length === 0) return { file: name, hosts, notices };
  const flaws = hosts.flatMap((host) => host.flaws.map(({ text }) => text));
  const details = [...new Set([...errors, ...flaws])].toSorted(byLine);
  throw new PlimsollError('INVENTORY_INVALID', `the inventory ${name} is not valid`, details);
}

async function load(file: string, text: string): Promise<Loaded> {
  const found = findFormat(text);
  if ('problem' in found)
    return { errors: [`${file}:${found.line}: ${found.problem}`], notices: [], hosts: [] };
  return found.format === 'plimsoll' ? loadOwn(file, text) : loadAnsible(file, text, found.format);
}

/** Far more than the largest fleet has. */
const MOST_MIB = 32;

async function readText(file: string): Promise<string> {
  const most = MOST_MIB * 1024 * 1024;
  try {
    const bytes = await (file === '-' ? takeAtMost(process.stdin, most) : readAtMost(file, most));
    if (bytes !== null) return bytes.toString();
  } catch (cause) {
    if (!hasCode(cause, 'EISDIR')) throw unreadable(`the inventory ${file}`, cause);
    throw new PlimsollError('FILE_UNREADABLE', `the inventory ${file} is a folder`, [
      `name the file in it, or give plimsoll the whole as a list: ansible-inventory -i ${shellWord(file)} --list | plimsoll … -i -`,
    ]);
  }
  throw new PlimsollError('INVENTORY_INVALID', `the inventory ${file} is longer than ${MOST_MIB} MiB`, [
    'split it, and give -i several times',
  ]);
}

function byLine(a: string, b: string): number {
  const line = (text: string): number => Number(/:(\d+): /.exec(text)?.[1] ?? 0);
  return line(a) - line(b);
}
