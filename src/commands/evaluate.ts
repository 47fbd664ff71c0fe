import { createHash } from 'node:crypto';
import { loadBundle } from '../facts/load.ts';
import { PlimsollError } from '../lib/errors.ts';
import { compareText, stableStringify } from '../lib/json.ts';
import type { CheckArguments, OutputArguments } from './arguments.ts';
import type { Context } from './context.ts';
import { deliver, planDelivery } from './deliver.ts';
import { buildReport, judgeBundle } from './judge.ts';
import { editionOf, levelsOf } from './options.ts';
import { selectedChecks } from './selected-checks.ts';

export type EvaluateArguments = CheckArguments & OutputArguments & { readonly bundles: readonly string[] };

/** Judges stored bundles; contacts no host, reads no clock: the same bundles give the same report. */
export async function evaluate(args: EvaluateArguments, context: Context): Promise<number> {
  const bundles = await Promise.all(args.bundles.map(loadBundle));
  requireDistinct(bundles.map((bundle) => bundle.host.name));
  const { checks, parameters } = await selectedChecks(
    args,
    bundles.map((bundle) => ({ where: bundle.host.name, parameters: bundle.host.parameters })),
  );
  const delivery = await planDelivery(args);
  const times = bundles.map((bundle) => bundle.collectedAt).toSorted(compareText);
  const run = {
    id: createHash('sha256')
      .update(bundles.map((bundle) => stableStringify(bundle)).join(''))
      .digest('hex')
      .slice(0, 16),
    startedAt: times[0] ?? '',
    finishedAt: times.at(-1) ?? '',
    edition: editionOf(args.benchmark),
    levels: levelsOf(args.level),
  };
  const results = bundles.map((bundle) => judgeBundle(bundle, checks, parameters));
  return deliver(buildReport(run, checks, results), delivery, args, context);
}

function requireDistinct(names: readonly string[]): void {
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (twice.length > 0)
    throw new PlimsollError('BUNDLE_INVALID', 'several bundles are of the same host', twice);
}
