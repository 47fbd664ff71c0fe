/** What decides how a rule is read beside its words: auditctl's own version and the machine. */
export interface AuditDialect {
  /** The first number of auditctl's version, null where it is not known. */
  readonly version: number | null;
  /** As `uname -m` says it, null where it is not known. */
  readonly machine: string | null;
  /** Whether the kernel runs programs of another architecture too, whose calls are rules' b32. */
  readonly runs32Bit: boolean;
}

const byName: Readonly<Record<'w' | 'a', readonly string[]>> = {
  w: ['rename', 'mkdir', 'rmdir', 'creat', 'link', 'unlink', 'symlink', 'mknod', 'open'],
  a: ['chmod', 'chown', 'lchown', 'link'],
};

/** Calls that every 64-bit machine has. */
const byHandle: Readonly<Record<'w' | 'a', readonly string[]>> = {
  w: [
    ...['mkdirat', 'mknodat', 'unlinkat', 'linkat', 'symlinkat', 'renameat2', 'openat', 'openat2'],
    ...['truncate', 'ftruncate', 'fallocate', 'bind'],
  ],
  a: [
    ...['fchmod', 'fchmodat', 'fchown', 'fchownat', 'linkat', 'setxattr', 'lsetxattr', 'fsetxattr'],
    ...['removexattr', 'lremovexattr', 'fremovexattr'],
  ],
};

/** Machines whose kernels never had the calls without "at". */
const withoutNames = /^(aarch64|riscv64|loongarch64)/;

/**
 * Whether these calls are all by which files are written (w) or their attributes changed (a). Since 4.0 auditctl puts
 * the calls of a permission in place of all, and prints them; see audit_add_perm_syscalls in libaudit.c, and permtab.h,
 * of which these are the calls on files that every version has.
 */
export function changesAll(
  calls: readonly string[],
  letter: 'w' | 'a',
  arch: string | null,
  { machine }: AuditDialect,
): boolean {
  const named = new Set(calls);
  const narrow = arch === 'b32' || machine === null || !withoutNames.test(machine);
  return [...byHandle[letter], ...(narrow ? byName[letter] : [])].every((call) => named.has(call));
}

/** Whether some of these calls change files, their owners or their modes. */
export function changesSome(calls: readonly string[]): boolean {
  const change = /^(open(at2?)?|creat|(f?truncate|.*(unlink|rename|chmod|chown|xattr)).*)$/;
  return calls.some((call) => change.test(call));
}
