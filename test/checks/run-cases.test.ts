import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCases } from '../../src/checks/case-file.ts';
import { assessmentOf } from '../../src/checks/editions.ts';
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
  'edition %s is whole: each of its numbers once, %d, %d automated',
  (edition, count, automated) => {
    const own = checks.filter((check) => check.cis[edition] !== undefined);
    const numbers = own.map((check) => check.cis[edition]);
    expect(own.filter((check) => assessmentOf(check, edition) === 'automated')).toHaveLength(automated);
    expect(numbers).toHaveLength(count);
    expect(new Set(numbers).size).toBe(count);
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
