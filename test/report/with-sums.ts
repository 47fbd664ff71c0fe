import { withBenchmarks, type StoredReport } from '../../src/result/stored.ts';
import { fleetTally } from '../../src/result/tally.ts';
import type { Report } from '../../src/result/types.ts';

/** A report with the benchmarks that its checks tell, and with sums that are right. */
export function withSums(report: Omit<StoredReport, 'summary'>): Report {
  const { benchmarks } = withBenchmarks(report as StoredReport);
  return { ...report, benchmarks, summary: fleetTally({ checks: report.checks, benchmarks }, report.hosts) };
}
