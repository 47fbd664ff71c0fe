import { resolveParameters, type Given } from '../checks/parameters.ts';
import type { Check } from '../checks/types.ts';
import { catalogue } from '../facts/catalogue/index.ts';
import type { Row, Tables, TableSpec } from '../facts/types.ts';
import type { Json } from '../lib/json.ts';
import { asSentence } from '../lib/text.ts';
import type { CheckResult } from '../result/types.ts';
import { cutText } from './cap.ts';
import { evidenceOf } from './evidence.ts';
import { failureText } from './issues.ts';
import { judgeRow } from './judge-row.ts';
import { resultFix } from './result-fix.ts';
import { verdictOf } from './verdict.ts';

/**
 * The verdict of one check on one host, without its waiver. Never throws: a check that cannot be evaluated,
 * whatever a host sent, ends in `error`. `parameters` are those of the host, of this check and of others.
 */
export function evaluateCheck(check: Check, tables: Tables, parameters: Given): CheckResult {
  try {
    return evaluate(check, tables, parameters);
  } catch (error) {
    return undecided(check, `This check could not be evaluated: ${String(error)}`);
  }
}

function evaluate(check: Check, tables: Tables, parameters: Given): CheckResult {
  const spec = catalogue.get(check.each);
  const table = Object.hasOwn(tables, check.each) ? tables[check.each] : undefined;
  if (!spec || !table) return undecided(check, `The facts hold no table ${check.each}.`);
  if ('error' in table) return undecided(check, asSentence(failureText(table.error)));
  return judgeRows(check, spec, table.rows, parameters);
}

function judgeRows(check: Check, spec: TableSpec, rows: readonly Row[], parameters: Given): CheckResult {
  const resolved = resolveParameters(check, parameters);
  const judged = rows.flatMap((row) => judgeRow(check, spec, row, resolved) ?? []);
  const verdict = verdictOf(check, spec, judged, rows);
  const evidence = evidenceOf(check, spec, judged);
  const undecided = judged.filter(({ judgement }) =>
    ['error', 'needsParam'].includes(judgement.state),
  ).length;
  return {
    ...emptyResult(check, resolved),
    ...verdict,
    evidence,
    considered: judged.length,
    ...(verdict.outcome === 'fail' && undecided > 0 ? { undecided } : {}),
  };
}

function undecided(check: Check, reason: string): CheckResult {
  return { ...emptyResult(check), reason: cutText(reason) };
}

function emptyResult(check: Check, parameters: ReadonlyMap<string, Json> = new Map()): CheckResult {
  return {
    check: check.id,
    outcome: 'error',
    reason: '',
    findings: [],
    evidence: [],
    considered: 0,
    waiver: null,
    attestation: null,
    fix: resultFix(check, parameters),
  };
}
