import type { Failable } from '../lib/failure.ts';
import { both, mapFailable } from './build-row.ts';
import type { Facts } from './facts.ts';
import { bootLines, loadRules, placesAtBoot, type RuleLoad } from './raw/audit-boot.ts';
import type { AuditDialect } from './raw/audit-calls.ts';
import { resolvedRule } from './raw/audit-coverage.ts';
import { auditFiles, type AuditFiles, type RuleLine } from './raw/audit-files.ts';
import { kernelRules } from './raw/audit-kernel.ts';
import { parseRule, type AuditRule } from './raw/audit-rule.ts';
import { auditDialect, auditState, type AuditState } from './raw/audit-state.ts';

/** What is known of the audit system of a host, each part read once. */
export interface AuditFacts {
  readonly state: Failable<AuditState>;
  readonly dialect: AuditDialect;
  readonly files: Failable<AuditFiles>;
  /** Rules in the kernel. */
  readonly kernel: Failable<readonly AuditRule[]>;
  /** What the next boot makes of the rule files. */
  readonly boot: Failable<BootFacts>;
}

export interface BootFacts {
  /** With all below /run that was not looked at, and without it. */
  readonly atBest: RuleLoad;
  readonly atWorst: RuleLoad;
  /** All rules that stand in these files, taken or not. */
  readonly written: readonly AuditRule[];
  /** Those of another program that loads rules of its own. */
  readonly agent: readonly AuditRule[];
}

export function auditFacts(facts: Facts): AuditFacts {
  const state = auditState(facts.bundle);
  const dialect = auditDialect(state);
  const files = auditFiles(facts.bundle);
  const resolve = (rules: readonly AuditRule[]): readonly AuditRule[] =>
    rules.map((rule) => resolvedRule(rule, facts.files));
  const boot = mapFailable(files, (read): BootFacts => {
    const lines = bootLines(read, state.ok && isLoadedFromFile(state.value), dialect.version);
    const load = (isMade: boolean): RuleLoad => {
      const placeOf = placesAtBoot(read, isMade);
      const loaded = loadRules(lines, { placeOf, unknownNames: read.unknownNames, dialect });
      return { ...loaded, rules: resolve(loaded.rules) };
    };
    return {
      atBest: load(true),
      atWorst: load(false),
      written: resolve(rulesOf(lines, dialect)),
      agent: resolve(rulesOf(read.agent, dialect)),
    };
  });
  const times = state.ok ? state.value : { dialect, addedAt: [] };
  const written = boot.ok ? [...boot.value.written, ...boot.value.agent] : [];
  const kernel = kernelRules(facts.bundle, written, times, (path) => isDirectory(path, facts));
  return { state, dialect, files, boot, kernel: mapFailable(kernel, resolve) };
}

function rulesOf(lines: readonly RuleLine[], dialect: AuditDialect): readonly AuditRule[] {
  return lines.flatMap(({ source, text }) => parseRule(text, source, dialect));
}

/** The rules of all files, as written. */
export function writtenRules({ files, dialect }: AuditFacts): Failable<readonly AuditRule[]> {
  return mapFailable(files, ({ source, generated, agent }) =>
    rulesOf([...source, ...generated, ...agent], dialect),
  );
}

/** Whether the units of this host load audit.rules as it stands, without augenrules. */
function isLoadedFromFile({ units }: AuditState): boolean {
  const commands = ['auditd.service', 'audit-rules.service'].flatMap((name) =>
    ['ExecStart', 'ExecStartPost'].map((property) => units.get(name)?.get(property) ?? ''),
  );
  return (
    commands.some((text) => text.includes('auditctl -R')) &&
    !commands.some((text) => text.includes('augenrules'))
  );
}

/**
 * The latest moment, in seconds since the epoch, at which rules are known to have been loaded: when systemd did, or
 * when augenrules last had something new to load. Null where neither is known.
 */
export function lastLoad(facts: Facts, { state, files }: AuditFacts): number | null {
  const known = both(state, both(facts.host, files));
  if (!known.ok) return null;
  const [{ units }, [{ bootTime }, { generatedAt }]] = known.value;
  const times = [
    generatedAt,
    ...[...units].map(([name, unit]) => bootTime && startedAt(name, unit, bootTime)),
  ];
  return times.reduce((latest, time) => (time !== null && time > (latest ?? 0) ? time : latest), null);
}

function startedAt(name: string, unit: ReadonlyMap<string, string>, bootTime: number): number | null {
  const rulesOnly = name === 'audit-rules.service';
  const property = rulesOnly ? 'ExecMainExitTimestampMonotonic' : 'ActiveEnterTimestampMonotonic';
  const micros = /^[1-9]\d{0,14}$/.exec(unit.get(property) ?? '')?.[0];
  const loads = rulesOnly || (unit.get('ExecStartPost') ?? '') !== '';
  return micros === undefined || !loads ? null : bootTime + Number(micros) / 1e6;
}

function isDirectory(path: string, { files }: Facts): boolean {
  const file = files.ok ? files.value(path) : files;
  return !file.ok || file.value.stat?.kind === 'directory';
}
