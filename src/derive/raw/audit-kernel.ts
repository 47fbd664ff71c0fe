import type { Bundle } from '../../facts/bundle.ts';
import type { Failable } from '../../lib/failure.ts';
import { groupBy } from '../../lib/group-by.ts';
import { mapFailable } from '../build-row.ts';
import { parseRule, type AuditRule } from './audit-rule.ts';
import type { AuditState } from './audit-state.ts';
import { sectionText } from './section.ts';

/**
 * Rules loaded in the kernel, in order. auditctl -l prints a rule of a path and permissions alone as -w, also where it
 * is a "never" or about the directory itself (is_watch in auditctl-listing.c), so that `written`, the rules of the
 * files, say which they are.
 */
export function kernelRules(
  bundle: Bundle,
  written: readonly AuditRule[],
  { dialect, addedAt }: Pick<AuditState, 'dialect' | 'addedAt'>,
  isDirectory: (path: string) => boolean,
): Failable<readonly AuditRule[]> {
  // Of calls it prints what the kernel has.
  const asPrinted = { ...dialect, version: null };
  return mapFailable(sectionText(bundle, 'audit.kernel'), (text) => {
    const printed = text.split('\n').flatMap((line) => parseRule(mended(line), 'kernel', asPrinted));
    return identified(dated(printed, addedAt), written, isDirectory);
  });
}

/** With the times of the log, where it tells of just these rules. */
function dated(printed: readonly AuditRule[], addedAt: readonly number[]): readonly AuditRule[] {
  const onExit = printed.filter(({ list }) => list === 'exit');
  if (onExit.length !== addedAt.length) return printed;
  const times = new Map(onExit.map((rule, index) => [rule, addedAt[index] ?? null]));
  return printed.map((rule) => ({ ...rule, loadedAt: times.get(rule) ?? null }));
}

/**
 * A watch whose permissions came first is printed as " -p wa-w /etc -k key", and a rule about permissions of any path
 * as " -p wa", be it a "never": it is taken for one.
 */
function mended(line: string): string {
  return line
    .replace(/^ -p ([rwxa]+)-w (\S+)/, '-w $2 -p $1')
    .replace(/^ -p ([rwxa]+)(?= -k |$)/, '-a never,exit -F perm=$1');
}

function identified(
  printed: readonly AuditRule[],
  written: readonly AuditRule[],
  isDirectory: (path: string) => boolean,
): readonly AuditRule[] {
  const candidates = groupBy(
    written.filter(({ asWatch }) => asWatch !== null),
    ({ asWatch }) => asWatch,
  );
  const alike = groupBy(printed, ({ asWatch }) => asWatch);
  const next = new Map<string, number>();
  return printed.map((rule) => {
    if (rule.asWatch === null) return rule;
    const known = distinct(candidates.get(rule.asWatch) ?? [], isDirectory);
    // The kernel takes no rule twice: one of several that look alike is something else.
    const count = alike.get(rule.asWatch)?.length ?? 1;
    if (known.length === 0 && count === 1) return rule;
    if (known.length !== count) return { ...rule, ambiguous: true };
    const at = next.get(rule.asWatch) ?? 0;
    next.set(rule.asWatch, at + 1);
    const { action, recursive } = known[at] ?? rule;
    return { ...rule, action, recursive };
  });
}

/** Those that differ although they are printed alike; of a file, -w and -F path= are the same rule. */
function distinct(rules: readonly AuditRule[], isDirectory: (path: string) => boolean): readonly AuditRule[] {
  const kindOf = ({ action, recursive, path }: AuditRule): string =>
    `${action} ${path !== null && isDirectory(path) ? String(recursive) : ''}`;
  const kinds = new Map(rules.map((rule) => [kindOf(rule), rule]));
  return [...kinds.values()];
}
