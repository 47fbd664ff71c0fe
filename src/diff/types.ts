import type { Json } from '../lib/json.ts';
import type { FindingChange, Standing } from '../result/types.ts';

/** Which report one side of a comparison is. */
export interface Side {
  readonly id: string;
  readonly startedAt: string;
  readonly benchmark: string;
  readonly scope: string;
}

/** A finding that is still there, about another value. */
export interface EvidenceChange extends FindingChange {
  readonly before: Json;
  readonly after: Json;
}

/** A check that could not be determined on a host. */
export interface UndeterminedChange {
  readonly host: string;
  readonly check: string;
  readonly from: Standing;
  readonly reason: string;
}

/** What changed from one report to another; lists by severity, host, check and subject. */
export interface Comparison {
  readonly old: Side;
  readonly new: Side;
  /** Equal hosts, checks and benchmarks. */
  readonly sameScope: boolean;
  readonly hosts: {
    readonly new: readonly string[];
    readonly gone: readonly string[];
    readonly nowUnreachable: readonly string[];
    readonly reachableAgain: readonly string[];
  };
  readonly checks: { readonly new: readonly string[]; readonly gone: readonly string[] };
  /** Failing now and not before; also what a waiver protected before. */
  readonly newlyFailing: readonly FindingChange[];
  /** Failing or waived before, and known not to be so now. */
  readonly fixed: readonly FindingChange[];
  readonly stillFailing: readonly FindingChange[];
  /** Those of `stillFailing` whose value changed. */
  readonly changedEvidence: readonly EvidenceChange[];
  /** Failing before, waived now. */
  readonly newlyWaived: readonly FindingChange[];
  /** Those of `newlyFailing` that a waiver protected before. */
  readonly waiverEnded: readonly FindingChange[];
  readonly newlyUndetermined: readonly UndeterminedChange[];
}
