import type { Bundle } from '../../src/facts/bundle.ts';
import { withSection } from './recorded.ts';

/** Sections in which each container has lines of its own. */
const sections = ['container.processes', 'container.members', 'container.contents', 'container.stopped'];

interface Recorded {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly State: object;
  readonly HostConfig: object;
}

function textOf(bundle: Bundle, name: string): string {
  return bundle.sections[name]?.text ?? '';
}

/** Every line of a section of JSON. */
export function objectsOf(bundle: Bundle, name: string): readonly string[] {
  return textOf(bundle, name)
    .split('\n')
    .filter((line) => line !== '');
}

/** What a section says of each container, or of each process of one, a line or several; what it opens with goes first. */
export function blocksOf(bundle: Bundle, name: string): readonly string[] {
  return textOf(bundle, name).split(/^(?=(?:container|member) )/m);
}

export function withContainers(bundle: Bundle, lines: readonly string[]): Bundle {
  return withSection(bundle, 'docker.containers', { text: lines.map((line) => `${line}\n`).join('') });
}

/** A bundle in which everything that every section says of a container of another host stands as well. */
export function withContainer(bundle: Bundle, from: Bundle, name: string): Bundle {
  const line = objectsOf(from, 'docker.containers').find((text) => text.includes(`"Name":"/${name}"`));
  if (line === undefined) throw new Error(`no container ${name}`);
  const container = JSON.parse(line) as Recorded;
  const id = 'f00d'.repeat(16);
  const added = JSON.stringify({ ...container, Id: id, Name: '/added' });
  const more = withContainers(bundle, [...objectsOf(bundle, 'docker.containers'), added]);
  return sections.reduce(
    (changed, section) => {
      const about = blocksOf(from, section).filter((block) => block.includes(container.Id));
      const renamed = about.map((block) => block.replaceAll(container.Id, id)).join('');
      return withSection(changed, section, { text: `${textOf(changed, section).trimEnd()}\n${renamed}` });
    },
    withImage(more, from, container.Image),
  );
}

/** Without the image, a container of it would be one whose image was removed. */
function withImage(bundle: Bundle, from: Bundle, id: string): Bundle {
  const image = objectsOf(from, 'docker.images').find((text) => text.includes(`"Id":"${id}"`)) ?? '';
  const history = textOf(from, 'docker.history').split(/^(?=image )/m);
  const steps = history.find((text) => text.startsWith(`image ${id}`)) ?? '';
  const images = withSection(bundle, 'docker.images', {
    text: `${textOf(bundle, 'docker.images').trimEnd()}\n${image}\n`,
  });
  return withSection(images, 'docker.history', {
    text: `${textOf(bundle, 'docker.history').trimEnd()}\n${steps}`.trimStart(),
  });
}
