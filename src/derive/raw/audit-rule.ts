import { changesSome, type AuditDialect } from './audit-calls.ts';
import {
  auditField,
  auditOptions,
  canonicalPath,
  valuesOf,
  type AuditField,
  type AuditOption,
} from './audit-words.ts';

export interface AuditRule {
  readonly text: string;
  /** "kernel" or the rule file. */
  readonly source: string;
  readonly action: 'always' | 'never';
  /**
   * Rules on the task list decide when a process starts whether anything it does can be recorded, those on the exclude
   * list which kinds of records are thrown away.
   */
  readonly list: 'exit' | 'task' | 'exclude';
  readonly kind: 'watch' | 'syscall';
  readonly path: string | null;
  readonly recursive: boolean;
  /** Null for all of rwxa. */
  readonly permissions: string | null;
  /** The only architecture whose calls it is about, as in b64; null for all. */
  readonly arch: string | null;
  /** The only calls that it is about; null for all that its permissions stand for. */
  readonly calls: readonly string[] | null;
  /** Conditions that let some accesses pass, as in auid>=1000. */
  readonly conditions: readonly string[];
  /** For "never": it keeps the accesses of some people, or all of some kind, from being recorded. */
  readonly silences: boolean;
  /** How auditctl -l prints it where it prints it as a watch, whatever it is; else null. */
  readonly asWatch: string | null;
  /** Several rules are printed like this one, and which of them it is is not known. */
  readonly ambiguous: boolean;
  /** When it was put into the kernel, seconds since the epoch; null where it is not known. */
  readonly loadedAt: number | null;
}

/** One line of auditctl(8) syntax; none for comments, settings, and rules on lists that do not matter here. */
export function parseRule(line: string, source: string, dialect: AuditDialect): readonly AuditRule[] {
  const text = line.trim();
  if (text.startsWith('#')) return [];
  const options = auditOptions(line);
  const watched = valuesOf(options, '-w').at(0);
  const lists =
    watched === undefined ? valuesOf(options, '-a').concat(valuesOf(options, '-A'))[0] : 'always,exit';
  const words = lists?.split(',') ?? [];
  const list = (['exit', 'task', 'exclude'] as const).find((name) => words.includes(name));
  if (list === undefined || words.includes('possible')) return [];
  const written = valuesOf(options, '-F');
  const fields = written.map(auditField);
  const field = (name: string): string | undefined =>
    fields.find((one) => one.name === name && one.operator === '=')?.value;
  const directory = field('dir');
  const named = watched ?? directory ?? field('path');
  const path = named === undefined ? null : canonicalPath(named);
  const permissions = (valuesOf(options, '-p').at(-1) ?? field('perm'))?.toLowerCase() ?? null;
  const arch = field('arch') ?? null;
  const calls = callsOf(options, arch !== null && permissions !== null, dialect);
  const comparisons = valuesOf(options, '-C');
  const conditions = [...written.filter((_, index) => isCondition(fields[index])), ...comparisons];
  const keys = fields.flatMap(({ name, value }) => (name === 'key' ? [value] : []));
  const isPlain = list === 'exit' && conditions.length === 0 && arch === null && calls === null;
  // -w alone stands for all permissions.
  const letters = permissions ?? (watched === undefined ? null : 'rwxa');
  return [
    {
      text,
      source,
      action: words.includes('never') ? 'never' : 'always',
      list,
      kind: watched === undefined ? 'syscall' : 'watch',
      path,
      recursive: watched !== undefined || directory !== undefined,
      permissions,
      arch,
      calls,
      conditions,
      silences: silences(list, fields.filter(isCondition), comparisons, calls),
      asWatch:
        isPlain && path !== null && letters !== null
          ? asWatch(path, letters, [...keys, ...valuesOf(options, '-k')])
          : null,
      ambiguous: false,
      loadedAt: null,
    },
  ];
}

/** As auditctl -l prints it, see is_watch in auditctl-listing.c. */
function asWatch(path: string, permissions: string, keys: readonly string[]): string {
  const letters = Array.from('rwxa').filter((letter) => permissions.includes(letter));
  return [`-w ${path} -p ${letters.join('')}`, ...keys.map((key) => `-k ${key}`)].join(' ');
}

function isCondition(field: AuditField | undefined): boolean {
  return field !== undefined && !/^(dir|path|perm|key|arch)$/.test(field.name);
}

/** What auditctl 4 makes of -S beside permissions of one architecture is both, and so no restriction. */
function callsOf(
  options: readonly AuditOption[],
  isWidened: boolean,
  { version }: AuditDialect,
): readonly string[] | null {
  const calls = valuesOf(options, '-S').flatMap((names) => names.split(','));
  const isWide = calls.length === 0 || calls.includes('all');
  return isWide || (isWidened && version !== null && version >= 4) ? null : calls;
}

function silences(
  list: AuditRule['list'],
  conditions: readonly AuditField[],
  comparisons: readonly string[],
  calls: readonly string[] | null,
): boolean {
  if (list === 'exclude') return conditions.every((field) => isAboutChanges(field) || isAboutPeople(field));
  return (
    (calls === null || changesSome(calls)) && comparisons.length === 0 && conditions.every(isAboutPeople)
  );
}

/** The kinds of records that tell who changed which file; a comparison other than "=" may mean them too. */
function isAboutChanges({ name, operator, value }: AuditField): boolean {
  return name === 'msgtype' && (operator !== '=' || /^(SYSCALL|PATH|1300|1302)$/.test(value));
}

/** Exempting one program is common and narrow; exempting people, or everything that succeeds, is neither. */
function isAboutPeople({ name }: AuditField): boolean {
  return /^((a|e|s|fs|obj_)?[ug]id|loginuid|sessionid|success|exit|filetype|inode|dev(major|minor))$/.test(
    name,
  );
}
