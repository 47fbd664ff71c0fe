import type { HostResult, Report } from '../result/types.ts';
import { csvFile, type Cells } from './machine/csv-text.ts';
import type { Renderer } from './types.ts';

/** hosts.csv: one line a host. */
export const csvHosts: Renderer = (report) => {
  const rows = report.hosts.map((host) => hostCells(report, host));
  return [{ path: 'hosts.csv', content: csvFile(columns, rows) }];
};

const columns = [
  'run_id',
  'run_time_utc',
  'benchmark',
  'host',
  'address',
  'groups',
  'state',
  'failure_code',
  'failure',
  'failure_hint',
  'collected_at_utc',
  'os',
  'kernel',
  'engine',
  'pass',
  'fail',
  'error',
  'waived',
  'manual',
  'not_applicable',
  'score',
] as const;

function hostCells(report: Report, host: HostResult): Cells<(typeof columns)[number]> {
  const { pass, fail, error, waived, manual, notApplicable, score } = host.summary;
  return {
    run_id: report.run.id,
    run_time_utc: report.run.startedAt,
    benchmark: report.run.benchmark,
    host: host.name,
    address: host.address,
    groups: host.groups.join(' '),
    state: host.state,
    failure_code: host.error?.code ?? '',
    failure: host.error?.message ?? '',
    failure_hint: host.error?.hint ?? '',
    collected_at_utc: host.collectedAt ?? '',
    os: host.platform.os ?? '',
    kernel: host.platform.kernel ?? '',
    engine: host.platform.engine ?? '',
    ...{ pass, fail, error, waived, manual },
    not_applicable: notApplicable,
    score: score === null ? '' : score.toFixed(4),
  };
}
