import { createHash } from 'node:crypto';
import { numbered, type Benchmarks } from '../../checks/naming.ts';
import type { Check } from '../../checks/types.ts';
import { checkInfo } from '../../evaluate/check-info.ts';
import { dayOfTime } from '../../evaluate/waivers/days.ts';
import { reviewWaivers } from '../../evaluate/waivers/review.ts';
import type { Waiver } from '../../evaluate/waivers/types.ts';
import { asStored, compareText } from '../../lib/json.ts';
import { packageVersion } from '../../lib/package.ts';
import { countedByBenchmark, reportedBenchmark } from '../../result/benchmark-tally.ts';
import { sealed } from '../../result/digest.ts';
import { fleetTally } from '../../result/tally.ts';
import type { JudgedHost, Policy, Report } from '../../result/types.ts';

export interface RunInfo {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly benchmarks: Benchmarks;
  readonly policy: Policy;
}

/**
 * @param judged hosts as `judgeBundle` gives them
 * @param waivers those of the run's waiver file; null when it had none
 */
export function buildReport(
  { benchmarks: naming, policy, ...run }: RunInfo,
  checks: readonly Check[],
  judged: readonly JudgedHost[],
  waivers: readonly Waiver[] | null = null,
): Report {
  const infos = checks.map(checkInfo);
  const hosts = judged
    .toSorted((a, b) => compareText(a.name, b.name))
    .map((host) => countedByBenchmark(host, naming.given));
  const benchmarks = naming.given.map((one) => reportedBenchmark(one, hosts));
  const scope = [
    policy.benchmarks.join(','),
    hosts.map((host) => host.name),
    checks.map((check) => check.id).toSorted(compareText),
  ];
  const frame: Report = {
    schemaVersion: 2,
    tool: { name: 'plimsoll', version: packageVersion() },
    run: {
      ...run,
      scope: `sha256:${createHash('sha256').update(JSON.stringify(scope)).digest('hex')}`,
      policy,
      digest: '',
    },
    checks: infos,
    benchmarks,
    hosts: [],
    ...(waivers === null
      ? {}
      : { waivers: reviewWaivers(waivers, numbered(infos, naming), hosts, dayOfTime(run.startedAt)) }),
    summary: fleetTally({ checks: infos, benchmarks }, hosts),
  };
  return sealed({ ...asStored(frame), hosts });
}
