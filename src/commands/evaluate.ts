import { createHash } from 'node:crypto';
import { DEFAULT_SOCKET } from '../collector/assemble.ts';
import { dayOfTime } from '../evaluate/waivers/days.ts';
import type { Bundle } from '../facts/bundle.ts';
import { loadBundle } from '../facts/load.ts';
import { PlimsollError } from '../lib/errors.ts';
import { compareText, stableStringify } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import type { HostResult } from '../result/types.ts';
import { limitHosts } from '../inventory/index.ts';
import type { JudgeArguments, TargetArguments } from './command-line/arguments.ts';
import { conclude } from './deliver/conclude.ts';
import type { Context } from './context.ts';
import { planDelivery } from './deliver/deliver.ts';
import { buildReport, judgeHost } from './judge/judge.ts';
import { waiversOf } from './judge/load-waivers.ts';
import { parametersFor, selectedChecks } from './judge/selected-checks.ts';
import { notifierOf } from './deliver/notify.ts';
import { withTracking } from './deliver/track.ts';

export type EvaluateArguments = JudgeArguments &
  Pick<TargetArguments, 'limit'> & { readonly bundles: readonly string[] };

/** Judges stored bundles; contacts no host, reads no clock: the same bundles give the same report. */
export async function evaluate(args: EvaluateArguments, context: Context): Promise<number> {
  const bundles = await loadBundles(args);
  const hosts = bundles.map((bundle) => bundle.host);
  // Which way they are given in makes no difference.
  bundles.sort((a, b) => compareText(a.host.name, b.host.name));
  const selected = await selectedChecks(args, hosts);
  const { checks, edition, levels } = selected;
  const waivers = await waiversOf(args, selected, context);
  const delivery = await planDelivery(args, bundles.length);
  const times = bundles
    .map(({ collectedAt }) => collectedAt)
    .filter((time) => time !== '')
    .toSorted(compareText);
  const run = {
    id: runId([...bundles, edition, checks.map((check) => check.id), waivers]),
    startedAt: times[0] ?? '',
    finishedAt: times.at(-1) ?? '',
    edition,
    levels,
  };
  const waiving = waivers && { waivers, edition, day: dayOfTime(run.startedAt) };
  const results: HostResult[] = [];
  // A bundle is let go once it is judged: those of a big fleet are larger than all results.
  for (let bundle = bundles.pop(); bundle !== undefined; bundle = bundles.pop()) {
    results.push(judgeHost(bundle, checks, parametersFor(selected, bundle.host.parameters), waiving));
  }
  const notify = notifierOf(args, context);
  return withTracking(args, context, async (tracking) => {
    const report = buildReport(run, checks, results, waivers);
    return conclude(report, { delivery, tracking, notify }, args, context);
  });
}

/** The bundles of --limit. A file that is none is that of a host with nothing but the reason, as long as another is one. */
async function loadBundles({ bundles: paths, limit }: EvaluateArguments): Promise<Bundle[]> {
  const bundles: Bundle[] = [];
  const unusable = new Map<Bundle, PlimsollError>();
  for (const path of paths) {
    try {
      bundles.push(await loadBundle(path));
    } catch (error) {
      if (!(error instanceof PlimsollError) || error.code === 'FILE_UNREADABLE') throw error;
      unusable.set(unusableBundle(path, error), error);
    }
  }
  for (const bundle of unusable.keys()) bundles.push(bundle);
  requireDistinct(bundles.map(({ host }) => host.name));
  const hosts = bundles.map(({ host }) => host);
  const limited = new Set(await limitHosts(hosts, limit));
  const kept = bundles.filter(({ host }) => limited.has(host));
  const wrong = kept.flatMap((bundle) => unusable.get(bundle) ?? []);
  if (wrong[0] !== undefined && wrong.length === kept.length) throw wrong[0];
  return kept;
}

/** Named by its file: what it says of itself is nothing to go by, and two files have two names. */
function unusableBundle(path: string, { code, message, details }: PlimsollError): Bundle {
  const host = {
    name: path,
    address: '',
    groups: [],
    labels: {},
    dockerSocket: DEFAULT_SOCKET,
    parameters: {},
  };
  const failure = { code, message, hint: visible(details.join('; '), 500) };
  return { schemaVersion: 1, host, collectedAt: '', failure, sections: {} };
}

/** Of all that the report depends on. */
function runId(given: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const value of given) hash.update(stableStringify(value, 0));
  return hash.digest('hex').slice(0, 16);
}

function requireDistinct(names: readonly string[]): void {
  const seen = new Set<string>();
  const twice = [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
  if (twice.length > 0)
    throw new PlimsollError('BUNDLE_INVALID', 'several bundles are of the same host', twice);
}
