import type { Severity } from '../result/types.ts';
import { selectorFits, type Selectable } from './select.ts';

/** Checks with the severities that a profile gives them; of several selectors that fit, the last counts. */
export function withSeverities<T extends Selectable & { readonly severity: Severity }>(
  checks: readonly T[],
  severities: Readonly<Record<string, Severity>>,
): readonly T[] {
  const given = Object.entries(severities);
  return checks.map((check) => {
    const severity = given.findLast(([selector]) => selectorFits(check, selector))?.[1];
    return severity === undefined ? check : { ...check, severity };
  });
}
