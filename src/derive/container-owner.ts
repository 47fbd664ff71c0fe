import type { JsonObject } from '../lib/json.ts';
import type { ContainerOwner } from '../result/types.ts';
import { textAt } from './raw/json-access.ts';

/** What its labels say: anyone may set them, but whoever did wants it to count as one of theirs. */
export function containerOwner(inspect: JsonObject): ContainerOwner | null {
  const label = (name: string): string => textAt(inspect, 'Labels', name) ?? '';
  const none = { scope: '', container: '', files: [] };
  if (label('swarmService') !== '') return { ...none, tool: 'swarm', name: label('swarmService') };
  if (label('pod') !== '') {
    const [scope, container] = [label('namespace'), label('podContainer')];
    return { ...none, tool: 'kubernetes', scope, name: label('pod'), container };
  }
  if (label('project') === '') return null;
  const files = label('composeFiles')
    .split(',')
    .filter((file) => file !== '');
  return { ...none, tool: 'compose', scope: label('project'), name: label('composeService'), files };
}
