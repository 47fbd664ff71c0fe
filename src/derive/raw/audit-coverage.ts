import type { Failable } from '../../lib/failure.ts';
import { changesAll, type AuditDialect } from './audit-calls.ts';
import type { AuditRule } from './audit-rule.ts';
import { canonicalPath } from './audit-words.ts';
import { ancestorsOf, PATH_MAX, type FileLookup } from './file-facts.ts';
import { isWithin } from './mount-info.ts';

/** What is to be recorded: writes and attribute changes on a path. */
export interface Subject {
  /** All names of the same file: as configured and with symbolic links resolved. */
  readonly paths: readonly string[];
  readonly isDirectory: boolean;
  /** Directories in it that may go unrecorded. */
  readonly exceptions: readonly string[];
}

/** The rule by which it is recorded, or what is missed; both are null where no rule is about it. */
export interface Coverage {
  readonly rule: AuditRule | null;
  readonly gap: string | null;
  /** It is not known whether the rules do, because of this one. */
  readonly doubtful: AuditRule | null;
}

/** Rules as the kernel goes through them: the first that applies decides, so an earlier "never" hides a later "always". */
export function coverage(rules: readonly AuditRule[], subject: Subject, dialect: AuditDialect): Coverage {
  const silencer = rules.find(silencesAll);
  if (silencer !== undefined) return { rule: null, gap: `"${silencer.text}" silences it`, doubtful: null };
  const near = rules.filter((rule) => rule.list === 'exit' && touches(rule, subject));
  const arches = dialect.runs32Bit ? ['b64', 'b32'] : ['b64'];
  const parts = arches.flatMap((arch) =>
    (['w', 'a'] as const).map((letter) => ({
      arch,
      letter,
      rule: firstRule(near, { arch, letter }, subject, dialect),
    })),
  );
  const doubtful = parts.find(({ rule }) => rule?.ambiguous === true)?.rule ?? null;
  const missed = parts.filter(({ rule }) => rule?.action !== 'always');
  if (missed.length === 0) return { rule: parts[0]?.rule ?? null, gap: null, doubtful };
  return { rule: null, gap: gapOf(missed, parts.length, near, subject), doubtful };
}

function silencesAll(rule: AuditRule): boolean {
  if (rule.list === 'exclude') return rule.silences;
  return rule.list === 'task' && rule.action === 'never' && rule.conditions.length === 0;
}

interface Access {
  readonly arch: string;
  readonly letter: 'w' | 'a';
}

interface Part extends Access {
  readonly rule: AuditRule | undefined;
}

/** Whether a rule is about the subject, or about a part of it, in any way. */
function touches(rule: AuditRule, subject: Subject): boolean {
  if (rule.action === 'never') return subject.paths.some((path) => hides(rule, canonicalPath(path), subject));
  const { path } = rule;
  if (path === null) return false;
  const reaches = rule.recursive || rule.kind === 'watch';
  return subject.paths.map(canonicalPath).some((name) => path === name || (reaches && isWithin(name, path)));
}

/** A "never" for a part of a directory leaves that part unrecorded too. */
function hides(rule: AuditRule, path: string, { exceptions }: Subject): boolean {
  const hidden = rule.path;
  if (hidden === null) return rule.silences;
  if (exceptions.some((exception) => isWithin(hidden, canonicalPath(exception)))) return false;
  return isWithin(hidden, path) || (rule.recursive && isWithin(path, hidden));
}

function firstRule(
  near: readonly AuditRule[],
  access: Access,
  subject: Subject,
  dialect: AuditDialect,
): AuditRule | undefined {
  return near.find((rule) => {
    if (rule.arch !== null && rule.arch !== access.arch) return false;
    if (rule.permissions?.includes(access.letter) === false) return false;
    return rule.action === 'never' || records(rule, access, subject, dialect);
  });
}

function records(
  rule: AuditRule,
  { arch, letter }: Access,
  subject: Subject,
  dialect: AuditDialect,
): boolean {
  if (rule.conditions.length > 0 || isAboutItselfAlone(rule, subject)) return false;
  return rule.calls === null || changesAll(rule.calls, letter, arch, dialect);
}

/** -F path= on a directory watches its inode alone, as does -w that was loaded before the directory was there. */
function isAboutItselfAlone({ path, recursive }: AuditRule, { isDirectory, paths }: Subject): boolean {
  return !recursive && (isDirectory || !paths.some((name) => canonicalPath(name) === path));
}

/** What is missed, for the rule that comes nearest. */
function gapOf(
  missed: readonly Part[],
  all: number,
  near: readonly AuditRule[],
  subject: Subject,
): string | null {
  const never = missed.find(({ rule }) => rule?.action === 'never')?.rule;
  if (never !== undefined) return `"${never.text}" stands before it`;
  const always = near.filter(({ action }) => action === 'always');
  if (always.length === 0) return null;
  if (missed.length < all) return partGap(missed);
  const narrowest = always.find((rule) => reasonOf(rule, subject) !== null);
  return narrowest === undefined ? partGap(missed) : reasonOf(narrowest, subject);
}

/** Where some accesses are recorded, those that are not. */
function partGap(missed: readonly Part[]): string {
  const arches = new Set(missed.map(({ arch }) => arch));
  const letters = new Set(missed.map(({ letter }) => letter));
  const kinds = { w: 'writes', a: 'changes of owner, mode and attributes' };
  const what = [...letters].map((letter) => kinds[letter]).join(' and ');
  if (letters.size === 2 && arches.size === 1) {
    const [arch = ''] = arches;
    return `calls of the architecture ${arch} are not recorded`;
  }
  return `${what} are not recorded`;
}

function reasonOf(rule: AuditRule, subject: Subject): string | null {
  if (isAboutItselfAlone(rule, subject)) {
    return rule.kind === 'watch' && rule.source !== 'kernel'
      ? `"${rule.text}" is loaded before ${rule.path ?? ''} is made, and so is not about what is in it`
      : `"${rule.text}" is about the directory itself (-F path=), not about what is in it (-F dir=)`;
  }
  if (rule.conditions.length > 0) return `"${rule.text}" records only where ${rule.conditions.join(' and ')}`;
  return rule.calls === null ? null : `"${rule.text}" records only these calls`;
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
