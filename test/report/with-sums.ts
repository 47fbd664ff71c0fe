import { fleetTally } from '../../src/result/tally.ts';
import type { Assessment, CheckInfo, HostResult, Level, Report } from '../../src/result/types.ts';
import { countedVersion1, shapeOfVersion1 } from '../../src/result/version-1.ts';

/** A check as reports of version 1 had it, with what its benchmark says of it. */
export interface NumberedCheck extends CheckInfo {
  readonly section: string;
  readonly level: Level;
  readonly cis: Readonly<Record<string, string>>;
  readonly assessment: Assessment;
}

/** A report, not yet sealed, on hosts with the benchmark that its checks tell, and with sums that are right. */
export function withSums(
  run: Partial<Report['run']> & { readonly benchmark?: string },
  checks: readonly NumberedCheck[],
  hosts: readonly HostResult[],
): Report {
  const old = {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: '0.1.0' },
    run: {
      id: 'run',
      startedAt: '2026-11-23T02:00:00Z',
      finishedAt: '2026-11-23T02:00:10Z',
      benchmark: 'cis-docker-1.8.0',
      levels: [1, 2],
      scope: `sha256:${'a'.repeat(64)}`,
      ...run,
    },
    checks,
    hosts,
  };
  const shaped = shapeOfVersion1(old as never) as unknown as Report;
  const report = countedVersion1({ ...shaped, hosts });
  return { ...report, summary: fleetTally(report, report.hosts) };
}
