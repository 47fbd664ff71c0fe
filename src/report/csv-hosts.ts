import type { HostResult, Report } from '../result/types.ts';
import { csvLines, type Column } from './machine/csv-text.ts';
import type { Renderer } from './types.ts';

/** hosts.csv: one line a host. */
export const csvHosts: Renderer = (report) => [
  { path: 'hosts.csv', content: csvLines(columnsOf(report), report.hosts) },
];

function columnsOf({ run }: Report): readonly Column<HostResult>[] {
  return [
    ['run_id', () => run.id],
    ['run_time_utc', () => run.startedAt],
    ['benchmark', () => run.policy.benchmarks.join(',')],
    ['host', ({ name }) => name],
    ['address', ({ address }) => address],
    ['groups', ({ groups }) => groups.join(' ')],
    ['state', ({ state }) => state],
    ['failure_code', ({ error }) => error?.code ?? ''],
    ['failure', ({ error }) => error?.message ?? ''],
    ['failure_hint', ({ error }) => error?.hint ?? ''],
    ['collected_at_utc', ({ collectedAt }) => collectedAt ?? ''],
    ['os', ({ platform }) => platform.os ?? ''],
    ['kernel', ({ platform }) => platform.kernel ?? ''],
    ['engine', ({ platform }) => platform.engine ?? ''],
    ['pass', ({ summary }) => summary.pass],
    ['fail', ({ summary }) => summary.fail],
    ['error', ({ summary }) => summary.error],
    ['waived', ({ summary }) => summary.waived],
    ['manual', ({ summary }) => summary.manual],
    ['not_applicable', ({ summary }) => summary.notApplicable],
    ['score', ({ summary }) => summary.score?.toFixed(4) ?? ''],
  ];
}
