import { isObject, property, sameJson, type Json, type JsonObject } from '../../lib/json.ts';
import { bySubject } from '../../result/by-subject.ts';
import type { CheckResult, Evidence, Finding } from '../../result/types.ts';
import { expectation, found } from './expectation.ts';
import { show } from '../format.ts';

/** Most findings of one result that a page lists; it says how many more there are. */
const mostFindings = 100;

/** A line about a subject: what was found, under which name, and what was expected of it. */
interface Line {
  readonly values: readonly { readonly name: string; readonly value: string }[];
  /** Empty where the detail says it, or there is nothing to expect. */
  readonly expected: string;
  readonly detail: string;
  /** Id of the waiver that covers it although the failure stands; else empty. */
  readonly waiver: string;
}

/**
 * The subjects of a result, each with what was found beside what was expected, and the other facts about it.
 * @param mostEvidence rows of evidence that are shown at most
 */
export function foundView(result: CheckResult, mostEvidence: number) {
  const findings = result.findings.slice(0, mostFindings);
  const rows = relevant(result).slice(0, mostEvidence);
  const [findingsOf, rowsOf] = [bySubject(findings), bySubject(rows)];
  const told = new Set<string>();
  return {
    subjects: [...new Set([...findingsOf.keys(), ...rowsOf.keys()])].map((subject) => {
      const own = findingsOf.get(subject) ?? [];
      return {
        subject,
        lines: linesOf(own, told),
        evidence: (rowsOf.get(subject) ?? [])
          .map((row) => evidenceView(row, own, findings))
          .filter(({ values, note }) => values.length > 0 || note !== '' || own.length === 0),
      };
    }),
    moreFindings: Math.max(0, result.findings.length - mostFindings),
    moreEvidence: rows.length === 0 ? 0 : Math.max(0, result.considered - rows.length),
  };
}

/** @param told causes that the result has told; those of these lines are added */
function linesOf(findings: readonly Finding[], told: Set<string>): readonly Line[] {
  const lines = joined([
    ...findings.filter((finding) => !isUndecided(finding)).map(decidedLine),
    ...findings.filter(isUndecided).map((finding) => undecidedLine(finding, told)),
  ]);
  for (const finding of findings.filter(isUndecided)) told.add(causeOf(finding));
  return lines.map((line, at) => (line.detail === lines[at - 1]?.detail ? { ...line, detail: '' } : line));
}

function isUndecided({ rule }: Finding): boolean {
  return rule === 'error';
}

function decidedLine(finding: Finding): Line {
  const { path, actual, waiver = '' } = finding;
  const value = found(finding);
  const values =
    path === '' && isObject(actual) ? valuesOf(actual) : value === '' ? [] : [{ name: path, value }];
  return { values, expected: expectation(finding), detail: detailOf(finding), waiver };
}

function undecidedLine(finding: Finding, told: ReadonlySet<string>): Line {
  const cause = causeOf(finding);
  const values = [{ name: finding.path, value: found(finding) }];
  return { values, expected: '', detail: told.has(cause) ? 'as above' : cause, waiver: '' };
}

/** Lines that differ in the name alone are one, with all the names. */
function joined(lines: readonly Line[]): readonly Line[] {
  const byText = new Map<string, { line: Line; names: string[] }>();
  for (const line of lines) {
    const [one, ...others] = line.values;
    const named = one !== undefined && others.length === 0;
    const key = JSON.stringify({ ...line, values: named ? one.value : line.values });
    const same = byText.get(key) ?? { line, names: [] };
    byText.set(key, same);
    if (named && !same.names.includes(one.name)) same.names.push(one.name);
  }
  return [...byText.values()].map(({ line, names }) => ({
    ...line,
    values: line.values.map(({ name, value }) => ({ name: names.join(', ') || name, value })),
  }));
}

/** Why a finding could not be decided. */
function causeOf({ path, message }: Finding): string {
  return message.replace(`${path} could not be determined: `, '');
}

/** What the message says besides what was found and expected, which have places of their own. */
function detailOf(finding: Finding): string {
  const { path, message } = finding;
  const said = `${path} is ${found(finding)}, expected `;
  if (!message.startsWith(said)) return message.replace(`, expected ${expectation(finding)}`, '');
  // Notes follow in brackets.
  return (/ [([][^]*/.exec(message.slice(said.length))?.[0] ?? '').trim();
}

/** The facts behind a result, but for what its subject or a finding beside it says already. */
function evidenceView(
  { subject, values, note = '' }: Evidence,
  own: readonly Finding[],
  findings: readonly Finding[],
) {
  const [kind = ''] = subject.split(':');
  const isSaid = (name: string, value: Json) =>
    ([kind, 'name'].includes(name) && typeof value === 'string' && subject === `${kind}:${value}`) ||
    own.some(({ path, actual }) =>
      path === '' ? sameJson(property(actual, name), value) : path === name && sameJson(actual, value),
    );
  return { values: valuesOf(values, isSaid), note: isTold(note, own, findings) ? '' : note };
}

/** Whether findings say all of a note: as part of what they say, or as `column: cause`, one after the other. */
function isTold(note: string, own: readonly Finding[], findings: readonly Finding[]): boolean {
  if (own.some(({ message }) => message.includes(note))) return true;
  const causes = findings.filter(isUndecided).map(causeOf);
  const rest = causes.reduce((text, cause) => text.replaceAll(`: ${cause}`, ''), note);
  return rest !== note && /^[\w; ]*$/.test(rest);
}

/** The evidence of the subjects with findings; all of it where a finding is about none, but about what is missing. */
function relevant({ evidence, findings }: CheckResult): readonly Evidence[] {
  const subjects = new Set(findings.map((finding) => finding.subject));
  const own = evidence.filter(({ subject }) => subjects.has(subject));
  return own.length > 0 ? own : evidence;
}

/** Named values for reading, but for those to leave out. */
function valuesOf(values: JsonObject, leftOut: (name: string, value: Json) => boolean = () => false) {
  return Object.entries(values)
    .filter(([name, value]) => !leftOut(name, value))
    .map(([name, value]) => ({ name, value: show(value) }));
}
