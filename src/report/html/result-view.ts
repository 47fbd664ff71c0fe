import type { CheckInfo, CheckResult, Evidence, Finding, WaiverNote } from '../../result/types.ts';
import { expectation, found } from './expectation.ts';
import { fixView } from './fix-view.ts';
import { counted, show } from './format.ts';
import { severityWords, statusOf } from './status.ts';
import { lines, paragraphs, webAddresses } from './text.ts';

/** Most findings of one result that the page lists; it says how many more there are. */
const mostFindings = 200;

/** The id by which a result on a host is linked to. */
export function resultAnchor(slug: string, check: CheckInfo): string {
  return `f-${slug}-${check.id}`;
}

/** One result on one host, with the text of its check. `number` is its CIS number in the edition of the run. */
export function resultView(check: CheckInfo, result: CheckResult, slug: string, number: string) {
  const { status, glyph, word } = statusOf(result);
  return {
    anchor: resultAnchor(slug, check),
    status,
    glyph,
    word,
    severity: check.severity,
    severityWord: severityWords[check.severity],
    number,
    title: check.title,
    check: check.id,
    subjects: subjectsOf(result),
    reason: result.reason,
    waiver: waiverView(result.waiver, result.outcome),
    findings: result.findings.slice(0, mostFindings).map(findingView),
    moreFindings: Math.max(0, result.findings.length - mostFindings),
    evidence: result.evidence.map(evidenceView),
    moreEvidence: Math.max(0, result.considered - result.evidence.length),
    fix: fixView(check, result, slug),
    rationale: paragraphs(check.rationale),
    verify: lines(check.verify),
    references: webAddresses(check.references),
    editions: Object.entries(check.cis).map(([edition, id]) => ({ edition, number: id })),
    level: check.level,
    assessment: check.assessment,
    tags: check.tags.join(', '),
  };
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

function evidenceView(evidence: Evidence) {
  return {
    subject: evidence.subject,
    values: Object.entries(evidence.values).map(([name, value]) => ({ name, value: show(value) })),
    note: evidence.note ?? '',
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
