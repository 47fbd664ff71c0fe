/** An accepted failure, as a waiver file states it. Validated before it gets here. */
export interface Waiver {
  readonly id: string;
  /** Slugs, CIS numbers or sections of the edition, tags; `*` for all. */
  readonly checks: readonly string[];
  /** Names and globs of hosts, `group:` with the name or glob of a group. */
  readonly hosts: readonly string[];
  /** Globs of subjects, as in `container:web-*`; empty for all. */
  readonly subjects: readonly string[];
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly ticket: string | null;
  /** First day on which it holds, `YYYY-MM-DD`, UTC; null for always. */
  readonly from: string | null;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC, or `never`. */
  readonly expires: string;
}

/** What a waiver sees of the host it may apply to. */
export interface WaiverTarget {
  readonly name: string;
  readonly groups: readonly string[];
}
