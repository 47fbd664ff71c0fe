import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../src/facts/bundle.ts';
import { blocksOf, objectsOf, withContainer, withContainers } from './added-containers.ts';
import { checks, differences, recorded, verdicts, withSection } from './recorded.ts';

function host(name: string): Bundle {
  const found = recorded.find((one) => one.name === name)?.bundle;
  if (found === undefined) throw new Error(`no recorded host ${name}`);
  return found;
}

const sound = { from: host('hardened'), name: 'app' };
const bad = ['worst', 'privileged', 'unconfined'];
const answering = recorded.filter(({ bundle }) => bundle.sections['docker.containers']?.status === 0);
const aboutContainers = new Set(
  checks.filter(({ each }) => /container|image|publishedPorts/i.test(each)).map(({ id }) => id),
);

/** Verdicts of those checks that are, or are not, about containers and what they are made of. */
function only(about: boolean, all: ReturnType<typeof verdicts>): ReturnType<typeof verdicts> {
  return new Map([...all].filter(([check]) => aboutContainers.has(check) === about));
}

/** In reverse, but for what stands before the first container, and containers before their processes. */
function turned(blocks: readonly string[]): readonly string[] {
  const starting = (pattern: RegExp): readonly string[] => blocks.filter((block) => pattern.test(block));
  const lines = [starting(/^container /), starting(/^member /)].flatMap((some) => some.toReversed());
  return [...starting(/^(?!container |member )/), ...lines.map((block) => `${block.trimEnd()}\n`)];
}

/** A person may have to judge what passed, and something may have to be judged where nothing was. */
function isNoBetter(before: string, after: string): boolean {
  return (
    after === 'fail' ||
    after === 'error' ||
    before === 'notApplicable' ||
    (before === 'pass' && after === 'manual')
  );
}

describe.each(answering)('the host recorded in $name', ({ bundle }) => {
  const whole = verdicts(bundle);

  it('gets the same verdicts on itself and its daemon with a sound container more', () => {
    const more = verdicts(withContainer(bundle, sound.from, sound.name));
    expect(differences(only(false, whole), only(false, more))).toEqual([]);
  });

  it.each(bad)('gets no better verdict on containers with the container %s more', (name) => {
    const more = verdicts(withContainer(bundle, host('worst-26'), name));
    expect(differences(only(true, whole), only(true, more), isNoBetter)).toEqual([]);
  });

  it('gets the same verdicts in whatever order its containers, processes and files are told', () => {
    const reversed = ['docker.images', 'docker.networks', 'docker.volumes', 'audit.kernel'].reduce(
      (changed, name) =>
        withSection(changed, name, { text: objectsOf(changed, name).toReversed().join('\n') }),
      withContainers(bundle, objectsOf(bundle, 'docker.containers').toReversed()),
    );
    const shuffled = ['container.processes', 'container.members', 'container.contents'].reduce(
      (changed, name) => withSection(changed, name, { text: turned(blocksOf(changed, name)).join('') }),
      reversed,
    );
    expect(differences(whole, verdicts(shuffled))).toEqual([]);
  });
});

it('the containers that are added are what they are taken for', () => {
  const worse = verdicts(withContainer(sound.from, host('worst-26'), 'worst'));
  const failing = [...only(true, worse).values()].filter(({ outcome }) => outcome === 'fail');
  expect(failing.length).toBeGreaterThan(20);
});
