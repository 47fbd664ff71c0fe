import type { AuditFacts } from './audit-facts.ts';
import type { AuditState } from './raw/audit-state.ts';

/** What is wrong with the audit system of a host as a whole, the cause first. */
export function auditTroubles({ state }: AuditFacts): readonly string[] {
  if (!state.ok) return [];
  const { enabled, daemon, lost } = state.value;
  return [
    ...failedUnits(state.value),
    ...(enabled.ok && !enabled.value
      ? ['the kernel records no audit events (auditctl -s: enabled 0); is auditd running?']
      : []),
    ...(daemon === '' && enabled.ok && enabled.value
      ? [
          'no audit daemon takes the records (auditctl -s: pid 0): they go to the kernel log, which drops what exceeds its rate',
        ]
      : []),
    ...(lost > 0 ? [`the kernel dropped ${lost} records since the boot (auditctl -s: lost)`] : []),
  ];
}

/** A unit that failed: auditd 4.0 is not started where rules were refused, auditd 3 starts without them. */
function failedUnits({ units }: AuditState): readonly string[] {
  const failed = [...units].filter(([, unit]) => unit.get('ActiveState') === 'failed').map(([name]) => name);
  const rules = /augenrules.*status=(\d+)/.exec(units.get('auditd.service')?.get('ExecStartPost') ?? '')?.[1];
  return [
    ...failed.map((name) => `${name} failed (systemctl status ${name}): see why first`),
    ...(rules !== undefined && rules !== '0'
      ? [
          'augenrules failed when auditd.service was started (systemctl status auditd): rules are missing since',
        ]
      : []),
  ];
}
