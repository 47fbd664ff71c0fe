import { stepsOf } from '../plan.ts';
import { comment } from '../quote.ts';
import type { Plan, Step } from '../types.ts';
import { unsafe } from './nodes.ts';

/**
 * One task for each check that something is done about on any host: it notes the check as chosen, so that its tags
 * decide. What is done where stands in the hosts' values.
 */
export function checkTasks(plans: readonly Plan[]): readonly object[] {
  return stepsOnce(plans).map((step) => ({
    name: nameOf(step),
    'ansible.builtin.set_fact': { plimsoll_chosen: `{{ plimsoll_chosen + ['${step.id}'] }}` },
    ...(step.summary.kind === 'guarded' && { when: 'plimsoll_allow_disruptive | bool' }),
    tags: [step.id, step.cis].filter(Boolean),
  }));
}

/** Each check once; guarded where it is guarded on any host. */
function stepsOnce(plans: readonly Plan[]): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const step of plans.flatMap(stepsOf)) {
    if (steps.get(step.id)?.summary.kind !== 'guarded') steps.set(step.id, step);
  }
  return [...steps.values()];
}

function nameOf({ id, cis, title }: Step): object {
  return unsafe(`${cis === '' ? '' : `${cis} `}${id} - ${comment(title)}`);
}
