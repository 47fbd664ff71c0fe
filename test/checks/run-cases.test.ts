import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCases } from '../../src/checks/case-file.ts';
import { loadBenchmarks } from '../../src/checks/load-benchmarks.ts';
import { loadChecks, shippedChecks } from '../../src/checks/load.ts';
import { lintChecks } from '../../src/commands/checks/lint-checks.ts';
import { evaluateCheck } from '../../src/evaluate/evaluate-check.ts';
import { caseTables } from '../../src/evaluate/case-tables.ts';
import { runCases } from '../../src/evaluate/cases.ts';
import { weaker } from '../../src/evaluate/weaker.ts';

const directory = import.meta.dirname;
const checks = await loadChecks([shippedChecks]);

it('every shipped check has cases that come true, and no cases are left without a check', async () => {
  expect(await lintChecks(shippedChecks, directory)).toEqual([]);
});

it('every shipped check says what is wrong when it fails', () => {
  const silent = checks.filter(
    (check) => check.failureTitle === undefined || check.failureTitle === check.title,
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
});

it.each([
  ['1.8.0', 118, 23],
  ['1.7.0', 117, 23],
  ['1.6.0', 117, 21],
] as const)(
  'CIS Docker %s is whole: %d items with one check each, %d automated',
  async (edition, count, automated) => {
    const { given } = await loadBenchmarks([`cis-docker-${edition}`], checks);
    const items = given.flatMap((benchmark) => benchmark.items);
    expect(items.filter(({ assessment }) => assessment === 'automated')).toHaveLength(automated);
    expect(items).toHaveLength(count);
    expect(new Set(items.flatMap((item) => item.checks)).size).toBe(count);
    expect(items.filter((item) => item.checks.length !== 1 || item.level === null)).toEqual([]);
  },
);

describe.each(checks.map((check) => ({ id: check.id, check })))('$id', ({ id, check }) => {
  const { cases } = readCases(`${id}.yaml`, readFileSync(`${directory}/${id}.yaml`, 'utf8'));

  it('is not proved by fewer outcomes, nor is another check by these cases', () => {
    const without = (...outcomes: readonly string[]) =>
      runCases(
        check,
        cases.filter(({ outcome }) => !outcomes.includes(outcome)),
      );
    expect(without('pass')).toContain('there is no case in which the check passes');
    expect(without('fail')).toContain('there is no case in which the check fails');
    expect(without('error', 'notApplicable', 'manual')).not.toEqual([]);
    for (const { condition } of weaker(check.expect)) {
      expect(runCases({ ...check, expect: condition }, cases)).not.toEqual([]);
    }
  });

  it.each(cases.map((one) => ({ name: one.name, outcome: one.outcome, one })))('$name: $outcome', (row) => {
    const result = evaluateCheck(check, caseTables(check, row.one), row.one.parameters ?? {});
    expect({ outcome: result.outcome, reason: result.reason }).toMatchObject({ outcome: row.outcome });
    expect(result.reason).not.toBe('');
  });
});
