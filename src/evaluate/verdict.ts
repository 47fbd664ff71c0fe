import { parameterTypes } from '../checks/parameters.ts';
import type { Check } from '../checks/types.ts';
import type { Row, TableSpec } from '../facts/types.ts';
import { asSentence } from '../lib/text.ts';
import type { Finding, Outcome } from '../result/types.ts';
import { cutText } from './cap.ts';
import { describe } from './describe.ts';
import { findingsOf } from './findings.ts';
import type { JudgedRow } from './judge-row.ts';
import { isViolation } from './judgement.ts';
import { counted, nounOf } from './nouns.ts';
import { allStates, anyState } from './state.ts';
import { joinWords, words } from './words.ts';

/** How a note begins that says what the next start of the daemon would change. */
const PENDING = 'pending restart';

export interface Verdict {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly findings: readonly Finding[];
}

/** From the rows in scope to the verdict of the check; `rows` are all of the table. */
export function verdictOf(
  check: Check,
  spec: TableSpec,
  judged: readonly JudgedRow[],
  rows: readonly Row[],
): Verdict {
  const states = judged.map(({ judgement }) => judgement.state);
  if (judged.length === 0 && check.match === 'every') {
    return { outcome: 'notApplicable', reason: nothingInScope(check, spec, rows), findings: [] };
  }
  const state = check.match === 'some' ? anyState(states) : allStates(states);
  if (state === 'pass')
    return { outcome: 'pass', reason: passReason(check, spec, judged, rows), findings: [] };
  if (state === 'needsParam') return { outcome: 'manual', reason: manualReason(check, judged), findings: [] };
  if (state === 'error') return errorVerdict(check, spec, judged);
  if (check.match === 'some') return absenceVerdict(check, spec, judged, rows);
  return failVerdict(check, spec, judged);
}

function failVerdict(check: Check, spec: TableSpec, judged: readonly JudgedRow[]): Verdict {
  const wrong = judged.filter(({ judgement }) => isViolation(judgement.state));
  const unknown = judged.filter(({ judgement }) => ['error', 'needsParam'].includes(judgement.state)).length;
  const all = counted(judged.length, nounOf(check.each));
  const rest = unknown === 0 ? '' : `; ${unknown} more could not be judged`;
  const reason = `${wrong.length} of ${all} ${wrong.length === 1 ? 'is' : 'are'} not as expected${rest}.`;
  return { outcome: 'fail', reason, findings: findingsOf(spec, wrong) };
}

/** With `match: some` there is one finding: that nothing is as wanted. */
function absenceVerdict(
  check: Check,
  spec: TableSpec,
  judged: readonly JudgedRow[],
  rows: readonly Row[],
): Verdict {
  const noun = nounOf(check.each);
  const expected = `a ${noun.one} of which ${describe(check.expect)}`;
  const looked =
    judged.length === 0
      ? nothingInScope(check, spec, rows)
      : `None of ${counted(judged.length, noun)} is as expected.`;
  const subject = `${spec.subject.kind}:${(check.keys ?? ['*']).join(',')}`;
  const message = `there is no ${noun.one} of which ${describe(check.expect)}`;
  const finding: Finding = { subject, path: '', rule: 'some', expected, actual: null, message };
  return { outcome: 'fail', reason: looked, findings: [finding] };
}

function errorVerdict(check: Check, spec: TableSpec, judged: readonly JudgedRow[]): Verdict {
  const unknown = judged.filter(({ judgement }) => judgement.state === 'error');
  const first = unknown[0]?.judgement.issues[0]?.message ?? '';
  const all = counted(judged.length, nounOf(check.each));
  const reason = `${unknown.length} of ${all} could not be judged: ${first}`;
  return { outcome: 'error', reason: cutText(reason), findings: findingsOf(spec, unknown) };
}

function manualReason(check: Check, judged: readonly JudgedRow[]): string {
  const issues = judged.flatMap(({ judgement }) => judgement.issues);
  const names = [...new Set(issues.flatMap((issue) => issue.parameter ?? []))];
  const asked = names.map((name) => {
    const spec = check.params[name];
    return spec ? `${name} (${parameterTypes[spec.type]}): ${spec.description}` : name;
  });
  const what = names.length === 1 ? 'the parameter is' : 'the parameters are';
  return (
    `A person must judge this until ${what} set, in the file given with --params ` +
    `or under "parameters" in the inventory. ${asked.join('; ')}`
  );
}

function passReason(
  check: Check,
  spec: TableSpec,
  judged: readonly JudgedRow[],
  rows: readonly Row[],
): string {
  if (judged.length === 0) return nothingInScope(check, spec, rows);
  const noun = nounOf(check.each);
  if (check.match !== 'some') {
    return judged.length === 1
      ? `1 ${noun.one}, as expected.`
      : `All ${counted(judged.length, noun)} are as expected.`;
  }
  const good = judged.filter(({ judgement }) => judgement.state === 'pass').length;
  return `${good} of ${counted(judged.length, noun)} ${good === 1 ? 'is' : 'are'} as expected.`;
}

/** Why no row was looked at, with what is to be known of rows that are not in scope yet. */
function nothingInScope(check: Check, spec: TableSpec, rows: readonly Row[]): string {
  const noun = nounOf(check.each);
  const total = rows.length;
  if (total === 0) return `There is no ${noun.one} on this host.`;
  const keys = check.keys ? `${spec.key} is ${joinWords(check.keys.map(words), 'or')}` : '';
  const when = check.when ? describe(check.when) : '';
  const scope = [keys, when].filter((part) => part !== '').join(', and ');
  const none = `None of ${counted(total, noun)} on this host is in scope: ${scope}.`;
  const notes = rows
    .filter(({ values }) => check.keys?.some((key) => key === values[spec.key]) ?? true)
    .flatMap(({ note }) => (note?.startsWith(PENDING) === true ? [`${asSentence(note)}.`] : []));
  return cutText([none, ...notes].join(' '));
}
