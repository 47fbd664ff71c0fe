import { groupBy } from '../lib/group-by.ts';
import type { KeyPath } from '../lib/yaml.ts';
import type { RawHost, RawInventory } from './settings.ts';

/** A host as the file has it, before its groups and the defaults are laid under it. */
export interface Member {
  readonly name: string;
  readonly settings: RawHost;
  /** Where the settings stand. */
  readonly path: KeyPath;
  /** As the host lists them, then those that list the host, in the order of the file. */
  readonly groups: readonly string[];
}

/** Something wrong at a key. */
export interface Flaw {
  readonly path: KeyPath;
  readonly message: string;
}

interface Mention {
  readonly name: string;
  readonly group: string | undefined;
  readonly settings: RawHost | null;
  readonly path: KeyPath;
}

/** Gathers every host of the file, from `hosts` and from the groups. */
export function findMembers(raw: RawInventory): readonly Member[] {
  return [...mentionsByName(raw)].map(([name, mentions]) => {
    const source = mentions.find((mention) => mention.settings !== null) ?? mentions[0];
    const settings = source?.settings ?? {};
    const listing = mentions.flatMap(({ group }) => group ?? []);
    return {
      name,
      settings,
      path: source?.path ?? [],
      groups: [...new Set([...(settings.groups ?? []), ...listing])],
    };
  });
}

/** Hosts that have settings in more than one place: which one counts would be anybody's guess. */
export function findDuplicates(raw: RawInventory): Flaw[] {
  return [...mentionsByName(raw).values()].flatMap((mentions) => {
    const [first, ...more] = mentions.filter((mention) => mention.settings !== null);
    return more.map(({ path }) => ({
      path,
      message: `expected nothing here, the host has settings in ${first?.path.join('.')} already`,
    }));
  });
}

function mentionsByName(raw: RawInventory): ReadonlyMap<string, readonly Mention[]> {
  return groupBy([...ownMentions(raw), ...groupMentions(raw)], ({ name }) => name);
}

function ownMentions(raw: RawInventory): Mention[] {
  return Object.entries(raw.hosts ?? {}).map(([name, settings]) => ({
    name,
    group: undefined,
    settings,
    path: ['hosts', name],
  }));
}

function groupMentions(raw: RawInventory): Mention[] {
  return Object.entries(raw.groups ?? {}).flatMap(([group, value]) => {
    const hosts = value?.hosts ?? {};
    const names: readonly string[] = Array.isArray(hosts) ? hosts : Object.keys(hosts);
    return names.map((name, index) => ({
      name,
      group,
      settings: Array.isArray(hosts) ? null : ((hosts as Record<string, RawHost | null>)[name] ?? null),
      path: ['groups', group, 'hosts', Array.isArray(hosts) ? index : name],
    }));
  });
}
