import type { AuditDialect } from './audit-calls.ts';
import { auditField, auditOptions, takesValue, type AuditOption } from './audit-words.ts';

const fieldNames = new Set(
  `a0 a1 a2 a3 arch auid devmajor devminor dir egid euid exe exit field_compare filetype fsgid fstype fsuid gid inode
  key loginuid msgtype obj_gid obj_lev_high obj_lev_low obj_role obj_type obj_uid obj_user path perm pers pid ppid
  saddr_fam sessionid sgid subj_clr subj_role subj_sen subj_type subj_user success suid uid`.split(/\s+/),
);
const settings: Readonly<Record<string, RegExp>> = {
  '-e': /^[012]$/,
  '-f': /^[012]$/,
  '-b': /^\d/,
  '-r': /^\d/,
};
const plain = new Set([
  ...['-i', '-c', '-t', '-l', '-s', '-v', '-m', '-q', '--loginuid-immutable', '--backlog_wait_time'],
  ...['--reset-lost', '--reset_backlog_wait_time_actual', '--signal'],
]);
const letters = /^[rwxa]{1,4}$/i;

/**
 * Why auditctl refuses a line of a rule file by itself, undefined where it takes it: setopt in auditctl.c, option by
 * option. Names of calls and accounts are not looked into.
 */
export function syntaxError(line: string, dialect: AuditDialect): string | undefined {
  const options = auditOptions(line);
  if (options.every(({ name }) => name === '')) return 'it has no option';
  const empty = options.find(({ name, value }) => takesValue(name) && value === '');
  if (empty !== undefined) return `${empty.name} has no value`;
  if (options[0]?.name === '-D') {
    const isRight = options.length === 1 || (options.length === 2 && options[1]?.name === '-k');
    return isRight ? undefined : '-D goes with -k alone';
  }
  return ruleError(options, dialect);
}

interface Seen {
  /** As in "always,exit"; empty before -a and its like, and -w. */
  list: string;
  /** A watch, calls or a path: what a key may belong to. */
  hasSubject: boolean;
  hasCalls: boolean;
  paths: number;
}

function ruleError(options: readonly AuditOption[], dialect: AuditDialect): string | undefined {
  const seen: Seen = { list: '', hasSubject: false, hasCalls: false, paths: 0 };
  for (const option of options) {
    const error = optionError(option, seen, dialect);
    if (error !== undefined) return error;
    note(option, seen);
  }
  if (seen.paths > 1) return 'it names more than one path';
  const isKeyed = options.some(({ name, value }) => name === '-F' && value.startsWith('key='));
  return isKeyed && !seen.hasSubject ? 'its key has no watch, path or call' : undefined;
}

function note({ name, value }: AuditOption, seen: Seen): void {
  if (/^-[wW]$/.test(name)) seen.list = 'always,exit';
  if (/^-[aAd]$/.test(name)) seen.list = value;
  if (name === '-S') seen.hasCalls = true;
  if (/^-[wW]$/.test(name) || (name === '-F' && /^(path|dir)=/.test(value))) seen.paths += 1;
  if (/^-[wWS]$/.test(name) || (name === '-F' && /^(path|dir|perm|exe|fstype)\b/.test(value)))
    seen.hasSubject = true;
}

function optionError({ name, value }: AuditOption, seen: Seen, dialect: AuditDialect): string | undefined {
  switch (name) {
    case '':
      return `"${value}" stands there without an option; a comment needs a line of its own`;
    case '-w':
    case '-W':
      if (seen.list !== '') return `${name} stands beside another rule`;
      return value.startsWith('/') ? undefined : 'the path does not begin with "/"';
    case '-a':
    case '-A':
    case '-d':
      return seen.list === '' ? listError(value, dialect) : `${name} stands beside another rule`;
    case '-F':
      return seen.list === '' ? '-F stands before the list' : fieldError(value, seen, dialect);
    case '-C':
      return isComparison(value) ? undefined : `it cannot compare ${value}`;
    case '-S':
      return /\b(task|user|exclude|filesystem)\b/.test(seen.list)
        ? `-S goes with no ${seen.list}`
        : undefined;
    case '-p':
      return seen.list !== '' && letters.test(value) ? undefined : `-p ${value} is none of r, w, x and a`;
    case '-k':
      return seen.hasSubject ? undefined : '-k has no watch, path or call before it';
    default:
      return settingError(name, value);
  }
}

function settingError(name: string, value: string): string | undefined {
  const setting = settings[name];
  if (setting !== undefined) return setting.test(value) ? undefined : `${name} takes no "${value}"`;
  return plain.has(name) ? undefined : `it knows no option ${name}`;
}

function listError(value: string, { version }: AuditDialect): string | undefined {
  const words = value.split(',');
  const lists = ['exit', 'task', 'user', 'exclude', 'filesystem', ...(version === 3 ? [] : ['io_uring'])];
  const isRight =
    words.length === 2 &&
    words.some((word) => lists.includes(word)) &&
    words.some((word) => /^(always|never|possible)$/.test(word));
  return isRight ? undefined : `it knows no list "${value}"`;
}

function isComparison(value: string): boolean {
  const account = '(a|e|s|fs|obj_)?[ug]id';
  return new RegExp(`^${account}!?=${account}$`).test(value);
}

function fieldError(text: string, seen: Seen, dialect: AuditDialect): string | undefined {
  const { name, operator, value } = auditField(text);
  if (!fieldNames.has(name)) return `it knows no field "${name}"`;
  if (operator === '' || value === '') return `"${text}" compares ${name} with nothing`;
  const isExit = /\bexit\b/.test(seen.list);
  switch (name) {
    case 'path':
    case 'dir':
      if (!isExit || operator !== '=' || !value.startsWith('/')) return `"${text}" is no path to watch`;
      // See audit_to_watch in audit_watch.c.
      return name === 'path' && value.endsWith('/') ? `"${text}" ends with "/"` : undefined;
    case 'perm':
      return operator === '=' && letters.test(value) ? undefined : `"${text}" is none of r, w, x and a`;
    case 'arch':
      if (seen.hasCalls) return 'the architecture stands behind -S';
      return hasArch(value, dialect) ? undefined : `this machine has no architecture ${value}`;
    case 'msgtype':
      return isExit ? 'msgtype goes with exclude and user alone' : undefined;
    default:
      return undefined;
  }
}

/** See audit_determine_machine in libaudit.c. */
function hasArch(value: string, { machine }: AuditDialect): boolean {
  if (/^b32$/i.test(value)) return machine === null || !/^(ppc64le|riscv64|loongarch64)/.test(machine);
  return /^(b64|(uring|x86_64|i[3-6]86|ia64|ppc|s390|aarch64|arm|riscv|loongarch|alpha|0x|\d).*)$/i.test(
    value,
  );
}
