import { fail, succeed, type Failable } from '../lib/failure.ts';
import { lastLoad, type AuditFacts } from './audit-facts.ts';
import type { Facts } from './facts.ts';
import { coverage, type Subject } from './raw/audit-coverage.ts';
import type { AuditRule } from './raw/audit-rule.ts';
import { isWithin, mountOf, mounts } from './raw/mount-info.ts';

/** The rule by which something is recorded, null where it is not, and what is to be said about it. */
export interface Recording {
  readonly rule: AuditRule | null;
  readonly notes: readonly string[];
}

/** What the rules in the kernel record of it. */
export function loadedNow(subject: Subject, facts: Facts, audit: AuditFacts): Failable<Recording> {
  if (!audit.kernel.ok) return audit.kernel;
  const { rule, gap, doubtful } = coverage(audit.kernel.value, subject, audit.dialect);
  if (doubtful !== null) {
    return fail(
      'UNCERTAIN',
      `"${doubtful.text}" is printed for several rules, and one of them may keep it from being recorded`,
      `${howToReload(audit)}, then audit again`,
    );
  }
  if (rule === null) return succeed({ rule, notes: gap === null ? [] : [gap] });
  const since = newerThan(rule, subject, facts, audit);
  if (since === null) return succeed({ rule, notes: exceptionNotes(subject, audit.kernel.value) });
  return fail(
    'UNCERTAIN',
    `${since} after "${rule.text}" was last known to be loaded, and a rule records nothing of what took the place of what it was loaded for`,
    `${howToReload(audit)}, then audit again`,
  );
}

function howToReload({ state }: AuditFacts): string {
  return state.ok && (state.value.isLocked || state.value.daemon !== 'auditd')
    ? 'reboot'
    : 'load all rules anew with augenrules --load';
}

function exceptionNotes({ exceptions }: Subject, rules: readonly AuditRule[]): readonly string[] {
  const left = exceptions.filter((path) =>
    rules.some((rule) => rule.action === 'never' && rule.path !== null && isWithin(rule.path, path)),
  );
  return left.length === 0
    ? []
    : [`what lies in ${left.join(' and ')} is not recorded, as the benchmark proposes`];
}

/** Clocks of files and of systemd differ by less. */
const SLACK = 2;

/**
 * What was made, or mounted, after the rule was loaded, null where nothing is known to be. A rule on a directory marks
 * the inodes that it finds when it is loaded, the roots of what is mounted below included: audit_add_tree_rule in
 * audit_tree.c of Linux. auditctl -l tells nothing of it.
 */
function newerThan(rule: AuditRule, subject: Subject, facts: Facts, audit: AuditFacts): string | null {
  if (rule.path === null || !rule.recursive || !audit.files.ok || audit.files.value.places === null)
    return null;
  const loadedAt = Math.max(rule.loadedAt ?? 0, lastLoad(facts, audit) ?? 0);
  const bootTime = facts.host.ok ? facts.host.value.bootTime : null;
  if (bootTime === null) return null;
  const root = facts.files.ok ? facts.files.value(rule.path) : facts.files;
  const stat = root.ok ? root.value.stat : null;
  const bornAt = (stat?.kind === 'directory' ? stat.bornAt : null) ?? 0;
  if (bornAt > Math.max(loadedAt, bootTime) + SLACK) return `${rule.path} was made`;
  const mounted = mountsAbout(subject, facts).find((path) => {
    const after = audit.state.ok ? audit.state.value.mountedAfter.get(path) : undefined;
    return after !== undefined && loadedAt > 0 && bootTime + after > loadedAt + SLACK;
  });
  return mounted === undefined ? null : `a filesystem was mounted at ${mounted}`;
}

/** Filesystems of containers, which come and go with them. */
const ofContainers = /^(overlay|nsfs|tmpfs|mqueue|proc|fuse\.fuse-overlayfs|squashfs)$/;

/** Where the filesystem that holds it is mounted, and those that lie in it. */
function mountsAbout({ paths: [path = '/'], isDirectory }: Subject, facts: Facts): readonly string[] {
  const all = mounts(facts.bundle, facts.dockerd);
  if (!all.ok) return [];
  const below = all.value.filter(
    ({ mountPoint, fsType }) => isDirectory && isWithin(mountPoint, path) && !ofContainers.test(fsType),
  );
  return [mountOf(path, all.value), ...below].flatMap((mount) =>
    mount === undefined || mount.mountPoint === '/' ? [] : [mount.mountPoint],
  );
}
