import { fail, succeed, type Failable } from '../lib/failure.ts';
import type { AuditFacts, BootFacts } from './audit-facts.ts';
import type { Recording } from './audit-loaded.ts';
import type { RuleLoad } from './raw/audit-boot.ts';
import { coverage, type Coverage, type Subject } from './raw/audit-coverage.ts';
import type { AuditRule } from './raw/audit-rule.ts';
import type { Unit } from './raw/audit-state.ts';

/** What is recorded of it once the host was booted again. */
export function loadedAtBoot(
  subject: Subject,
  loaded: Failable<Recording>,
  audit: AuditFacts,
): Failable<Recording> {
  if (!audit.boot.ok) return audit.boot;
  const boot = audit.boot.value;
  const covering = (rules: readonly AuditRule[]): Coverage => coverage(rules, subject, audit.dialect);
  const sure = covering(boot.atWorst.rules);
  const isLoaded = loaded.ok && loaded.value.rule !== null;
  if (sure.rule !== null) {
    const obstacle = obstacleOf(boot.atWorst, audit);
    if (obstacle !== null) return succeed({ rule: null, notes: [obstacle] });
    return succeed({ rule: sure.rule, notes: loadNotes(sure.rule, loaded, audit) });
  }
  if (covering(boot.atBest.rules).rule !== null) {
    return fail(
      'NOT_COLLECTED',
      'the facts do not tell which directories below /run are there when rules are loaded at boot',
      'collect the facts of this host again',
    );
  }
  const agent = isLoaded ? agentOf(audit) : null;
  if (agent !== null) return byAgent(agent, covering(boot.agent).rule);
  const written = covering(boot.written).rule;
  const why = written === null ? sure.gap : refusalNote(written, boot);
  return succeed({ rule: null, notes: [why ?? (isLoaded ? inNoFile : '')] });
}

const inNoFile = 'the rule is loaded but in no rule file that the next boot loads: it is gone then';

/** Why nothing is recorded after a reboot whatever the rules say, null where it is. */
function obstacleOf({ enable, failed }: RuleLoad, { state }: AuditFacts): string | null {
  if (enable?.text === '0')
    return `${enable.source} ends with -e 0: the kernel records no audit events after a reboot`;
  if (!state.ok || state.value.units.size === 0) return null;
  const [daemon, rules] = ['auditd.service', 'audit-rules.service'].map((name) =>
    state.value.units.get(name),
  );
  const isRequired = /\baudit-rules\.service\b/.test(daemon?.get('Requires') ?? '');
  if (failed && isRequired)
    return 'auditctl refuses a rule at boot; auditd.service requires audit-rules.service, so that nothing is recorded then';
  const isOff = (unit: Unit | undefined): boolean =>
    unit !== undefined && /^(|disabled|masked)$/.test(unit.get('UnitFileState') ?? '');
  return isOff(daemon) && (isOff(rules) || enable === null)
    ? 'auditd.service is not started at boot (systemctl is-enabled): nothing is recorded then'
    : null;
}

/** What is to be done where a rule is written and not loaded, or not as it should. */
function loadNotes(rule: AuditRule, loaded: Failable<Recording>, { state }: AuditFacts): readonly string[] {
  if (!loaded.ok || loaded.value.rule !== null || loaded.value.notes.length > 0) return [];
  const isLocked = state.ok && state.value.isLocked;
  const cure = isLocked ? 'the loaded rules are locked (enabled 2): reboot' : 'augenrules --load';
  return [`the rule stands in ${rule.source} but is not loaded: ${cure}`];
}

/** A rule that is written and not loaded at boot is refused itself, or stands behind one that is. */
function refusalNote(rule: AuditRule, { atWorst }: BootFacts): string | null {
  const own = atWorst.refused.find(({ text, source }) => text.trim() === rule.text && source === rule.source);
  const refusal = own ?? atWorst.stoppedAt;
  if (refusal === null) return null;
  const line = `"${refusal.text.trim()}" in ${refusal.source}`;
  const rest =
    atWorst.stoppedAt === refusal ? ', and stops there: it loads nothing that stands behind it' : '';
  return `at boot auditctl refuses ${line} (${refusal.reason})${rest}`;
}

/** Another program than auditd that takes the records, and loads rules of its own; null where there is none. */
function agentOf({ state }: AuditFacts): string | null {
  const daemon = state.ok ? state.value.daemon : null;
  return daemon === null || daemon === '' || daemon === 'auditd' ? null : daemon;
}

function byAgent(agent: string, rule: AuditRule | null): Failable<Recording> {
  if (rule !== null) return succeed({ rule, notes: [`${agent} loads it from ${rule.source}`] });
  return fail(
    'OTHER_AGENT',
    `${agent} takes the audit records of this host and loads rules of its own: whether this one is among them is not known`,
    `see its configuration; rules in a file below /etc/audit/rules.d are known, and for auditbeat those below /etc/auditbeat/audit.rules.d`,
  );
}
