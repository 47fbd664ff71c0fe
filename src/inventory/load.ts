import { readFile } from 'node:fs/promises';
import { PlimsollError } from '../lib/errors.ts';
import { isObject, property, type Json } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { readYaml, type KeyPath } from './document.ts';
import { resolveJump } from './jump.ts';
import { findDuplicates, findMembers, type Flaw, type Member } from './membership.ts';
import { expandFiles, mergeSettings, type Hop, type RawInventory, type RawSettings } from './settings.ts';
import { checkShape, showPath } from './shape.ts';
import { isAddress } from './words.ts';

/** A host of an inventory: host over groups (the later wins) over defaults. Undefined was not stated anywhere. */
export interface InventoryHost extends Hop {
  readonly name: string;
  readonly groups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly jump: Hop | null;
  readonly sudo: boolean | undefined;
  readonly dockerSocket: string | undefined;
  readonly transport: 'ssh' | 'local' | undefined;
}

export interface Inventory {
  readonly file: string;
  /** Check parameters for the whole fleet; every host has them in its `parameters` already. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly groups: readonly string[];
  /** In the order of the file. */
  readonly hosts: readonly InventoryHost[];
}

/**
 * Reads and validates one inventory file.
 * @throws PlimsollError FILE_UNREADABLE, or INVENTORY_INVALID with every error of the file in its details,
 *   each `file:line: key path: what was expected`.
 */
export async function loadInventory(file: string): Promise<Inventory> {
  const yaml = readYaml(file, await readText(file));
  if (!('value' in yaml)) throw invalid(file, yaml);
  const { errors, raw } = checkShape(yaml);
  const { hosts, flaws } = buildHosts(file, raw, groupNames(yaml.value));
  const all = [
    ...errors,
    ...flaws.map((flaw) => `${yaml.at(flaw.path)}: ${showPath(flaw.path)}: ${flaw.message}`),
  ];
  if (all.length > 0) throw invalid(file, all.toSorted(byLine));
  return { file, parameters: raw.parameters ?? {}, groups: Object.keys(raw.groups ?? {}), hosts };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlimsollError('FILE_UNREADABLE', `cannot read the inventory ${file}: ${reason}`);
  }
}

function invalid(file: string, details: readonly string[]): PlimsollError {
  return new PlimsollError('INVENTORY_INVALID', `the inventory ${file} is not valid`, details);
}

function byLine(a: string, b: string): number {
  const line = (text: string): number => Number(/:(\d+): /.exec(text)?.[1] ?? 0);
  return line(a) - line(b);
}

/** Groups whose settings are wrong are still known by name. */
function groupNames(value: Json): readonly string[] {
  const groups = property(value, 'groups');
  return isObject(groups) ? Object.keys(groups) : [];
}

function buildHosts(
  inventoryFile: string,
  raw: RawInventory,
  groups: readonly string[],
): { readonly hosts: readonly InventoryHost[]; readonly flaws: readonly Flaw[] } {
  const members = findMembers(raw);
  const merged = new Map(members.map((member) => [member.name, mergeLayers(raw, member)]));
  const scope = { inventoryFile, defaults: raw.defaults ?? {}, find: (name: string) => merged.get(name) };
  const flaws = [...findDuplicates(raw), ...members.flatMap((member) => memberFlaws(member, groups))];
  const hosts = members.flatMap((member) => {
    const settings = merged.get(member.name) ?? {};
    const jump = resolveJump(member.name, settings.jump, member.settings.jump === undefined, scope);
    if ('hop' in jump) return [toHost(member, settings, jump.hop, inventoryFile)];
    flaws.push({ path: jumpPath(raw, member), message: `expected ${jump.expected}` });
    return [];
  });
  return { hosts, flaws: uniqueFlaws(flaws) };
}

function mergeLayers(raw: RawInventory, member: Member): RawSettings {
  const groups = member.groups.map((group) => raw.groups?.[group] ?? {});
  return mergeSettings([
    { parameters: raw.parameters ?? {} },
    raw.defaults ?? {},
    ...groups,
    member.settings,
  ]);
}

function memberFlaws({ name, settings, path }: Member, groups: readonly string[]): readonly Flaw[] {
  const unknown = [...(settings.groups ?? []).entries()].filter(([, group]) => !groups.includes(group));
  const flaws = unknown.map(([index, group]) => ({
    path: [...path, 'groups', index],
    message: `unknown group ${group}${didYouMean(group, groups)}`,
  }));
  if (settings.address !== undefined || isAddress(name)) return flaws;
  return [...flaws, { path, message: 'expected an address, the name is none' }];
}

/** Where the jump that a host ends up with is stated. */
function jumpPath(raw: RawInventory, { settings, path, groups }: Member): KeyPath {
  if (settings.jump !== undefined) return [...path, 'jump'];
  const group = groups.findLast((name) => raw.groups?.[name]?.jump !== undefined);
  return group === undefined ? ['defaults', 'jump'] : ['groups', group, 'jump'];
}

/** A wrong jump of a group is told once, not for each host. */
function uniqueFlaws(flaws: readonly Flaw[]): readonly Flaw[] {
  return [...new Map(flaws.map((flaw) => [JSON.stringify(flaw), flaw])).values()];
}

function toHost(
  member: Member,
  settings: RawSettings,
  jump: Hop | null,
  inventoryFile: string,
): InventoryHost {
  return {
    name: member.name,
    groups: member.groups,
    address: settings.address ?? member.name,
    port: settings.port,
    user: settings.user,
    identityFiles: expandFiles(settings.identityFile, inventoryFile),
    knownHostsFiles: expandFiles(settings.knownHosts, inventoryFile),
    labels: settings.labels ?? {},
    parameters: settings.parameters ?? {},
    jump,
    sudo: settings.sudo,
    dockerSocket: settings.dockerSocket,
    transport: settings.transport,
  };
}
