import { containersBySubject } from '../advice/fragments.ts';
import { updateOf } from '../advice/update.ts';
import type { AuditedContainer, Finding, HostResult, ResultFix } from '../result/types.ts';
import type { ContainerAction } from './types.ts';

export interface ContainerActions {
  readonly actions: readonly ContainerAction[];
  /** Subjects that the script leaves alone, by the reason why. */
  readonly refused: ReadonlyMap<string, readonly string[]>;
}

/** What docker update does about each container of a failed check whose fix sets limits. */
export function containerActions(
  values: NonNullable<ResultFix['dockerUpdate']>,
  findings: readonly Finding[],
  host: HostResult,
): ContainerActions {
  const actions: ContainerAction[] = [];
  const refused = new Map<string, string[]>();
  const containers = containersBySubject(host);
  for (const subject of new Set(findings.map((finding) => finding.subject))) {
    const container = containers.get(subject);
    const action = container === undefined ? unknown : actionOn(container, values);
    if ('reason' in action) refused.set(action.reason, [...(refused.get(action.reason) ?? []), subject]);
    else actions.push(action);
  }
  return { actions, refused };
}

const unknown = { reason: 'it is not among the audited containers' };

function actionOn(
  container: AuditedContainer,
  values: NonNullable<ResultFix['dockerUpdate']>,
): ContainerAction | { readonly reason: string } {
  const update = updateOf(values, container);
  if ('reason' in update) return update;
  return { kind: 'container', container: container.id, name: container.name, ...update };
}
