import type { Given } from '../checks/parameters.ts';
import type { Check } from '../checks/types.ts';
import type { Tables } from '../facts/types.ts';
import type { CheckResult } from '../result/types.ts';
import { evaluateCheck } from './evaluate-check.ts';

/** The verdicts of all checks on one host, in the order of the checks, without waivers. */
export function evaluateHost(
  checks: readonly Check[],
  tables: Tables,
  parameters: Given,
): readonly CheckResult[] {
  return checks.map((check) => evaluateCheck(check, tables, parameters));
}
