import type { Result } from 'sarif';
import { compareText } from '../../lib/json.ts';
import { countedAs, severities } from '../../result/tally.ts';
import type {
  CheckInfo,
  CheckResult,
  HostResult,
  Outcome,
  Report,
  Severity,
  WaiverNote,
} from '../../result/types.ts';
import type { Catalogue } from '../catalogue.ts';
import { failingSubjects, openSubjects, problemOf, type Subject } from '../machine/subjects.ts';
import { waiverNotes } from '../machine/waived.ts';
import { hostSlugs } from '../slug.ts';
import { fingerprints, locationOf } from './location.ts';
import { messageText } from './message.ts';
import { levelOf } from './rule.ts';

/** One result of one check on one host, and what SARIF needs to know about both. */
interface Judged {
  readonly host: HostResult;
  readonly slug: string;
  readonly check: CheckInfo;
  readonly ruleIndex: number;
  readonly result: CheckResult;
}

/** What failed or could not be determined: the most severe first, failures before what is unknown. */
export function githubResults(report: Report, catalogue: Catalogue): Result[] {
  return judgedOf(report, catalogue)
    .filter(({ result }) => ['fail', 'error'].includes(countedAs(result)))
    .toSorted((a, b) => rank(a) - rank(b) || compareText(a.check.id, b.check.id))
    .flatMap((judged) => openSubjects(judged.result).map((subject) => githubResult(judged, subject)));
}

/** Every result; one without a problem is about its host as a whole. */
export function* fullResults(report: Report, catalogue: Catalogue): Iterable<Result> {
  const noteOf = waiverNotes(report);
  for (const judged of judgedOf(report, catalogue)) {
    for (const subject of failingSubjects(judged.result)) {
      yield fullResult(judged, subject, noteOf(judged.result, subject.findings[0]));
    }
  }
}

function judgedOf(report: Report, catalogue: Catalogue): readonly Judged[] {
  const slugs = hostSlugs(report);
  const places = new Map(report.checks.map((check, index) => [check.id, index]));
  return report.hosts.flatMap((host) =>
    host.results.map((result) => ({
      host,
      slug: slugs.get(host.name) ?? '',
      check: catalogue.of(result),
      ruleIndex: places.get(result.check) ?? -1,
      result,
    })),
  );
}

function rank({ check, result }: Judged): number {
  return severities.indexOf(check.severity) * 2 + (result.outcome === 'fail' ? 0 : 1);
}

function githubResult(judged: Judged, subject: Subject): Result {
  return { ...resultOf(judged, subject), level: levelOf[judged.check.severity] };
}

function fullResult(judged: Judged, subject: Subject, waiver: WaiverNote | null): Result {
  const { outcome } = judged.result;
  return {
    ...resultOf(judged, subject),
    ...kinds(outcome, judged.check.severity),
    // Either no result says whether it is suppressed, or all do.
    suppressions: waiver === null || outcome !== 'fail' ? [] : [suppression(waiver)],
    properties: { host: judged.slug, outcome },
  };
}

function resultOf(judged: Judged, subject: Subject): Result {
  const { host, slug, check, ruleIndex } = judged;
  return {
    ruleId: check.id,
    ruleIndex,
    message: { text: message(judged, subject) },
    locations: [locationOf({ name: host.name, slug }, subject.name)],
    partialFingerprints: fingerprints(check.id, host.name, subject.name),
  };
}

function message({ host, result }: Judged, subject: Subject): string {
  const about = [host.name, subject.name].filter((part) => part !== '').join(', ');
  const unknown = result.outcome === 'error' ? 'could not be determined: ' : '';
  return messageText(`${about}: ${unknown}${problemOf(subject, result)}`);
}

/** SARIF 2.1.0, 3.27.9 and 3.27.10: only what failed has a level; `open` is what could not be evaluated. */
function kinds(outcome: Outcome, severity: Severity): Pick<Result, 'kind' | 'level'> {
  switch (outcome) {
    case 'fail':
      return { kind: 'fail', level: levelOf[severity] };
    case 'error':
      return { kind: 'open', level: 'none' };
    case 'manual':
      return { kind: 'review', level: 'none' };
    case 'notApplicable':
      return { kind: 'notApplicable', level: 'none' };
    case 'pass':
      return { kind: 'pass', level: 'none' };
  }
}

function suppression(waiver: WaiverNote): NonNullable<Result['suppressions']>[number] {
  const active = waiver.state === 'active';
  const until = active ? `until ${waiver.expires}` : `expired on ${waiver.expires}`;
  return {
    kind: 'external',
    status: active ? 'accepted' : 'rejected',
    justification: messageText(`${waiver.id}, ${until}: ${waiver.reason}`),
  };
}
