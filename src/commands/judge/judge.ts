import { createHash } from 'node:crypto';
import type { Check } from '../../checks/types.ts';
import { boundedBundle } from '../../collector/bounds.ts';
import { auditedState, platformOf } from '../../derive/audited-state.ts';
import { factsOf } from '../../derive/facts.ts';
import { deriveTables } from '../../derive/index.ts';
import { checkInfo } from '../../evaluate/check-info.ts';
import { evaluateHost } from '../../evaluate/evaluate-host.ts';
import { applyWaivers, type Waiving } from '../../evaluate/waivers/apply.ts';
import { dayOfTime } from '../../evaluate/waivers/days.ts';
import { reviewWaivers } from '../../evaluate/waivers/review.ts';
import type { Waiver } from '../../evaluate/waivers/types.ts';
import type { Bundle } from '../../facts/bundle.ts';
import { internalFailure } from '../../lib/failure.ts';
import { asStored, compareText, type JsonObject } from '../../lib/json.ts';
import { packageVersion } from '../../lib/package.ts';
import { fleetTally, tally } from '../../result/tally.ts';
import type { Edition, HostResult, Report } from '../../result/types.ts';

/**
 * Judges the facts of one host; the same bundle, checks, parameters and waivers give the same result, as report.json
 * has it: so rendering that again gives the same bytes, and nothing of the bundle stays in memory with the result.
 * @param parameters all that hold for this host, its own among them
 * @param waiving null for a run without waivers
 */
export function judgeBundle(
  bundle: Bundle,
  checks: readonly Check[],
  parameters: JsonObject,
  waiving: Waiving | null = null,
): HostResult {
  const { name, address, groups, labels } = bundle.host;
  const identity = { name, address, groups, labels, error: bundle.failure };
  if (Object.keys(bundle.sections).length === 0) {
    const nothing = { platform: { os: null, kernel: null, engine: null }, audited: null, results: [] };
    const state = 'unreachable';
    return asStored<HostResult>({ ...identity, ...nothing, state, collectedAt: null, summary: tally([]) });
  }
  const facts = factsOf(boundedBundle(bundle));
  const results = evaluateHost(checks, deriveTables(facts), parameters);
  const waived = waiving === null ? results : applyWaivers(results, checks, bundle.host, waiving);
  const whole = bundle.failure === null && results.every((result) => result.outcome !== 'error');
  return asStored<HostResult>({
    ...identity,
    state: whole ? 'audited' : 'partial',
    collectedAt: bundle.collectedAt,
    platform: platformOf(facts),
    audited: auditedState(facts),
    results: waived,
    summary: tally(waived),
  });
}

/** Judges as `judgeBundle` does, but a host that makes it throw is one that was not audited, with the reason. */
export function judgeHost(
  ...[bundle, checks, parameters, waiving]: Parameters<typeof judgeBundle>
): HostResult {
  try {
    return judgeBundle(bundle, checks, parameters, waiving);
  } catch (error) {
    const failure = internalFailure(bundle.host.name, error);
    return judgeBundle({ ...bundle, failure, sections: {} }, checks, parameters, waiving);
  }
}

export interface RunInfo {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly edition: Edition;
  readonly levels: readonly (1 | 2)[];
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
  const infos = checks.map((check) => checkInfo(check, run.edition));
  const sorted = hosts.toSorted((a, b) => compareText(a.name, b.name));
  const benchmark = `cis-docker-${run.edition}`;
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
    hosts: [],
    ...(waivers === null
      ? {}
      : { waivers: reviewWaivers(waivers, infos, sorted, run.edition, dayOfTime(run.startedAt)) }),
    summary: fleetTally(infos, sorted),
  };
  return { ...asStored(frame), hosts: sorted };
}
