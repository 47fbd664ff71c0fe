import { isObject, property, type Json } from '../lib/json.ts';
import { didYouMean } from '../lib/nearest.ts';
import { readYaml, type KeyPath, type YamlFile } from '../lib/yaml.ts';
import type { InventoryHost, Loaded, Setting } from './host.ts';
import { resolveJump, type NamedHost } from './jump.ts';
import { findDuplicates, findMembers, type Flaw, type Member } from './membership.ts';
import { expandFiles, mergeSettings, type Hop, type RawInventory, type RawSettings } from './settings.ts';
import { checkShape, MOST_ERRORS, showPath } from './shape.ts';
import { isAddress } from './words.ts';

const MAX_LENGTH = 32 * 1024 * 1024;

/** Reads an inventory of our own format and validates it: every error of the file at once. */
export function loadOwn(file: string, text: string): Loaded {
  const yaml = readYaml(file, text, { maxLength: MAX_LENGTH });
  if (!('value' in yaml)) return { errors: yaml, notices: [], hosts: [] };
  const { errors, raw } = checkShape(yaml);
  const { hosts, flaws } = buildHosts(yaml, raw, groupNames(yaml.value));
  const told = flaws
    .slice(0, MOST_ERRORS)
    .map((flaw) => `${yaml.at(flaw.path)}: ${showPath(flaw.path)}: ${flaw.message}`);
  return { errors: [...errors, ...told], notices: [], hosts };
}

/** Groups whose settings are wrong are still known by name. */
function groupNames(value: Json): ReadonlySet<string> {
  const groups = property(value, 'groups');
  return new Set(isObject(groups) ? Object.keys(groups) : []);
}

function buildHosts(
  yaml: YamlFile,
  raw: RawInventory,
  groups: ReadonlySet<string>,
): { readonly hosts: readonly InventoryHost[]; readonly flaws: readonly Flaw[] } {
  const members = findMembers(raw);
  const named = new Map(members.map((member) => [member.name, toNamed(raw, member)]));
  const scope = {
    inventoryFile: yaml.file,
    defaults: raw.defaults ?? {},
    find: (name: string) => named.get(name),
  };
  const flaws = findDuplicates(raw);
  for (const member of members) {
    if (flaws.length < MOST_ERRORS) flaws.push(...memberFlaws(member, groups));
  }
  const hosts = members.flatMap((member) => {
    const { settings, inherits } = named.get(member.name) ?? toNamed(raw, member);
    const jump = resolveJump(member.name, { settings, inherits }, scope);
    if ('hop' in jump) return [toHost(member, settings, jump.hop, raw, yaml)];
    flaws.push({ path: statedAt(raw, member, 'jump') ?? member.path, message: `expected ${jump.expected}` });
    return [];
  });
  return { hosts, flaws: uniqueFlaws(flaws) };
}

function toNamed(raw: RawInventory, member: Member): NamedHost {
  const groups = member.groups.map((group) => raw.groups?.[group] ?? {});
  const layers = [{ parameters: raw.parameters ?? {} }, raw.defaults ?? {}, ...groups, member.settings];
  return { settings: mergeSettings(layers), inherits: member.settings.jump === undefined };
}

function memberFlaws({ name, settings, path }: Member, groups: ReadonlySet<string>): readonly Flaw[] {
  const unknown = [...(settings.groups ?? []).entries()].filter(([, group]) => !groups.has(group));
  const flaws = unknown.map(([index, group]) => ({
    path: [...path, 'groups', index],
    message: `unknown group ${group}${didYouMean(group, groups)}`,
  }));
  if (settings.address !== undefined || isAddress(name)) return flaws;
  return [...flaws, { path, message: 'expected an address, the name is none' }];
}

/** Where the setting that a host ends up with is stated. */
function statedAt(raw: RawInventory, member: Member, setting: Setting): KeyPath | undefined {
  if (member.settings[setting] !== undefined) return [...member.path, setting];
  const group = member.groups.findLast((name) => raw.groups?.[name]?.[setting] !== undefined);
  if (group !== undefined) return ['groups', group, setting];
  return raw.defaults?.[setting] === undefined ? undefined : ['defaults', setting];
}

/** A wrong jump of a group is told once, not for each host. */
function uniqueFlaws(flaws: readonly Flaw[]): readonly Flaw[] {
  return [...new Map(flaws.map((flaw) => [JSON.stringify(flaw), flaw])).values()];
}

function toHost(
  member: Member,
  settings: RawSettings,
  jump: Hop | null | undefined,
  raw: RawInventory,
  { file, at }: YamlFile,
): InventoryHost {
  return {
    name: member.name,
    groups: member.groups,
    address: settings.address ?? member.name,
    port: settings.port,
    user: settings.user,
    identityFiles: expandFiles(settings.identityFile, file),
    knownHostsFiles: expandFiles(settings.knownHosts, file),
    hostKeyAlias: settings.hostKeyAlias,
    identitiesOnly: settings.identitiesOnly,
    jump,
    labels: settings.labels ?? {},
    parameters: settings.parameters ?? {},
    sudo: settings.sudo,
    pty: settings.pty,
    dockerSocket: settings.dockerSocket,
    transport: settings.transport,
    flaws: [],
    notices: [],
    origin(setting) {
      const path = statedAt(raw, member, setting);
      if (path === undefined && setting === 'address') return at(member.path);
      return path && at(path);
    },
  };
}
