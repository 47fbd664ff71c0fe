import { beyond, type Place } from '../../result/benchmarks.ts';
import { whySkipped } from '../../result/no-engine.ts';
import type { CheckInfo, CheckResult, HostResult, Severity, WaiverNote } from '../../result/types.ts';
import { countedAs } from '../../result/tally.ts';
import { isWebAddress, plain } from '../machine/text.ts';
import { resultsOf } from './results.ts';

/** As InSpec has it. */
const impacts: Readonly<Record<Severity, number>> = { critical: 0.9, high: 0.7, medium: 0.4, low: 0.1 };

/** A result as a control. Heimdall reads an impact of 0 as "not applicable". */
export function controlOf(check: CheckInfo, place: Place | null, result: CheckResult, started: string) {
  const waiver = result.outcome === 'fail' ? result.waiver : null;
  return {
    ...texts(check, place),
    impact: result.outcome === 'notApplicable' ? 0 : impacts[check.severity],
    results: resultsOf(result, started),
    ...(waiver === null ? {} : { waiver_data: waiverData(waiver, countedAs(result) === 'waived') }),
  };
}

/** A check on a host without results: an error, so that nobody takes the host for clean, but where it has no engine. */
export function undecidedControl(check: CheckInfo, place: Place | null, host: HostResult, started: string) {
  const skipped = whySkipped(host);
  if (skipped !== null) {
    const reason = plain(skipped);
    const result = { status: 'skipped', code_desc: reason, start_time: started, skip_message: reason };
    return { ...texts(check, place), impact: 0, results: [result] };
  }
  const message = plain(host.error === null ? 'not audited' : `${host.error.message} ${host.error.hint}`);
  return {
    ...texts(check, place),
    impact: impacts[check.severity],
    results: [{ status: 'error', code_desc: 'The host could not be audited', start_time: started, message }],
  };
}

function texts(check: CheckInfo, place: Place | null) {
  const number = place?.number ?? beyond;
  const level = place?.item.level ?? null;
  return {
    id: check.id,
    title: `${number} ${check.title}`,
    desc: check.rationale,
    descriptions: [
      { label: 'check', data: check.verify },
      { label: 'fix', data: check.fix.text },
      { label: 'rationale', data: check.rationale },
    ],
    refs: check.references.map((ref) => (isWebAddress(ref) ? { url: ref } : { ref })),
    // What Heimdall takes for a control that is mapped to no control of NIST 800-53.
    tags: { cis: number, severity: check.severity, nist: ['UM-1'], ...(level === null ? {} : { level }) },
    source_location: {},
  };
}

/** A waiver in force makes Heimdall show "not applicable"; the real results stay beside it. An expired one does not. */
function waiverData(waiver: WaiverNote, active: boolean) {
  return {
    justification: plain(`${waiver.id}: ${waiver.reason}`),
    ...(waiver.expires === 'never' ? {} : { expiration_date: plain(waiver.expires, 100) }),
    run: true,
    skipped_due_to_waiver: active,
    message: active ? '' : plain(`Waiver expired on ${waiver.expires}, evaluating normally`, 200),
  };
}
