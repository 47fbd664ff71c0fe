import { comment } from '../quote.ts';
import type { Action, Plan, Step } from '../types.ts';
import { unsafe } from './nodes.ts';

/** The tasks of the checks, by the word in templates/ansible/playbook.yml that they take the place of. */
export interface CheckTasks {
  readonly settings: readonly object[];
  readonly files: readonly object[];
  readonly rules: readonly object[];
  readonly limits: readonly object[];
  /** The variables in which the results of `files` are. */
  readonly registers: readonly string[];
}

/** One task for each check that something is done about on any host; what is done where stands in the hosts' values. */
export function checkTasks(plans: readonly Plan[]): CheckTasks {
  const files = stepsOnce(plans.map((plan) => plan.files));
  return {
    settings: stepsOnce(plans.map((plan) => plan.settings)).map(settingTask),
    files: files.map(fileTask),
    rules: stepsOnce(plans.map((plan) => plan.audit)).map((step) => itemsTask(step, 'rules')),
    limits: stepsOnce(plans.map((plan) => plan.containers)).map((step) => itemsTask(step, 'limits')),
    registers: files.map(({ id }) => registerOf(id)),
  };
}

/** Each check once; guarded where it is guarded on any host. */
function stepsOnce(lists: readonly (readonly Step[])[]): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const step of lists.flat()) {
    if (steps.get(step.id)?.summary.kind !== 'guarded') steps.set(step.id, step);
  }
  return [...steps.values()];
}

function fileTask(step: Step): object {
  const places = `plimsoll_host.files['${step.id}'] | default([])`;
  return {
    name: nameOf(step),
    'ansible.builtin.file': {
      path: '{{ item }}',
      state: "{{ 'directory' if item in plimsoll_folders else 'file' }}",
      ...attributesOf(step.actions[0]),
      follow: false,
    },
    loop: `{{ ${[places, ...permission(step).map((allowed) => `if ${allowed} else []`)].join(' ')} }}`,
    when: 'item in plimsoll_there and plimsoll_danger | length == 0',
    register: registerOf(step.id),
    ignore_errors: true,
    tags: tagsOf(step),
  };
}

/** A check wants the same of every file. */
function attributesOf(action: Action | undefined): object {
  if (action?.kind === 'mode') return { mode: action.remove };
  if (action?.kind !== 'owner') throw new Error('a step on files changes modes or owners');
  const [owner, group] = action.owner.split(':');
  return { owner, group };
}

/** Notes for this host what a later task then does for all checks at once. */
function choiceTask(step: Step, chosen: string, wanted: string, isKnown: string): object {
  return {
    name: nameOf(step),
    'ansible.builtin.set_fact': { [chosen]: `{{ ${chosen} | default([]) + ${wanted} }}` },
    when: [isKnown, ...permission(step)],
    tags: tagsOf(step),
  };
}

function settingTask(step: Step): object {
  const isKnown = `'${step.id}' in plimsoll_host.daemon.effects | default({})`;
  return choiceTask(step, 'plimsoll_chosen', `['${step.id}']`, isKnown);
}

/** @param kind where the host's values hold the items, and `plimsoll_KIND` the chosen ones */
function itemsTask(step: Step, kind: 'rules' | 'limits'): object {
  const items = `plimsoll_host.${kind}`;
  return choiceTask(step, `plimsoll_${kind}`, `${items}['${step.id}']`, `'${step.id}' in ${items}`);
}

/** The condition of what may disturb. */
function permission({ summary }: Step): string[] {
  return summary.kind === 'guarded' ? ['plimsoll_allow_disruptive | bool'] : [];
}

function nameOf({ id, cis, title }: Step): object {
  return unsafe(`${cis === '' ? '' : `${cis} `}${id} - ${comment(title)}`);
}

function tagsOf({ id, cis }: Step): string[] {
  return [id, cis].filter(Boolean);
}

function registerOf(id: string): string {
  return `plimsoll_result_${id.replaceAll('-', '_')}`;
}
