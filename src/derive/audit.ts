import type { Row, Table } from '../facts/types.ts';
import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { Json } from '../lib/json.ts';
import { auditPlaces } from './audit-places.ts';
import { buildRow, mapFailable } from './build-row.ts';
import { configDirectories, isRootless, socketPaths } from './docker-files.ts';
import type { Facts } from './facts.ts';
import { coveringRule, resolvedRule } from './raw/audit-coverage.ts';
import { bootRules, fileRules, type FileRules } from './raw/audit-files.ts';
import { kernelRules, type AuditRule } from './raw/audit-rule.ts';
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
  const resolved = (rules: readonly AuditRule[]): readonly AuditRule[] =>
    rules.map((rule) => resolvedRule(rule, facts.files));
  const kernel = mapFailable(kernelRules(facts.bundle), resolved);
  const boot = mapFailable(bootRules(facts.bundle), ({ rules, switchedOff }) => ({
    rules: resolved(rules),
    switchedOff,
  }));
  const enabled = auditEnabled(facts);
  const rows = targets(facts).map((target) => targetRow(target, facts, kernel, boot, enabled));
  return { rows: [...unknownExecutable(facts), ...unknownPlaces(facts), ...rows] };
}

function targets(facts: Facts): readonly Target[] {
  return [
    ...executables(facts).map((path) => ({ name: 'dockerd', path })),
    ...auditedDirectories(facts).map((path) => ({ name: 'etc-docker', path })),
    ...socketPaths(facts).map((path) => ({ name: 'docker-sock', path })),
    ...auditPlaces(facts).flatMap(({ name, paths }) =>
      paths.ok ? paths.value.map((path) => ({ name, path })) : [],
    ),
  ];
}

/** Not /etc or / as a whole, for a configuration file that lies there itself. */
function auditedDirectories(facts: Facts): readonly string[] {
  return configDirectories(facts).filter((path) => path.lastIndexOf('/') > 0);
}

/** The dockerd that runs; where none does, those that are installed. */
function executables(facts: Facts): readonly string[] {
  if (facts.dockerd.ok)
    return facts.dockerd.value.executable === null ? [] : [facts.dockerd.value.executable];
  if (facts.dockerd.failure.code !== 'NO_DOCKERD') return [];
  const usual = ['/usr/bin/dockerd', '/usr/sbin/dockerd'];
  const installed = usual.map((path) => (facts.files.ok ? facts.files.value(path) : facts.files));
  const targets = installed.flatMap((file) => (file.ok ? (file.value.target ?? []) : []));
  return targets.length > 0 ? [...new Set(targets)] : usual.slice(0, 1);
}

/** A row that stands for the dockerd that runs but may not be looked at, or cannot be told from others. */
function unknownExecutable(facts: Facts): readonly Row[] {
  if (facts.dockerd.ok && facts.dockerd.value.executable !== null) return [];
  if (!facts.dockerd.ok && facts.dockerd.failure.code === 'NO_DOCKERD') return [];
  const reason = facts.dockerd.ok
    ? fail<Json>(
        'NEEDS_ROOT',
        'which program dockerd runs from may not be read',
        'audit as root, or with sudo: true in the inventory (--sudo)',
      )
    : facts.dockerd;
  return [buildRow({ name: 'dockerd', path: 'dockerd' }, { exists: reason })];
}

/** A row for everything of which it is not known where it is. */
function unknownPlaces(facts: Facts): readonly Row[] {
  return auditPlaces(facts).flatMap(({ name, paths }) =>
    paths.ok ? [] : [buildRow({ name, path: name }, { exists: paths, rootless: paths })],
  );
}

/** `enabled 0` records nothing; 1 records, 2 records and is locked until the next boot. See auditctl(8). */
function auditEnabled(facts: Facts): Failable<boolean> {
  const status = sectionText(facts.bundle, 'audit.status');
  if (!status.ok) return status;
  const state = /\benabled[ =](\d)/.exec(status.value)?.[1];
  return state === undefined
    ? fail('MALFORMED', 'auditctl does not say whether auditing is enabled', 'see auditctl -s on the host')
    : succeed(state === '1' || state === '2');
}

function targetRow(
  target: Target,
  facts: Facts,
  kernel: Failable<readonly AuditRule[]>,
  boot: Failable<FileRules>,
  enabled: Failable<boolean>,
): Row {
  const file = facts.files.ok ? facts.files.value(target.path) : facts.files;
  // A rule on a symbolic link watches the link, not what it leads to.
  const real = file.ok ? (file.value.target ?? target.path) : target.path;
  const linked = file.ok && file.value.link?.kind === 'symlink';
  const names = linked ? [real] : [target.path, real];
  const directory = file.ok && file.value.stat?.kind === 'directory';
  const covering = (rules: readonly AuditRule[]): AuditRule | undefined =>
    coveringRule(rules, names, directory);
  const loaded = mapFailable(kernel, covering);
  const persistent = mapFailable(boot, ({ rules }) => covering(rules));
  const switchedOff = boot.ok ? boot.value.switchedOff : null;
  return buildRow(
    { name: target.name, path: real },
    {
      exists: mapFailable(file, (facts) => facts.stat !== null),
      rootless: isRootless(facts),
      enabled,
      loaded: mapFailable(loaded, (rule) => rule !== undefined),
      persistent: mapFailable(persistent, (rule) => rule !== undefined && switchedOff === null),
      rule: ruleText(loaded, persistent),
    },
    [
      loaded.ok && persistent.ok && loaded.value !== undefined && persistent.value === undefined
        ? 'the rule is loaded but in no rule file: it is gone after a reboot'
        : undefined,
      loaded.ok && persistent.ok && loaded.value === undefined && persistent.value !== undefined
        ? `the rule stands in ${persistent.value.source} but is not loaded: augenrules --load`
        : undefined,
      switchedOff === null
        ? undefined
        : `${switchedOff} ends with -e 0: the kernel records no audit events after a reboot`,
      directory && isTransient(real) && loaded.ok && loaded.value?.path === real ? loadedTooEarly : undefined,
      enabled.ok && !enabled.value
        ? 'the kernel records no audit events (auditctl -s: enabled 0); is auditd running?'
        : undefined,
    ],
  );
}

/** On a filesystem that is empty after every boot. */
function isTransient(path: string): boolean {
  return path.startsWith('/run/');
}

/** See audit_watch.c in Linux: without a directory there is nothing to tag a tree from, and no way to tell later. */
const loadedTooEarly =
  'a watch that was loaded before the directory was made, as at boot, records what is made, renamed and removed in it, but nothing in the directories below it: watch the one above it';

function ruleText(
  loaded: Failable<AuditRule | undefined>,
  persistent: Failable<AuditRule | undefined>,
): Failable<Json> {
  if (!loaded.ok) return loaded;
  return succeed(loaded.value?.text ?? (persistent.ok ? (persistent.value?.text ?? null) : null));
}
