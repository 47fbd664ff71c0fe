import type { AuditedState } from '../../result/types.ts';
import { memberLines } from '../daemon-json.ts';
import { movesRoot, type Reach } from '../reach.ts';
import type { DaemonPlan, Plan, Step } from '../types.ts';
import { containerVars } from './container-vars.ts';
import { unsafe } from './nodes.ts';

/**
 * The values of one host for templates/ansible/playbook.yml, ready for YAML.
 * @param script the name of its fix script
 */
export function hostVars(plan: Plan, audited: AuditedState | null, script: string): object {
  const files = plan.files.flatMap(pathsOf);
  const touched = plan.daemon === null ? files : [...files, plan.daemon.path];
  const above = new Set(touched.flatMap(directoriesAbove));
  return {
    // No host has an empty one.
    machine: audited?.machineIdSha256 ?? '',
    script,
    // Directories that the same plan puts right are not held against the files in them.
    above: [...above].filter((directory) => !files.includes(directory)).map(unsafe),
    files: byCheck(plan.files, (step) => pathsOf(step).map(unsafe)),
    rules: byCheck(plan.audit, rulesOf),
    limits: byCheck(plan.containers, limitsOf),
    ...(plan.daemon && { daemon: daemonVars(plan.daemon) }),
  };
}

function pathsOf({ actions }: Step): string[] {
  return actions.flatMap((action) => (action.kind === 'container' ? [] : [action.path]));
}

function rulesOf({ actions }: Step): object[] {
  return actions.flatMap((action) =>
    action.kind === 'audit' ? [unsafe(`-w ${action.path} -p ${action.permissions} -k docker`)] : [],
  );
}

function limitsOf({ actions }: Step): object[] {
  return actions.flatMap((action) => (action.kind === 'container' ? [containerVars(action)] : []));
}

function byCheck(steps: readonly Step[], varsOf: (step: Step) => readonly object[]): object {
  return Object.fromEntries(steps.map((step) => [step.id, varsOf(step)]));
}

function directoriesAbove(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return ['/', ...parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)];
}

function daemonVars({ path, audited, lines, marks }: DaemonPlan): object {
  const entries = [...marks];
  const named = (wanted: readonly number[]): string[] =>
    entries.filter(([, { mark }]) => wanted.includes(mark)).map(([id]) => id);
  return {
    path: unsafe(path),
    audited,
    settings: Object.fromEntries(
      entries.map(([id, { effect, reach }]) => [id, { effect, ...shownBy(reach) }]),
    ),
    members: memberLines(lines).map((member) => ({
      text: unsafe(member.text),
      ...(member.with.length > 0 && { with: named(member.with) }),
      ...(member.without.length > 0 && { without: named(member.without) }),
    })),
  };
}

/** What Docker shows once the setting is in force, where it does: an option of the bridge, or one that moves its data. */
function shownBy(reach: Reach): object {
  const root = movesRoot(reach);
  if (root !== null) return { root };
  const [, option, value] = /^bridge:([^=]+)=(.*)$/.exec(reach) ?? [];
  return option === undefined ? {} : { bridge: `"${option}": "${value}"` };
}
