import type { Selectable } from '../../checks/select.ts';
import type { CheckResult, Finding, WaiverNote } from '../../result/types.ts';
import { cutText } from '../cap.ts';
import { joinWords } from '../words.ts';
import { reachesCheck, reachesHost, reachesSubject, standing } from './reach.ts';
import type { Waiver, WaiverTarget } from './types.ts';

export interface Waiving {
  readonly waivers: readonly Waiver[];
  /** By what names they know the checks. */
  readonly checks: readonly Selectable[];
  /** The UTC day that decides what is in force, `YYYY-MM-DD`. */
  readonly day: string;
}

/**
 * Sets waivers beside the results of one host; no outcome changes. A failed result is waived when waivers in force
 * cover each of its findings; else the failure stands, and the findings that are covered say so. Rows that could not
 * be judged are not waived by their subject.
 */
export function applyWaivers(
  results: readonly CheckResult[],
  host: WaiverTarget,
  waiving: Waiving,
): readonly CheckResult[] {
  const here = waiving.waivers.filter((waiver) => reachesHost(waiver, host));
  if (here.length === 0) return results;
  const byId = new Map(waiving.checks.map((check) => [check.id, check]));
  return results.map((result) => {
    const check = byId.get(result.check);
    if (result.outcome !== 'fail' || check === undefined) return result;
    const reaching = here.filter((waiver) => reachesCheck(waiver, check));
    return reaching.length === 0 ? result : waive(result, reaching, waiving.day);
  });
}

function waive(result: CheckResult, reaching: readonly Waiver[], day: string): CheckResult {
  const inForce = reaching.filter((waiver) => standing(waiver, day) === 'inForce');
  const expired = reaching.filter((waiver) => standing(waiver, day) === 'expired');
  const open = result.undecided ?? 0;
  const cover = coverOf(result.findings, inForce, open);
  if (cover !== null) return { ...result, waiver: noteOf(cover, 'active') };
  const lapsed = coverOf(result.findings, [...inForce, ...expired], open)?.filter((waiver) =>
    expired.includes(waiver),
  );
  const waiver = lapsed === undefined ? null : noteOf(lapsed, 'expired');
  return { ...standingFailure(result, inForce, expired, open), waiver };
}

/** The waivers that together cover all findings, one alone where one does; null when some finding is left. */
function coverOf(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  open: number,
): readonly Waiver[] | null {
  const covers = (waiver: Waiver): boolean =>
    waiver.subjects.length === 0 ||
    (open === 0 && findings.length > 0 && findings.every(({ subject }) => reachesSubject(waiver, subject)));
  const alone = waivers.find(covers);
  if (alone !== undefined) return [alone];
  const each = findings.map(({ subject }) => waivers.find((waiver) => reachesSubject(waiver, subject)));
  const found = each.filter((waiver) => waiver !== undefined);
  return open > 0 || findings.length === 0 || found.length < each.length ? null : [...new Set(found)];
}

/** Of several waivers the note names all, and ends with the first of them. */
function noteOf(waivers: readonly Waiver[], state: WaiverNote['state']): WaiverNote {
  const ends = waivers.map((waiver) => waiver.expires).sort();
  return {
    id: waivers.map((waiver) => waiver.id).join(', '),
    reason: cutText(waivers.map((waiver) => waiver.reason).join(' ')),
    // "never" sorts behind every day.
    expires: ends[0] ?? 'never',
    state,
  };
}

/** A failure that stands although waivers reach some of its findings. */
function standingFailure(
  result: CheckResult,
  inForce: readonly Waiver[],
  expired: readonly Waiver[],
  open: number,
): CheckResult {
  const used = new Set<string>();
  let waived = 0;
  const findings = result.findings.map((finding) => {
    const holds = inForce.find((waiver) => reachesSubject(waiver, finding.subject));
    const lapsed = expired.find((waiver) => reachesSubject(waiver, finding.subject));
    if (holds === undefined) {
      return lapsed === undefined
        ? finding
        : remark(finding, `waiver ${lapsed.id} expired after ${lapsed.expires}`);
    }
    waived += 1;
    used.add(holds.id);
    const until = holds.expires === 'never' ? '' : ` until ${holds.expires}`;
    return { ...remark(finding, `waived by ${holds.id}${until}`), waiver: holds.id };
  });
  if (waived === 0) return { ...result, findings };
  const of = result.findings.length;
  const rest =
    waived < of
      ? `${waived} of ${of} findings ${waived === 1 ? 'is' : 'are'} waived by ${joinWords([...used], 'and')}; the rest stands.`
      : `All findings are waived by ${joinWords([...used], 'and')}, but ${open} more could not be judged.`;
  return { ...result, reason: cutText(`${result.reason} ${rest}`), findings };
}

function remark(finding: Finding, text: string): Finding {
  return { ...finding, message: `${finding.message} [${text}]` };
}
