import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCases } from '../../src/checks/case-file.ts';
import { loadChecks, shippedChecks } from '../../src/checks/load.ts';
import { lintChecks } from '../../src/commands/lint-checks.ts';
import { evaluateCheck } from '../../src/evaluate/evaluate-check.ts';
import { caseTables } from '../../src/evaluate/case-tables.ts';

const directory = import.meta.dirname;
const checks = await loadChecks([shippedChecks]);

it('every shipped check has cases that come true, and no cases are left without a check', async () => {
  expect(await lintChecks(shippedChecks, directory)).toEqual([]);
});

describe.each(checks.map((check) => ({ id: check.id, check })))('$id', ({ id, check }) => {
  const { cases } = readCases(`${id}.yaml`, readFileSync(`${directory}/${id}.yaml`, 'utf8'));

  it.each(cases.map((one) => ({ name: one.name, outcome: one.outcome, one })))('$name: $outcome', (row) => {
    const result = evaluateCheck(check, caseTables(check, row.one), row.one.parameters ?? {});
    expect({ outcome: result.outcome, reason: result.reason }).toMatchObject({ outcome: row.outcome });
    expect(result.reason).not.toBe('');
  });
});
