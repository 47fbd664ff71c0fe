import type { Case } from '../checks/case-file.ts';
import { validateParameters } from '../checks/parameters.ts';
import type { Check } from '../checks/types.ts';
import type { CheckResult, Finding, Outcome } from '../result/types.ts';
import { omittedColumns, rowProblems } from './case-rows.ts';
import { caseTables } from './case-tables.ts';
import { evaluateCheck } from './evaluate-check.ts';
import { weaker } from './weaker.ts';

/**
 * Runs the cases of a check and judges the cases themselves: a check is only proved by cases that show it pass,
 * fail and be undecided or not applicable, and that notice when its expectation or its scope is another.
 * @returns what is wrong, one sentence each; empty when all is well.
 */
export function runCases(check: Check, cases: readonly Case[]): readonly string[] {
  const own = cases.flatMap((one) =>
    caseProblems(check, one).map((problem) => `case "${one.name}": ${problem}`),
  );
  const problems = [...own, ...duplicateNames(cases), ...missingOutcomes(cases)];
  // Cases that are wrong already say nothing about the expectation.
  return problems.length > 0 ? problems : insensitive(check, cases);
}

function caseProblems(check: Check, one: Case): readonly string[] {
  const parameters = validateParameters([check], one.parameters ?? {});
  const unfit = [...rowProblems(check, one), ...parameters.map((problem) => problem.message)];
  if (unfit.length > 0) return unfit;
  const result = evaluateCase(check, one);
  const omitted = omittedColumns(check, one, result);
  if (omitted.length > 0) return omitted;
  if (result.outcome !== one.outcome) {
    return [`expected ${one.outcome}, got ${result.outcome}: ${result.reason}`];
  }
  return one.findings ? findingProblems(one.findings, result.findings) : [];
}

function evaluateCase(check: Check, one: Case): CheckResult {
  return evaluateCheck(check, caseTables(check, one), one.parameters ?? {});
}

function findingProblems(
  expected: NonNullable<Case['findings']>,
  found: readonly Finding[],
): readonly string[] {
  const left = [...found];
  const absent = expected.filter((wanted) => {
    const index = left.findIndex((finding) => matches(finding, wanted));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [
    ...absent.map((wanted) => `there is no finding ${JSON.stringify(wanted)}`),
    ...left.map(
      ({ subject, path, rule }) => `there is another finding ${JSON.stringify({ subject, path, rule })}`,
    ),
  ];
}

function matches(finding: Finding, wanted: NonNullable<Case['findings']>[number]): boolean {
  const { subject = finding.subject, path = finding.path, rule = finding.rule } = wanted;
  return finding.subject === subject && finding.path === path && finding.rule === rule;
}

function duplicateNames(cases: readonly Case[]): readonly string[] {
  const names = cases.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => `case "${name}": the name is there twice`);
}

function missingOutcomes(cases: readonly Case[]): readonly string[] {
  const has = (...outcomes: readonly Outcome[]) => cases.some(({ outcome }) => outcomes.includes(outcome));
  const needs: readonly (readonly [boolean, string])[] = [
    [has('pass'), 'passes'],
    [has('fail'), 'fails'],
    [has('error', 'notApplicable', 'manual'), 'ends in error, notApplicable or manual'],
  ];
  return needs
    .filter(([present]) => !present)
    .map(([, what]) => `there is no case in which the check ${what}`);
}

/** Cases prove a check only if they notice when it is turned round, and when any part of it is missing. */
function insensitive(check: Check, cases: readonly Case[]): readonly string[] {
  const { expect, when = {} } = check;
  const others: readonly (readonly [string, Check])[] = [
    ['when the expectation is turned into its opposite', { ...check, expect: { not: expect } }],
    ...weaker(expect).map(({ without, condition }) =>
      missing(`expect.${without}`, { ...check, expect: condition }),
    ),
    ...weaker(when).map(({ without, condition }) =>
      missing(`when.${without}`, { ...check, when: condition }),
    ),
  ];
  return others
    .filter(([, other]) => cases.every((one) => evaluateCase(other, one).outcome === one.outcome))
    .map(([change]) => `no case notices ${change}`);
}

function missing(part: string, other: Check): readonly [string, Check] {
  return [`that ${part} is missing`, other];
}
