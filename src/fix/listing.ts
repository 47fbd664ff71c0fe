import { comment, line, wrapped } from './quote.ts';
import { stepsOf } from './plan.ts';
import type { Action, Advice, ContainerAction, Plan, Step } from './types.ts';

const subjectLimit = 10;

/** What `--list` prints: harmless lines of printable ASCII, whatever the host called its containers. */
export function listing(plan: Plan): string {
  const steps = stepsOf(plan);
  const lines = [
    `Fixes in this script: ${steps.length}`,
    ...steps.flatMap(stepLines),
    `Left to you: ${plan.advice.length}`,
    ...plan.advice.flatMap(adviceLines),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The first subjects, and how many more there are. */
export function someSubjects(subjects: readonly string[]): string[] {
  const more = subjects.length - subjectLimit;
  return more > 0 ? [...subjects.slice(0, subjectLimit), `and ${more} more`] : [...subjects];
}

/** Id and number of a check, as in `docker-daemon-icc (2.2)`. */
export function nameOf({ id, cis }: { readonly id: string; readonly cis: string }): string {
  return cis === '' ? id : `${id} (${cis})`;
}

function stepLines(step: Step): string[] {
  const { kind, disruption, restart } = step.summary;
  const settings = Object.entries(step.settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return [
    `  ${kind}  ${comment(nameOf(step))}  disruption ${disruption}${restart ? ', needs the daemon to restart' : ''}`,
    `    ${comment(step.title)}`,
    ...[...step.actions.map(actionText), ...settings].map((text) => `    - ${comment(text)}`),
    ...(kind === 'guarded' ? wrapped(step.text).map((text) => `    mind: ${comment(text)}`) : []),
    ...step.steps.map((text) => `    by hand: ${line(text)}`),
  ];
}

function actionText(action: Action): string {
  if (action.kind === 'mode') return `${action.path}: mode within ${action.keep}`;
  if (action.kind === 'owner') return `${action.path}: owner ${action.owner}`;
  if (action.kind === 'container') return `container ${action.name}: ${updateText(action)}`;
  return `${action.path}: audit rule for ${action.permissions}`;
}

/** As in `docker update, memory 0:0 -> 268435456:268435456`. */
function updateText({ setting, audited, wanted }: ContainerAction): string {
  return `docker update, ${setting} ${audited} -> ${wanted}`;
}

function adviceLines({ title, reason, text, subjects, ...label }: Advice): string[] {
  return [
    `  ${comment(nameOf(label))}`,
    `    ${comment(title)}`,
    `    not by script: ${comment(reason)}`,
    ...wrapped(text).map((words) => `    how: ${comment(words)}`),
    ...someSubjects(subjects).map((subject) => `    - ${comment(subject)}`),
  ];
}
