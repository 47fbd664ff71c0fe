import type { Row, Table } from '../facts/types.ts';
import { succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { auditFacts, writtenRules, type AuditFacts } from './audit-facts.ts';
import { loadedNow, type Recording } from './audit-loaded.ts';
import { loadedAtBoot } from './audit-persistent.ts';
import { auditTargetPaths, unknownTargets, type AuditTarget } from './audit-targets.ts';
import { auditTroubles } from './audit-troubles.ts';
import { buildRow, mapFailable } from './build-row.ts';
import { isRootless } from './docker-files.ts';
import type { Facts } from './facts.ts';
import type { Subject } from './raw/audit-coverage.ts';
import type { AuditRule } from './raw/audit-rule.ts';

export function auditRules(facts: Facts): Table {
  const audit = auditFacts(facts);
  const files = writtenRules(audit);
  if (!audit.kernel.ok) return { error: audit.kernel.failure };
  if (!files.ok) return { error: files.failure };
  return { rows: [...audit.kernel.value, ...files.value].map(ruleRow) };
}

function ruleRow(rule: AuditRule): Row {
  const { action, kind, path, permissions, recursive, source, text } = rule;
  return buildRow({ rule: text, source, action, kind, path, recursive, permissions });
}

/** What must be audited; the kernel's rules decide, the files say whether they survive a reboot. */
export function auditTargets(facts: Facts): Table {
  const audit = auditFacts(facts);
  const troubles = auditTroubles(audit);
  const rows = auditTargetPaths(facts).map((target) => targetRow(target, facts, audit, troubles));
  return { rows: [...unknownTargets(facts), ...rows] };
}

function targetRow(target: AuditTarget, facts: Facts, audit: AuditFacts, troubles: readonly string[]): Row {
  const file = facts.files.ok ? facts.files.value(target.path) : facts.files;
  // A rule on a symbolic link watches the link, not what it leads to.
  const real = file.ok ? (file.value.target ?? target.path) : target.path;
  const linked = file.ok && file.value.link?.kind === 'symlink';
  const subject: Subject = {
    paths: linked ? [real] : [target.path, real],
    isDirectory: file.ok && file.value.stat?.kind === 'directory',
    // The benchmark's own: layers and volumes change with every container.
    exceptions: target.name === 'data-root' ? [`${real}/overlay2`, `${real}/volumes`] : [],
  };
  const loaded = loadedNow(subject, facts, audit);
  const persistent = loadedAtBoot(subject, loaded, audit);
  return buildRow(
    { name: target.name, path: real },
    {
      exists: mapFailable(file, ({ stat }) => stat !== null),
      rootless: isRootless(facts),
      enabled: audit.state.ok ? audit.state.value.enabled : audit.state,
      loaded: mapFailable(loaded, ({ rule }) => rule !== null),
      persistent: mapFailable(persistent, ({ rule }) => rule !== null),
      rule: ruleText(loaded, persistent),
    },
    [...troubles, ...notesOf(loaded), ...notesOf(persistent)],
  );
}

function notesOf(recording: Failable<Recording>): readonly string[] {
  return recording.ok ? recording.value.notes : [];
}

function ruleText(loaded: Failable<Recording>, persistent: Failable<Recording>): Failable<Json> {
  if (!loaded.ok) return loaded;
  return succeed(loaded.value.rule?.text ?? (persistent.ok ? (persistent.value.rule?.text ?? null) : null));
}
