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
import { paragraphs } from './text.ts';

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
  const evidence = result.evidence.slice(0, mostRows);
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
    findings: result.findings.slice(0, mostFindings).map(findingView),
    moreFindings: Math.max(0, result.findings.length - mostFindings),
    evidence: evidence.map((one) => evidenceView(one, result.findings)),
    moreEvidence: evidence.length === 0 ? 0 : Math.max(0, result.considered - evidence.length),
    fix: fixView(result, slug),
    settled,
    fixText:
      book.layout === 'split' && (status === 'fail' || status === 'waived') ? paragraphs(check.fix.text) : [],
    texts: book.layout === 'host' ? checkTexts(check) : null,
    about: links.check(check.id),
  };
}

/** One file for more hosts than fit with all details leaves out the evidence of what is settled. */
export function isBrief({ layout, report }: Book): boolean {
  return layout === 'single' && report.hosts.length > wholeInOneFile;
}

function findingView(finding: Finding) {
  return {
    subject: finding.subject,
    path: finding.path,
    expected: expectation(finding),
    found: found(finding),
    message: finding.message,
  };
}

function evidenceView(evidence: Evidence, findings: readonly Finding[]) {
  const note = evidence.note ?? '';
  // Most findings quote the note; a reader wants it once.
  const quoted = findings.some(
    ({ subject, message }) => subject === evidence.subject && message.includes(note),
  );
  return {
    subject: evidence.subject,
    values: Object.entries(evidence.values).map(([name, value]) => ({ name, value: show(value) })),
    note: quoted ? '' : note,
  };
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
