import type { Edition, Severity } from '../result/types.ts';
import { selectorFits } from './select.ts';
import type { Check } from './types.ts';

/** Checks with the severities that a profile gives them; of several selectors that fit, the last counts. */
export function withSeverities(
  checks: readonly Check[],
  severities: Readonly<Record<string, Severity>>,
  edition: Edition,
): readonly Check[] {
  const given = Object.entries(severities);
  return checks.map((check) => {
    const severity = given.findLast(([selector]) => selectorFits(check, selector, edition))?.[1];
    return severity === undefined ? check : { ...check, severity };
  });
}
