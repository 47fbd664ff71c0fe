import { describe, expect, it } from 'vitest';
import { selectChecks } from '../../src/checks/select.ts';
import { knownChecks } from '../../src/commands/judge/choices.ts';
import { judgeBundle } from '../../src/commands/judge/judge.ts';
import { loadBundle } from '../../src/facts/load.ts';
import { packageFile } from '../../src/lib/package.ts';
import { hostWith } from './judged.ts';

const { known: checks, benchmarks } = await knownChecks([], []);
const everything = { ...benchmarks, levels: [1, 2], only: [], skip: [] } as const;
const broken = await loadBundle(packageFile('demo/broken.json'));
const whole = judgeBundle(broken, checks, {}).results;
/** Of a host without containers, without swarm. */
const empty = judgeBundle(hostWith({}), checks, {}).results;
const outcomesOf = (section: string): Record<string, string> => {
  const numbers = new Map(checks.map((check) => [check.id, check.numbers[0] ?? '']));
  const results = empty.filter(({ check }) => numbers.get(check)?.startsWith(section));
  return Object.fromEntries(results.map(({ check, outcome }) => [check, outcome]));
};

it('D4: without containers their checks are there, and do not apply', () => {
  expect(empty).toHaveLength(checks.length);
  const { 'docker-swarm-mode': swarmMode, ...containers } = outcomesOf('5.');
  expect(swarmMode).toBe('pass');
  expect(Object.values(containers)).toHaveLength(31);
  expect(new Set(Object.values(containers))).toEqual(new Set(['notApplicable']));
});

it('D7: without swarm nothing of it passes', () => {
  expect(Object.values(outcomesOf('7.'))).toEqual(Array.from({ length: 9 }, () => 'notApplicable'));
});

it('D6: a section left out takes nothing else with it', () => {
  const kept = selectChecks(checks, { ...everything, skip: ['5'] });
  const left = whole.filter(({ check }) => kept.some(({ id }) => id === check));
  expect(judgeBundle(broken, kept, {}).results).toEqual(left);
  expect(left.length).toBe(whole.length - 32);
});

describe('D8: a check asked for alone says what it says among all', () => {
  it.each(whole.map((result) => ({ id: result.check, result })))('$id', ({ id, result }) => {
    const alone = checks.filter((check) => check.id === id);
    expect(judgeBundle(broken, alone, {}).results).toEqual([result]);
  });
});

it('G1: level 1 alone finds what is wrong at level 1', () => {
  const found = judgeBundle(broken, selectChecks(checks, { ...everything, levels: [1] }), {}).results;
  const failed = found.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
  expect(failed).toEqual(
    expect.arrayContaining([
      'docker-container-privileged',
      'docker-container-host-pid',
      'docker-container-system-mounts',
    ]),
  );
});
