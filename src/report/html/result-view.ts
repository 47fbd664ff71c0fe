import { isObject, property, sameJson, type Json, type JsonObject } from '../../lib/json.ts';
import type { CheckResult, Evidence, Finding, HostResult, WaiverNote } from '../../result/types.ts';
import type { Book } from './book.ts';
import { checkTexts } from './check-texts.ts';
import { expectation, found } from './expectation.ts';
import { fixView } from './fix-view.ts';
import { counted, show } from '../format.ts';
import { headline } from './headline.ts';
import { wholeInOneFile } from './layout.ts';
import { resultId, type Links } from './links.ts';
import { severityWords, statusOf } from './status.ts';

/** Most findings of one result that a page lists; it says how many more there are. */
const mostFindings = 100;
/** The same for the subjects that a result was derived from, where there is something to look into and elsewhere. */
const mostEvidence = { open: 20, settled: 5 };

/** One result on one host. Where there is a page or part for the check, it refers to that for the texts. */
export function resultView(host: HostResult, result: CheckResult, book: Book, links: Links) {
  const check = book.catalogue.of(result);
  const { status, glyph, word } = statusOf(result);
  const slug = book.slug(host);
  const settled = status === 'pass' || status === 'notApplicable';
  const mostRows = !settled ? mostEvidence.open : isBrief(book) ? 0 : mostEvidence.settled;
  const rows = relevant(result).slice(0, mostRows);
  const findings = result.findings.slice(0, mostFindings);
  return {
    anchor: resultId(slug, check.id, book.layout),
    status,
    glyph,
    word,
    severity: check.severity,
    severityWord: severityWords[check.severity],
    number: book.catalogue.number(check),
    title: headline(check, result),
    /** What the check demands, where the heading says what is wrong instead. */
    demand: headline(check, result) === check.title ? '' : check.title,
    isNew: status === 'fail' && book.isNew(host, result),
    subjects: subjectsOf(result),
    reason: result.reason,
    waiver: waiverView(result.waiver, result.outcome),
    findings: findings.map((finding, at) => findingView(finding, findings[at - 1])),
    /** Whether any finding has one. */
    details: findings.some((finding) => detailOf(finding) !== ''),
    moreFindings: Math.max(0, result.findings.length - mostFindings),
    evidence: rows
      .map((row) => evidenceView(row, findings))
      .filter(({ values, note }) => values.length > 0 || note !== '' || findings.length === 0),
    moreEvidence: rows.length === 0 ? 0 : Math.max(0, result.considered - rows.length),
    fix: fixView(result, slug),
    settled,
    texts: book.layout === 'host' ? checkTexts(check) : null,
    about: links.check(check.id),
  };
}

/** One file for more hosts than fit with all details leaves out the evidence of what is settled. */
export function isBrief({ layout, report }: Book): boolean {
  return layout === 'single' && report.hosts.length > wholeInOneFile;
}

/** @param above the finding on the line above it, whose detail need not be told twice */
function findingView(finding: Finding, above: Finding | undefined) {
  const detail = detailOf(finding);
  const isTold = above?.subject === finding.subject && detailOf(above) === detail;
  return {
    subject: finding.subject,
    path: finding.path,
    expected: expectation(finding),
    found: found(finding),
    values: isObject(finding.actual) ? valuesOf(finding.actual) : [],
    detail: isTold ? '' : detail,
  };
}

/** What the message says besides what was found and expected, which have columns of their own. */
function detailOf(finding: Finding): string {
  const { path, message } = finding;
  const said = `${path} is ${found(finding)}, expected `;
  if (!message.startsWith(said)) return message.replace(`, expected ${expectation(finding)}`, '');
  // Notes follow in brackets.
  return (/ [([][^]*/.exec(message.slice(said.length))?.[0] ?? '').trim();
}

/** The facts behind a result, but for what its subject or a finding beside it says already. */
function evidenceView({ subject, values, note = '' }: Evidence, findings: readonly Finding[]) {
  const own = findings.filter((finding) => finding.subject === subject);
  const [kind = ''] = subject.split(':');
  const isSaid = (name: string, value: Json) =>
    ([kind, 'name'].includes(name) && typeof value === 'string' && subject === `${kind}:${value}`) ||
    own.some(({ path, actual }) =>
      path === '' ? sameJson(property(actual, name), value) : path === name && sameJson(actual, value),
    );
  return {
    subject,
    values: valuesOf(values, isSaid),
    note: own.some(({ message }) => message.includes(note)) ? '' : note,
  };
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

/** What the line of a result says about how many subjects it concerns. */
function subjectsOf(result: CheckResult): string {
  const concerned = new Set(result.findings.map((finding) => finding.subject)).size;
  const all = Math.max(result.considered, concerned);
  if (all === 0) return '';
  return concerned === 0 || concerned === all
    ? counted(all, 'subject')
    : `${concerned} of ${counted(all, 'subject')}`;
}

function waiverView(waiver: WaiverNote | null, outcome: CheckResult['outcome']) {
  if (waiver === null) return null;
  const { id, reason, expires, state } = waiver;
  return { id, reason, expires, expired: state === 'expired', needless: outcome === 'pass' };
}
