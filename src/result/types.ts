import type { Failure } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';

export type Outcome = 'pass' | 'fail' | 'manual' | 'notApplicable' | 'error';
export type Severity = 'critical' | 'high' | 'medium' | 'low';
export type Edition = '1.6.0' | '1.7.0' | '1.8.0';

/** What a fix may do: by itself, only when asked for by name, or nothing but say how. */
export interface FixSummary {
  readonly kind: 'automatic' | 'guarded' | 'advice';
  readonly disruption: 'none' | 'low' | 'high';
  /** The Docker daemon must be restarted before the fix takes effect. */
  readonly restart: boolean;
}

/** The fix of a check as its file states it. At most one of the four actions is present. */
export interface Fix extends FixSummary {
  /** How to put it right, for a person. */
  readonly text: string;
  /** Permission bits that may stay, as in "0644"; all others are removed. */
  readonly mode?: string;
  /** `user:group` that must own the file. */
  readonly owner?: string;
  /** Permission letters of the audit watch to add on the finding's path, as in "rwa". */
  readonly auditRule?: string;
  /** Top-level daemon.json keys and the values they must have. */
  readonly daemonJson?: JsonObject;
}

/** The part of a check that a report carries: everything a reader, an auditor or a fix script needs. */
export interface CheckInfo {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** First part of the CIS number, "2" for 2.10; "extra" for checks beyond CIS. */
  readonly section: string;
  readonly level: 1 | 2;
  readonly cis: Readonly<Partial<Record<Edition, string>>>;
  readonly assessment: 'automated' | 'manual';
  readonly rationale: string;
  /** How a person sees the same fact by hand. */
  readonly verify: string;
  readonly fix: Fix;
  readonly references: readonly string[];
  readonly tags: readonly string[];
}

/** One violated or undecided expectation about one subject. */
export interface Finding {
  /** As in `container:web`, `file:/etc/docker`, `daemon:icc`. */
  readonly subject: string;
  /** The column that was judged; empty when the whole row, or its absence, is the finding. */
  readonly path: string;
  readonly rule: string;
  readonly expected: Json;
  readonly actual: Json;
  readonly message: string;
}

/** The facts that one verdict was derived from. */
export interface Evidence {
  readonly subject: string;
  readonly values: JsonObject;
  readonly note?: string;
}

export interface WaiverNote {
  readonly id: string;
  readonly reason: string;
  readonly expires: string;
  readonly state: 'active' | 'expired';
}

export interface CheckResult {
  readonly check: string;
  readonly outcome: Outcome;
  /** One sentence: why this outcome; for `error` also what was missing and how to grant it. */
  readonly reason: string;
  readonly findings: readonly Finding[];
  /** At most 50 rows; `considered` says how many there were. */
  readonly evidence: readonly Evidence[];
  readonly considered: number;
  readonly waiver: WaiverNote | null;
  readonly fix: FixSummary;
}

export interface Tally {
  readonly pass: number;
  readonly fail: number;
  readonly manual: number;
  readonly notApplicable: number;
  readonly error: number;
  readonly waived: number;
  /** pass / (pass + fail + error), 0 to 1; null when nothing was decided. */
  readonly score: number | null;
}

export interface FleetTally extends Tally {
  readonly hosts: { readonly audited: number; readonly partial: number; readonly unreachable: number };
  readonly bySeverity: Readonly<Record<Severity, Tally>>;
  readonly bySection: Readonly<Record<string, Tally>>;
}

/** What a fix script must know of the audited host, to act only on what was audited. */
export interface AuditedState {
  /** SHA-256 of /etc/machine-id, null when the host has none. */
  readonly machineIdSha256: string | null;
  readonly dockerdPath: string | null;
  /** Flags that the running dockerd was started with, without their values where these are secret. */
  readonly dockerdFlags: readonly string[];
  readonly daemonConfig: {
    readonly path: string;
    /** Of the file's bytes on the host; null when there is no file. */
    readonly sha256: string | null;
    /** The file's text; null when there is no file, it could not be read, or it holds a secret. */
    readonly text: string | null;
    /** Why `text` is null although there is a file. */
    readonly withheld: string | null;
  } | null;
}

export interface Platform {
  readonly os: string | null;
  readonly kernel: string | null;
  readonly engine: string | null;
}

export interface HostResult {
  readonly name: string;
  /** host:port, or "local". */
  readonly address: string;
  readonly groups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'audited' | 'partial' | 'unreachable';
  readonly error: Failure | null;
  /** When the facts were gathered, UTC, or null when they could not be. */
  readonly collectedAt: string | null;
  readonly platform: Platform;
  readonly audited: AuditedState | null;
  readonly results: readonly CheckResult[];
  readonly summary: Tally;
}

/** report.json: the only thing a renderer sees. Published as `plimsoll schema report`. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly finishedAt: string;
    /** `cis-docker-1.8.0` and the like. */
    readonly benchmark: string;
    readonly levels: readonly (1 | 2)[];
    /** `sha256:` over the sorted host names, the benchmark and the checks: runs with equal scope compare. */
    readonly scope: string;
  };
  readonly checks: readonly CheckInfo[];
  readonly hosts: readonly HostResult[];
  readonly summary: FleetTally;
}
