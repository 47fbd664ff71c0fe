import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeBundle } from '../../src/commands/judge/judge.ts';
import { createMark } from '../../src/facts/redact-mark.ts';
import { withheldStep } from '../../src/facts/redact-step.ts';
import { redactBundle } from '../../src/facts/redact.ts';
import { checks, hostWith } from '../known-wrong/judged.ts';
import { linesOf, plant, scatter, textOf } from './corpus/plant.ts';

const key = new Uint8Array(32).fill(7);
const commands = linesOf('commands.txt');
const lookalikes = linesOf('lookalikes.txt');
const harmless = linesOf('harmless.txt');

const { sections, planted } = plant(
  commands,
  linesOf('names.txt'),
  linesOf('tokens.txt'),
  linesOf('texts.txt'),
);
const arrived = redactBundle(hostWith(sections), key);

function leftIn(text: string): readonly string[] {
  return planted.filter(({ secret }) => text.includes(secret)).map(({ place, form }) => `${place}: ${form}`);
}

describe('planted secrets', () => {
  it('were where a host could print them', () => {
    expect(planted.length).toBeGreaterThan(3000);
    expect(leftIn(textOf(hostWith(sections)))).toHaveLength(planted.length);
  });

  it('are not in the bundle', () => expect(leftIn(textOf(arrived))).toEqual([]));

  it('are not in the report', () => {
    expect(leftIn(JSON.stringify(judgeBundle(arrived, checks, {})))).toEqual([]);
  });
});

describe('what only looks like a secret', () => {
  it.each(['docker.history', 'docker.containers'])('stays in %s', (section) => {
    const before = scatter(harmless, []).sections;
    const after = redactBundle(hostWith(before), key).sections[section]?.text.split('\n') ?? [];
    const kept = new Set(after);
    expect((before[section] ?? '').split('\n').filter((line) => !kept.has(line))).toEqual([]);
  });

  it('stays in every other section', () => {
    const before = hostWith(scatter([], lookalikes).sections);
    const after = redactBundle(before, key);
    for (const [name, { text }] of Object.entries(before.sections)) {
      const kept = new Set((after.sections[name]?.text ?? '').split('\n'));
      expect(
        text.split('\n').filter((line) => !kept.has(line)),
        name,
      ).toEqual([]);
    }
  });
});

describe('redaction', () => {
  it('changes nothing of what went through it', () => {
    expect(redactBundle(arrived, key)).toEqual(arrived);
  });

  const secret = fc.stringMatching(/^[a-z][A-Za-z0-9_!^~+%]{6,20}[0-9][a-z]$/);
  const shell = fc.constantFrom((text: string) => `/bin/sh -c ${text}`, (text: string) => `/bin/bash -o pipefail -c ${text}`, (text: string) => `/bin/sh -c set -e; ${text} && true`, (text: string) => `/bin/sh -c if true; then\n${text}\nfi`, (text: string) => `/bin/sh -c (${text}) >/dev/null 2>&1`, (text: string) => `|1 A=b /bin/sh -c ${text}`, (text: string) => `/bin/sh -c true | tee /x || sudo ${text}`); // prettier-ignore

  it('withholds any secret in any command of the corpus, however it is run, and once', () => {
    const mark = createMark(key);
    fc.assert(
      fc.property(fc.constantFrom(...commands), secret, shell, (command, value, run) => {
        const kept = withheldStep(`RUN ${run(command.replaceAll('¤', value))}`, mark);
        expect(kept).not.toContain(value);
        expect(withheldStep(kept, mark)).toBe(kept);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads whatever a step says', () => {
    const mark = createMark(key);
    const piece = fc.constantFrom('|2 ', 'CMD ', '["', '"', "'", '$(', ')', '`', '\n', '<<A', '#', '\\', '=', '://', '@', '-u', 'curl ', 'sh -c ', '[redacted 0123abcd]', ' '); // prettier-ignore
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 });
    fc.assert(fc.property(text, (pieces) => typeof withheldStep(pieces.join(''), mark) === 'string'));
  });
});
