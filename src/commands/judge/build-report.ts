import { createHash } from 'node:crypto';
import { numbered, type Benchmarks } from '../../checks/naming.ts';
import type { Check } from '../../checks/types.ts';
import { checkInfos } from '../../evaluate/check-info.ts';
import { dayOfTime } from '../../evaluate/waivers/days.ts';
import { reviewWaivers } from '../../evaluate/waivers/review.ts';
import type { Waiver } from '../../evaluate/waivers/types.ts';
import { asStored, compareText } from '../../lib/json.ts';
import { packageVersion } from '../../lib/package.ts';
import { reportedBenchmark } from '../../result/benchmarks.ts';
import { fleetTally } from '../../result/tally.ts';
import type { HostResult, Level, Report } from '../../result/types.ts';

export interface RunInfo {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly benchmarks: Benchmarks;
  readonly levels: readonly Level[];
}

/**
 * @param hosts as `judgeBundle` gives them
 * @param waivers those of the run's waiver file; null when it had none
 */
export function buildReport(
  run: RunInfo,
  checks: readonly Check[],
  hosts: readonly HostResult[],
  waivers: readonly Waiver[] | null = null,
): Report {
  const { given, known } = run.benchmarks;
  const infos = checkInfos(checks, given, known);
  const benchmarks = given.map((one) => reportedBenchmark(one, checks));
  const sorted = hosts.toSorted((a, b) => compareText(a.name, b.name));
  const benchmark = given.map(({ id }) => id).join(',');
  const scope = [
    benchmark,
    sorted.map((host) => host.name),
    checks.map((check) => check.id).toSorted(compareText),
  ];
  const frame: Report = {
    schemaVersion: 1,
    tool: { name: 'plimsoll', version: packageVersion() },
    run: {
      id: run.id,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      benchmark,
      levels: run.levels,
      scope: `sha256:${createHash('sha256').update(JSON.stringify(scope)).digest('hex')}`,
    },
    checks: infos,
    benchmarks,
    hosts: [],
    ...(waivers === null
      ? {}
      : {
          waivers: reviewWaivers(waivers, numbered(infos, run.benchmarks), sorted, dayOfTime(run.startedAt)),
        }),
    summary: fleetTally({ checks: infos, benchmarks }, sorted),
  };
  return { ...asStored(frame), hosts: sorted };
}
