import type { Action, Advice, Plan, Step } from '../types.ts';

/**
 * The plan without paths that hold a dollar sign, which become advice: modules of Ansible read it as the start of an
 * environment variable, and nothing keeps them from it.
 */
export function withoutVariables(plan: Plan): Plan {
  const daemon = plan.daemon?.path.includes('$') ? null : plan.daemon;
  const unset = daemon === null ? plan.settings : [];
  const files = plan.files.map((step) => ({ ...step, actions: step.actions.filter(isSpeakable) }));
  return {
    ...plan,
    files: files.filter(({ actions }) => actions.length > 0),
    settings: plan.settings.filter((step) => !unset.includes(step)),
    daemon,
    advice: [...plan.advice, ...plan.files.flatMap(adviceOn), ...unset.flatMap(adviceOn)],
  };
}

function isSpeakable(action: Action): boolean {
  return !('path' in action && action.path.includes('$'));
}

function adviceOn({ id, cis, title, actions }: Step): Advice[] {
  const subjects = actions.flatMap((action) =>
    'path' in action && !isSpeakable(action) ? [`file:${action.path}`] : [],
  );
  if (actions.length > 0 && subjects.length === 0) return [];
  const reason = 'Ansible cannot name the file; the fix script of the host can';
  return [{ id, cis, title, reason, text: '', subjects }];
}
