import { countedAs } from '../result/tally.ts';
import type { CheckResult, Finding, HostResult, Report } from '../result/types.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { csvFile, type Cells } from './machine/csv-text.ts';
import { compactJson, plain } from './machine/text.ts';
import type { Renderer } from './types.ts';

/** results.csv: a line for every finding, and one for every result, or unreachable host, without any. */
export const csv: Renderer = (report) => {
  return [{ path: 'results.csv', content: csvFile(columns, rowsOf(report, catalogueOf(report))) }];
};

const columns = [
  'run_id',
  'run_time_utc',
  'benchmark',
  'host',
  'groups',
  'check_id',
  'cis_id',
  'title',
  'severity',
  'status',
  'underlying_status',
  'resource',
  'expected',
  'found',
  'reason',
  'evidence',
  'waiver_id',
  'waiver_state',
  'waiver_expires',
  'waiver_reason',
  'fix_kind',
  'remediation',
] as const;

type ResultCells = Cells<(typeof columns)[number]>;

/** One at a time: a big fleet has hundreds of thousands. */
function* rowsOf(report: Report, catalogue: Catalogue): Iterable<ResultCells> {
  for (const host of report.hosts) yield* hostRows(report, catalogue, host);
}

function hostRows(report: Report, catalogue: Catalogue, host: HostResult): readonly ResultCells[] {
  const run = {
    run_id: report.run.id,
    run_time_utc: report.run.startedAt,
    benchmark: report.run.benchmark,
    host: host.name,
    groups: host.groups.join(' '),
  };
  if (host.state === 'unreachable') return [{ ...run, ...unreachable(host) }];
  return host.results.flatMap((result) => {
    const shared = { ...run, ...checkCells(catalogue, result) };
    if (result.findings.length === 0) return [{ ...shared, evidence: evidenceText(result) }];
    return result.findings.map((finding) => ({ ...shared, ...findingCells(finding, result) }));
  });
}

/** What was not looked at must not look clean. */
function unreachable(host: HostResult): ResultCells {
  const reason = host.error === null ? 'not audited' : `${host.error.message} ${host.error.hint}`;
  return { status: 'error', underlying_status: 'unreachable', reason };
}

function checkCells(catalogue: Catalogue, result: CheckResult): ResultCells {
  const check = catalogue.of(result);
  return {
    check_id: check.id,
    cis_id: catalogue.number(check),
    title: check.title,
    severity: check.severity,
    status: countedAs(result),
    underlying_status: result.outcome,
    reason: result.reason,
    waiver_id: result.waiver?.id ?? '',
    waiver_state: result.waiver?.state ?? '',
    waiver_expires: result.waiver?.expires ?? '',
    waiver_reason: result.waiver?.reason ?? '',
    fix_kind: result.fix.kind,
    remediation: check.fix.text,
  };
}

function findingCells(finding: Finding, result: CheckResult): ResultCells {
  return {
    resource: finding.subject,
    expected: plain(finding.expected),
    found: plain(finding.actual),
    reason: finding.message || result.reason,
    evidence: evidenceText(result, finding.subject),
  };
}

/** The evidence of one subject, or all of it, as a JSON list; nothing where there is none. */
function evidenceText(result: CheckResult, subject?: string): string {
  const rows = result.evidence.filter((row) => subject === undefined || row.subject === subject);
  return rows.length === 0 ? '' : compactJson(rows);
}
