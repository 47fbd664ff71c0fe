import { countedAs } from '../result/tally.ts';
import { whySkipped } from '../result/no-engine.ts';
import type { CheckInfo, CheckResult, Finding, HostResult, Report, WaiverNote } from '../result/types.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { csvLines, type Column } from './machine/csv-text.ts';
import { compactJson, plain } from './machine/text.ts';
import { isWaived, waiverNotes } from './machine/waived.ts';
import type { Renderer } from './types.ts';

/** results.csv: a line for every finding, and one for every result, or unreachable host, without any. */
export const csv: Renderer = (report) => {
  const catalogue = catalogueOf(report);
  return [
    { path: 'results.csv', content: csvLines(columnsOf(report, catalogue), rowsOf(report, catalogue)) },
  ];
};

interface Judged {
  readonly check: CheckInfo;
  readonly result: CheckResult;
  /** Null on the one line of a result without findings. */
  readonly finding: Finding | null;
}

interface Row {
  readonly host: HostResult;
  /** Null on the one line of an unreachable host. */
  readonly judged: Judged | null;
}

/** One at a time: a big fleet has hundreds of thousands. */
function* rowsOf(report: Report, catalogue: Catalogue): Iterable<Row> {
  for (const host of report.hosts) {
    if (host.results.length === 0) yield { host, judged: null };
    else yield* hostRows(host, catalogue);
  }
}

function* hostRows(host: HostResult, catalogue: Catalogue): Iterable<Row> {
  for (const result of host.results) {
    const check = catalogue.of(result);
    const findings = result.findings.length === 0 ? [null] : result.findings;
    for (const finding of findings) yield { host, judged: { check, result, finding } };
  }
}

function columnsOf(report: Report, catalogue: Catalogue): readonly Column<Row>[] {
  const { run } = report;
  const noteOf = waiverNotes(report);
  const waiver = (key: keyof WaiverNote) =>
    judged(({ result, finding }) => noteOf(result, finding)?.[key] ?? '');
  return [
    ['run_id', () => run.id],
    ['run_time_utc', () => run.startedAt],
    ['benchmark', () => run.policy.benchmarks.join(',')],
    ['host', ({ host }) => host.name],
    ['groups', ({ host }) => host.groups.join(' ')],
    ['check_id', judged(({ check }) => check.id)],
    ['cis_id', judged(({ check }) => catalogue.number(check))],
    ['title', judged(({ check }) => check.title)],
    ['severity', judged(({ check }) => check.severity)],
    // What was not looked at must not look clean.
    ['status', (row) => (row.judged ? statusOf(row.judged) : statusOfHost(row.host))],
    ['underlying_status', ({ host, judged: row }) => row?.result.outcome ?? host.state],
    ['resource', judged(({ finding }) => finding?.subject ?? '')],
    ['expected', judged(({ finding }) => plain(finding?.expected ?? null))],
    ['found', judged(({ finding }) => plain(finding?.actual ?? null))],
    ['reason', (row) => row.judged?.finding?.message || (row.judged?.result.reason ?? whyUnreachable(row))],
    ['evidence', judged(evidenceText)],
    ['waiver_id', waiver('id')],
    ['waiver_state', waiver('state')],
    ['waiver_expires', waiver('expires')],
    ['waiver_reason', waiver('reason')],
    ['fix_kind', judged(({ result }) => result.fix.kind)],
    ['remediation', judged(({ check }) => check.fix.text)],
  ];
}

function statusOf({ result, finding }: Judged): string {
  return finding !== null && isWaived(finding, result) ? 'waived' : countedAs(result);
}

/** A cell that only the lines of results have; the lines of unreachable hosts say `otherwise`. */
function judged(cell: (judged: Judged) => string, otherwise = ''): (row: Row) => string {
  return (row) => (row.judged === null ? otherwise : cell(row.judged));
}

/** What was not looked at must not look clean. */
function statusOfHost({ state }: HostResult): string {
  return state === 'noEngine' ? 'notApplicable' : 'error';
}

function whyUnreachable({ host }: Row): string {
  const skipped = whySkipped(host);
  if (skipped !== null) return skipped;
  return host.error === null ? 'not audited' : `${host.error.message} ${host.error.hint}`;
}

/** The evidence of one subject, or all of it, as a JSON list; nothing where there is none. */
function evidenceText({ result, finding }: Judged): string {
  const rows = result.evidence.filter((row) => finding === null || row.subject === finding.subject);
  return rows.length === 0 ? '' : compactJson(rows);
}
