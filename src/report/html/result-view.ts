import type { CheckResult, HostResult, WaiverNote } from '../../result/types.ts';
import type { Book } from './book.ts';
import type { Changes } from './changes-view.ts';
import { checkTexts, fixTexts } from './check-texts.ts';
import { fixView } from './fix-view.ts';
import { counted } from '../format.ts';
import { foundView } from './found-view.ts';
import { headline } from './headline.ts';
import { wholeInOneFile } from './layout.ts';
import { resultId, type Links } from './links.ts';
import { severityWords, statusOf } from './status.ts';

/** Rows of evidence that a page shows of one result, where there is something to look into and elsewhere. */
const mostEvidence = { open: 20, settled: 5 };

/**
 * One result on one host. Where there is a page or part for the check, it refers to that for the texts.
 * @param changes texts for the containers and images of the host
 */
export function resultView(
  host: HostResult,
  result: CheckResult,
  book: Book,
  links: Links,
  changes: Changes | null,
) {
  const check = book.catalogue.of(result);
  const { status, glyph, word } = statusOf(result);
  const fix = fixView(result);
  const isChanged = status === 'fail' && changes !== null && changes.askedBy.has(check.id);
  const settled = status === 'pass' || status === 'notApplicable';
  const mostRows = !settled ? mostEvidence.open : isBrief(book) ? 0 : mostEvidence.settled;
  return {
    anchor: resultId(book.slug(host), check.id, book.layout),
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
    concerns: concernsOf(result),
    reason: reasonOf(result),
    waiver: waiverView(result.waiver, result.outcome),
    ...foundView(result, mostRows),
    ...fix,
    texts: book.layout === 'host' ? checkTexts(check, book.catalogue) : null,
    changesHref: isChanged ? `#${changes.id}` : '',
    /** On the page of one of many hosts: what neither the fix script nor a text for a container has. */
    howToFix:
      book.layout === 'split' && status === 'fail' && fix.fixFlags === '' && !isChanged
        ? fixTexts(check)
        : null,
    isToFix: status === 'fail' || status === 'manual',
    about: links.check(check.id),
  };
}

/** One file for more hosts than fit with all details leaves out the evidence of what is settled. */
export function isBrief({ layout, report }: Book): boolean {
  return layout === 'single' && report.hosts.length > wholeInOneFile;
}

/** The reason without what stands beside it: how many subjects there are, and the message of the first finding. */
function reasonOf({ outcome, reason, findings }: CheckResult): string {
  if (outcome === 'fail' && /^\d+ of \d+ [^;]* not as expected\.$/.test(reason)) return '';
  return reason.replace(`: ${findings[0]?.message}`, '.');
}

/** What the line of a result says about how many subjects it concerns. */
function concernsOf(result: CheckResult): string {
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
