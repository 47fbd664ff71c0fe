import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { isWithin } from './mount-info.ts';
import { sectionText, wordLines } from './section.ts';

export interface AuditRule {
  readonly text: string;
  /** "kernel" or the rule file. */
  readonly source: string;
  readonly action: 'always' | 'never';
  /** Rules on the task list decide when a process starts whether anything it does can be recorded. */
  readonly list: 'exit' | 'task';
  readonly kind: 'watch' | 'syscall';
  readonly path: string | null;
  readonly recursive: boolean;
  /** Null for all of rwxa. */
  readonly permissions: string | null;
  /** The rule has conditions that let some accesses pass unrecorded, as in -F auid>=1000. */
  readonly conditional: boolean;
}

/** Rules loaded in the kernel, in order. */
export function kernelRules(bundle: Bundle): Failable<readonly AuditRule[]> {
  return mapFailable(sectionText(bundle, 'audit.kernel'), (text) =>
    text.split('\n').flatMap((line) => parseRule(line, 'kernel')),
  );
}

/** Rules in the rule files, in the order in which they are loaded at boot. */
export function fileRules(bundle: Bundle): Failable<readonly AuditRule[]> {
  return mapFailable(sectionText(bundle, 'audit.files'), (text) => {
    let source = '';
    return wordLines(text).flatMap(([word, rest]) => {
      if (word === 'file') source = rest;
      return word === '|' ? parseRule(rest, source) : [];
    });
  });
}

/** One line of auditctl(8) syntax; none for comments, settings, and rules on other lists than exit. */
export function parseRule(line: string, source: string): readonly AuditRule[] {
  const words = line.trim().split(/\s+/);
  if (words[0] === '-w') return [parseWatch(words, line.trim(), source)];
  if (words[0] === '-a' || words[0] === '-A') return parseSyscall(words, line.trim(), source);
  return [];
}

function parseWatch(words: readonly string[], text: string, source: string): AuditRule {
  const permissions = words.indexOf('-p');
  return {
    text,
    source,
    action: 'always',
    list: 'exit',
    kind: 'watch',
    path: trimSlash(words[1] ?? ''),
    recursive: true,
    permissions: permissions === -1 ? null : (words[permissions + 1] ?? null),
    conditional: false,
  };
}

function parseSyscall(words: readonly string[], text: string, source: string): readonly AuditRule[] {
  const lists = (words[1] ?? '').split(',');
  const list = lists.includes('exit') ? 'exit' : 'task';
  if (!lists.includes(list)) return [];
  const fields = words.flatMap((word, index) => (words[index - 1] === '-F' ? [word] : []));
  const field = (name: string): string | undefined =>
    fields.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
  const directory = field('dir');
  const path = directory ?? field('path');
  return [
    {
      text,
      source,
      action: lists.includes('never') ? 'never' : 'always',
      list,
      kind: 'syscall',
      path: path === undefined ? null : trimSlash(path),
      recursive: directory !== undefined,
      permissions: field('perm') ?? null,
      conditional: fields.some((text) => !/^(dir|path|perm|key)=/.test(text)) || !recordsAllSyscalls(words),
    },
  ];
}

/** A path rule applies to the calls that its permissions stand for unless it names calls; -S all is how auditctl prints that. */
function recordsAllSyscalls(words: readonly string[]): boolean {
  return words.every((word, index) => words[index - 1] !== '-S' || word === 'all');
}

function trimSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

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
  if (rules.some((rule) => rule.list === 'task' && rule.action === 'never' && !rule.conditional))
    return undefined;
  const first = rules.find((rule) => {
    if (rule.list === 'task' || !paths.some((path) => reaches(rule, path, isDirectory))) return false;
    if (rule.action === 'never') return true;
    return !rule.conditional && recordsChanges(rule);
  });
  return first?.action === 'always' ? first : undefined;
}

function reaches(rule: AuditRule, path: string, isDirectory: boolean): boolean {
  if (rule.path === null) return rule.action === 'never' && rule.permissions === null && !rule.conditional;
  if (rule.recursive) return isWithin(path, rule.path);
  // -F path= on a directory watches its inode alone, not what is in it.
  return rule.path === path && (!isDirectory || rule.action === 'never');
}

function recordsChanges(rule: AuditRule): boolean {
  return rule.permissions === null || (rule.permissions.includes('w') && rule.permissions.includes('a'));
}
