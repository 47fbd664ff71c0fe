import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { sectionText } from './section.ts';

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
  /** The rule has conditions that let some accesses pass unrecorded, as in -F auid>=1000. */
  readonly conditional: boolean;
  /** For "never": it keeps the accesses of some people, or all of some kind, from being recorded. */
  readonly silences: boolean;
}

/** Rules loaded in the kernel, in order. */
export function kernelRules(bundle: Bundle): Failable<readonly AuditRule[]> {
  return mapFailable(sectionText(bundle, 'audit.kernel'), (text) =>
    text.split('\n').flatMap((line) => parseRule(line, 'kernel')),
  );
}

/** One line of auditctl(8) syntax; none for comments, settings, and rules on lists that do not matter here. */
export function parseRule(line: string, source: string): readonly AuditRule[] {
  const words = line
    .trim()
    .split(/\s+/)
    .flatMap((word) => /^(-[pkwF])(.+)$/.exec(word)?.slice(1) ?? word);
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
    path: canonicalPath(words[1] ?? ''),
    recursive: true,
    permissions: permissions === -1 ? null : (words[permissions + 1] ?? null),
    arch: null,
    conditional: false,
    silences: false,
  };
}

function parseSyscall(words: readonly string[], text: string, source: string): readonly AuditRule[] {
  const lists = (words[1] ?? '').split(',');
  const list = (['exit', 'task', 'exclude'] as const).find((name) => lists.includes(name));
  if (list === undefined) return [];
  const after = (option: string): readonly string[] =>
    words.flatMap((word, index) => (words[index - 1] === option ? [word] : []));
  const fields = after('-F');
  const field = (name: string): string | undefined =>
    fields.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
  const directory = field('dir');
  const path = directory ?? field('path');
  const calls = after('-S').flatMap((names) => names.split(','));
  const conditions = fields.filter((text) => !/^(dir|path|perm|key|arch)=/.test(text));
  return [
    {
      text,
      source,
      action: lists.includes('never') ? 'never' : 'always',
      list,
      kind: 'syscall',
      path: path === undefined ? null : canonicalPath(path),
      recursive: directory !== undefined,
      permissions: field('perm') ?? null,
      arch: field('arch') ?? null,
      // Without -S a path rule is about all calls that its permissions stand for; -S all is how auditctl prints that.
      conditional: conditions.length > 0 || after('-C').length > 0 || calls.some((call) => call !== 'all'),
      silences:
        list === 'exclude'
          ? conditions.every((text) => isAboutChanges(text) || isAboutPeople(text))
          : changesFiles(calls) && after('-C').length === 0 && conditions.every(isAboutPeople),
    },
  ];
}

/** Calls by which files, their owners and their modes are changed; all are meant where none is named. */
function changesFiles(calls: readonly string[]): boolean {
  const change = /^(all|open(at2?)?|creat|(f?truncate|.*(unlink|rename|chmod|chown|xattr)).*)$/;
  return calls.length === 0 || calls.some((call) => change.test(call));
}

/** The kinds of records that tell who changed which file; a comparison other than "=" may mean them too. */
function isAboutChanges(field: string): boolean {
  const [, operator, kind = ''] = /^msgtype(=|!=|[<>]=?)(.*)$/.exec(field) ?? [];
  if (operator === undefined) return false;
  return operator !== '=' || /^(SYSCALL|PATH|1300|1302)$/.test(kind);
}

/** Exempting one program is common and narrow; exempting people, or everything that succeeds, is neither. */
function isAboutPeople(field: string): boolean {
  return /^(a|e|s|fs|obj_)?[ug]id\b|^(loginuid|sessionid|success|exit|filetype|inode|dev(major|minor))\b/.test(
    field,
  );
}

/** Without a trailing slash, and /run for /var/run, which leads there on every host that Docker supports. */
export function canonicalPath(path: string): string {
  const bare = path.length > 1 ? path.replace(/\/+$/, '') : path;
  return bare === '/var/run' || bare.startsWith('/var/run/') ? bare.slice('/var'.length) : bare;
}
