import { stringify } from 'yaml';
import type { Json, JsonObject } from '../lib/json.ts';
import { shellWord } from '../lib/shell-word.ts';
import { visible } from '../lib/text.ts';
import type { AuditedContainer, ContainerOwner } from '../result/types.ts';
import { merged } from './merge.ts';
import { filled, filledIn } from './placeholders.ts';
import type { Need, Snippet } from './types.ts';

/** How the definition of a container changes, in the words of what made it; none where there is nothing to say. */
export function containerSnippets(
  name: string,
  container: AuditedContainer | undefined,
  needs: readonly Need[],
): readonly Snippet[] {
  const owner = container?.owner ?? null;
  if (owner === null) return runSnippet(name, needs);
  if (owner.tool === 'compose') return composeSnippet(owner, needs);
  return owner.tool === 'swarm' ? serviceSnippet(owner, needs) : podSnippet(owner, needs);
}

function runSnippet(name: string, needs: readonly Need[]): readonly Snippet[] {
  const remove = flags(needs, ({ change }) => change.run?.remove);
  const add = flags(needs, ({ change }) => change.run?.add);
  if (remove.length + add.length === 0) return [];
  const lines = [
    `# docker inspect ${visible(name)} shows how it was made: make it anew`,
    ...(remove.length === 0 ? [] : ['# without, where it is set:', ...remove.map((flag) => `#   ${flag}`)]),
    ...(add.length === 0 ? [] : ['# with:', add.join(' ')]),
  ];
  return [{ title: 'docker run', lines }];
}

function composeSnippet(owner: ContainerOwner, needs: readonly Need[]): readonly Snippet[] {
  const remove = unique(needs.flatMap(({ change, rows }) => lines(change.compose?.remove, rows)));
  const set = merged(needs.map(({ change, rows }) => filledKeys(change.compose?.set, rows)));
  if (remove.length + Object.keys(set).length === 0) return [];
  const files =
    owner.files.length === 0 ? 'the compose file' : owner.files.map((file) => visible(file)).join(', ');
  const service = keyOr(owner.name, 'SERVICE');
  return [
    {
      title: 'compose override',
      lines: [
        `# project ${visible(owner.scope)}, service ${visible(owner.name)}, from ${files}`,
        ...(remove.length === 0
          ? []
          : [
              '# take out of the service itself, where it is set, which an override cannot:',
              ...remove.map((key) => `#   ${key}`),
            ]),
        ...(Object.keys(set).length === 0 ? [] : yamlLines({ services: { [service]: set } })),
      ],
    },
  ];
}

function serviceSnippet(owner: ContainerOwner, needs: readonly Need[]): readonly Snippet[] {
  const all = flags(needs, ({ change }) => change.service);
  if (all.length === 0) return [];
  const command = ['docker service update', ...all, shellWord(visible(owner.name))].join(' ');
  return [{ title: 'docker service update', lines: ['# on a manager; it replaces the tasks', command] }];
}

function podSnippet(owner: ContainerOwner, needs: readonly Need[]): readonly Snippet[] {
  const container = merged(needs.map(({ change, rows }) => filledKeys(change.kubernetes?.container, rows)));
  const pod = merged(needs.map(({ change, rows }) => filledKeys(change.kubernetes?.pod, rows)));
  const named =
    Object.keys(container).length === 0 ? [] : [{ name: keyOr(owner.container, 'CONTAINER'), ...container }];
  if (named.length + Object.keys(pod).length === 0) return [];
  const spec = { ...pod, ...(named.length === 0 ? {} : { containers: named }) };
  const where = visible(`${owner.scope}/${owner.name}`);
  return [
    {
      title: 'Kubernetes pod template',
      lines: [
        `# in the Deployment or the like that made pod ${where}`,
        ...yamlLines({ spec: { template: { spec } } }),
      ],
    },
  ];
}

/** Flags with their values quoted where a shell would not take them as they are, each once. */
function flags(needs: readonly Need[], of: (need: Need) => readonly string[] | undefined): readonly string[] {
  return unique(
    needs
      .flatMap((need) => lines(of(need), need.rows))
      .map((flag) => {
        const [, name = flag, value] = /^(\S+) (.*)$/s.exec(flag) ?? [];
        return value === undefined ? name : `${name} ${shellWord(value)}`;
      }),
  );
}

function lines(templates: readonly string[] | undefined, rows: readonly JsonObject[]): readonly string[] {
  return (templates ?? []).flatMap((line) => filled(line, rows));
}

function filledKeys(keys: JsonObject | undefined, rows: readonly JsonObject[]): JsonObject {
  return filledIn(keys ?? {}, rows) as JsonObject;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function keyOr(name: string, otherwise: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,252}$/.test(name) ? name : otherwise;
}

/** YAML in ASCII: texts stand in double quotes, where \u says what is not. */
function yamlLines(value: Json): readonly string[] {
  return stringify(value, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 })
    .trimEnd()
    .replaceAll(/[^\n\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .split('\n');
}
