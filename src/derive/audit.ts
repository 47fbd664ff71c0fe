import type { Row, Table } from '../facts/types.ts';
import { type Failable, succeed } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { buildRow, mapFailable } from './build-row.ts';
import { socketPaths } from './docker-files.ts';
import type { Facts } from './facts.ts';
import { coveringRule, fileRules, kernelRules, type AuditRule } from './raw/audit-rule.ts';
import { parentOf } from './raw/file-facts.ts';
import { sectionText } from './raw/section.ts';

export function auditRules(facts: Facts): Table {
  const kernel = kernelRules(facts.bundle);
  const files = fileRules(facts.bundle);
  if (!kernel.ok) return { error: kernel.failure };
  if (!files.ok) return { error: files.failure };
  return { rows: [...kernel.value, ...files.value].map(ruleRow) };
}

function ruleRow(rule: AuditRule): Row {
  const { action, kind, path, permissions, recursive, source, text } = rule;
  return buildRow({ rule: text, source, action, kind, path, recursive, permissions });
}

interface Target {
  readonly name: string;
  readonly path: string;
}

/** What must be audited; the kernel's rules decide, the files say whether they survive a reboot. */
export function auditTargets(facts: Facts): Table {
  const kernel = kernelRules(facts.bundle);
  const files = fileRules(facts.bundle);
  const enabled = auditEnabled(facts);
  return { rows: targets(facts).map((target) => targetRow(target, facts, kernel, files, enabled)) };
}

function targets(facts: Facts): readonly Target[] {
  const executable = facts.dockerd.ok ? facts.dockerd.value.executable : null;
  return [
    { name: 'dockerd', path: executable ?? '/usr/bin/dockerd' },
    { name: 'etc-docker', path: parentOf(facts.configPath) },
    ...socketPaths(facts).map((path) => ({ name: 'docker-sock', path })),
  ];
}

/** `enabled 0` records nothing; 1 records, 2 records and is locked until the next boot. See auditctl(8). */
function auditEnabled(facts: Facts): Failable<boolean> {
  return mapFailable(sectionText(facts.bundle, 'audit.status'), (text) => /^enabled [12]\b/m.test(text));
}

function targetRow(
  target: Target,
  facts: Facts,
  kernel: Failable<readonly AuditRule[]>,
  files: Failable<readonly AuditRule[]>,
  enabled: Failable<boolean>,
): Row {
  const file = facts.files.ok ? facts.files.value(target.path) : facts.files;
  const names = file.ok && file.value.target !== null ? [target.path, file.value.target] : [target.path];
  const directory = file.ok && file.value.stat?.kind === 'directory';
  const covering = (rules: readonly AuditRule[]): AuditRule | undefined =>
    coveringRule(rules, names, directory);
  const loaded = mapFailable(kernel, covering);
  const persistent = mapFailable(files, covering);
  return buildRow(
    { name: target.name, path: names.at(-1) ?? target.path },
    {
      exists: mapFailable(file, (facts) => facts.stat !== null),
      enabled,
      loaded: mapFailable(loaded, (rule) => rule !== undefined),
      persistent: mapFailable(persistent, (rule) => rule !== undefined),
      rule: ruleText(loaded, persistent),
    },
    [
      loaded.ok && persistent.ok && loaded.value !== undefined && persistent.value === undefined
        ? 'the rule is loaded but in no rule file: it is gone after a reboot'
        : undefined,
      loaded.ok && persistent.ok && loaded.value === undefined && persistent.value !== undefined
        ? `the rule stands in ${persistent.value.source} but is not loaded: augenrules --load`
        : undefined,
      enabled.ok && !enabled.value
        ? 'the kernel records no audit events (auditctl -s: enabled 0); is auditd running?'
        : undefined,
    ],
  );
}

function ruleText(
  loaded: Failable<AuditRule | undefined>,
  persistent: Failable<AuditRule | undefined>,
): Failable<Json> {
  if (!loaded.ok) return loaded;
  return succeed(loaded.value?.text ?? (persistent.ok ? (persistent.value?.text ?? null) : null));
}
