import type { Failable } from '../../lib/failure.ts';
import { canonicalPath, type AuditRule } from './audit-rule.ts';
import { ancestorsOf, PATH_MAX, type FileLookup } from './file-facts.ts';
import { isWithin } from './mount-info.ts';

/**
 * The rule by which writes and attribute changes on a path are recorded, undefined when none does:
 * the first rule that applies decides, so an earlier "never" hides a later "always".
 * `paths` are all names of the same file: as configured and with symbolic links resolved.
 */
export function coveringRule(
  rules: readonly AuditRule[],
  paths: readonly string[],
  isDirectory: boolean,
): AuditRule | undefined {
  if (rules.some(silencesAll)) return undefined;
  const names = paths.map(canonicalPath);
  const on = (arch: string): AuditRule | undefined =>
    firstRule(
      rules.filter((rule) => rule.arch === null || rule.arch === arch),
      names,
      isDirectory,
    );
  const [wide, narrow] = [on('b64'), on('b32')];
  return wide?.action === 'always' && narrow?.action === 'always' ? wide : undefined;
}

function silencesAll(rule: AuditRule): boolean {
  if (rule.list === 'exclude') return rule.silences;
  return rule.list === 'task' && rule.action === 'never' && !rule.conditional;
}

function firstRule(
  rules: readonly AuditRule[],
  names: readonly string[],
  isDirectory: boolean,
): AuditRule | undefined {
  return rules.find((rule) => {
    if (rule.list !== 'exit' || !names.some((name) => reaches(rule, name, isDirectory))) return false;
    return rule.action === 'never' || (!rule.conditional && recordsChanges(rule));
  });
}

function reaches(rule: AuditRule, path: string, isDirectory: boolean): boolean {
  if (rule.action === 'never') return hides(rule, path);
  if (rule.path === null) return false;
  if (rule.recursive) return isWithin(path, rule.path);
  // -F path= on a directory watches its inode alone, not what is in it.
  return rule.path === path && !isDirectory;
}

/** A "never" for a part of a directory leaves that part unrecorded too. */
function hides(rule: AuditRule, path: string): boolean {
  if (rule.permissions !== null && !/[wa]/.test(rule.permissions)) return false;
  if (rule.path === null) return rule.silences;
  if (isWithin(rule.path, path)) return true;
  return rule.recursive && isWithin(path, rule.path);
}

function recordsChanges(rule: AuditRule): boolean {
  return rule.permissions === null || (rule.permissions.includes('w') && rule.permissions.includes('a'));
}

/** A rule with the links above its path resolved: on /lib/x it is about /usr/lib/x where the one leads to the other. */
export function resolvedRule(rule: AuditRule, lookup: Failable<FileLookup>): AuditRule {
  const { path } = rule;
  if (path === null || path.length > PATH_MAX || !lookup.ok) return rule;
  for (const directory of ancestorsOf(path)) {
    const file = lookup.value(directory);
    if (!file.ok || file.value.target === null) continue;
    return { ...rule, path: `${file.value.target}${path.slice(directory.length)}`.replace(/^\/\//, '/') };
  }
  return rule;
}
