import type { HostResult, Report } from '../../result/types.ts';
import { planFixes, stepsOf } from '../plan.ts';
import type { Plan } from '../types.ts';
import { withoutVariables } from './without-variables.ts';

export interface PlannedHost {
  readonly host: HostResult;
  readonly plan: Plan;
  /** Why the playbook does nothing on it; null where it does something. */
  readonly idle: string | null;
}

/** All hosts of the report with what a playbook can do for them. */
export function planHosts(report: Report): readonly PlannedHost[] {
  return report.hosts.map((host) => {
    const plan = withoutVariables(planFixes(report, host));
    return { host, plan, idle: whyIdle(host, plan) };
  });
}

function whyIdle({ name, state }: HostResult, plan: Plan): string | null {
  if (state === 'unreachable') return 'it was not audited';
  if (state === 'noEngine') return 'it has no container engine';
  if (stepsOf(plan).length === 0) return 'nothing that failed there can be put right by Ansible';
  return isPlainName(name) ? null : 'Ansible would read its name as a pattern; use its fix script';
}

/** A name or an address, of IPv6 too; with a port behind it Ansible would not find it. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$|^[0-9A-Fa-f]*(:[0-9A-Fa-f.]*){2,7}$/.test(name);
}
