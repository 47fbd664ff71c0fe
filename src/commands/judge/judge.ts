import type { Check } from '../../checks/types.ts';
import { boundedBundle } from '../../collector/bounds.ts';
import { auditedState, enginesOf, platformOf } from '../../derive/audited-state.ts';
import { factsOf } from '../../derive/facts.ts';
import { hostNotes } from '../../derive/host-notes.ts';
import { whyNoEngine } from '../../derive/no-engine.ts';
import { deriveTables } from '../../derive/index.ts';
import { evaluateHost } from '../../evaluate/evaluate-host.ts';
import { applyWaivers, type Waiving } from '../../evaluate/waivers/apply.ts';
import type { Bundle } from '../../facts/bundle.ts';
import { asStored, stableStringify, type JsonObject } from '../../lib/json.ts';
import { sha256OfText } from '../../result/digest.ts';
import { tally } from '../../result/tally.ts';
import type { JudgedHost } from '../../result/types.ts';
import { unreachable } from './unreachable.ts';

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
): JudgedHost {
  const { name, address, groups, labels } = bundle.host;
  const identity = { name, address, groups, labels, error: bundle.failure };
  if (Object.keys(bundle.sections).length === 0) return unreachable(bundle, bundle.failure);
  const facts = factsOf(boundedBundle(bundle));
  const digest = sha256OfText([stableStringify(bundle)]);
  const nothing = whyNoEngine(facts);
  if (nothing !== null)
    return {
      ...unreachable(bundle, null),
      ...{ state: 'noEngine', collectedAt: bundle.collectedAt, facts: digest },
      ...{ platform: platformOf(facts), notes: [nothing] },
    };
  const results = evaluateHost(checks, deriveTables(facts), parameters);
  const waived = waiving === null ? results : applyWaivers(results, bundle.host, waiving);
  const notes = hostNotes(facts);
  const whole = bundle.failure === null && results.every((result) => result.outcome !== 'error');
  return asStored<JudgedHost>({
    ...identity,
    state: whole ? 'audited' : 'partial',
    collectedAt: bundle.collectedAt,
    platform: platformOf(facts),
    engines: enginesOf(facts, bundle.host.dockerSocket),
    facts: digest,
    ...(notes.length === 0 ? {} : { notes }),
    audited: auditedState(facts),
    results: waived,
    summary: tally(waived),
  });
}
