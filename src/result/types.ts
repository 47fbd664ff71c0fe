import type { Failure } from '../lib/failure.ts';
import type { Json, JsonObject } from '../lib/json.ts';

export type Outcome = 'pass' | 'fail' | 'manual' | 'notApplicable' | 'error';
export type Severity = 'critical' | 'high' | 'medium' | 'low';
export type Assessment = 'automated' | 'manual';
export type Level = 1 | 2;

/** What a fix may do: by itself, only when asked for by name, or nothing but say how. */
export interface FixSummary {
  readonly kind: 'automatic' | 'guarded' | 'advice';
  readonly disruption: 'none' | 'low' | 'high';
  /** The Docker daemon must be restarted before the fix takes effect. */
  readonly restart: boolean;
}

/** What `docker update` can set on a container while it runs. */
export type UpdateSetting = 'memory' | 'swap' | 'pids' | 'cpuShares' | 'retries';

/** The fix of one result: with the values of the parameters, where the fix is to set limits of containers. */
export interface ResultFix extends FixSummary {
  /** Bytes of memory, bytes of swap beside them, processes, a weight, restarts after a failure. */
  readonly dockerUpdate?: Readonly<Partial<Record<UpdateSetting, number>>>;
}

/** How the definition of a container changes. `{column}` stands for what the audit found in that column. */
export interface ContainerChange {
  /** Flags of `docker run`, each with its value. */
  readonly run?: { readonly remove?: readonly string[]; readonly add?: readonly string[] };
  /** Of the service in a compose file: lines to take out, keys to set. */
  readonly compose?: { readonly remove?: readonly string[]; readonly set?: JsonObject };
  /** Flags of `docker service update`. */
  readonly service?: readonly string[];
  /** Keys of the container in the pod, and of the spec of the pod. */
  readonly kubernetes?: { readonly container?: JsonObject; readonly pod?: JsonObject };
}

/** The fix of a check as its file states it. At most one of the five actions is present. */
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
  /** Limits to set on the containers concerned, each named by the parameter that says the value. */
  readonly dockerUpdate?: Readonly<Partial<Record<UpdateSetting, { readonly $param: string }>>>;
  /** What a person changes in the definition of the containers concerned. */
  readonly container?: ContainerChange;
  /** Lines for the Dockerfile of the images concerned. */
  readonly dockerfile?: readonly string[];
  /** Lines for a person to adapt and run, or to write into a file. */
  readonly steps?: readonly string[];
}

/** The part of a check that a report carries: everything a reader, an auditor or a fix script needs. */
export interface CheckInfo {
  readonly id: string;
  readonly title: string;
  /** What is wrong when the check fails, as in "A container is privileged". */
  readonly failureTitle?: string;
  readonly severity: Severity;
  readonly rationale: string;
  /** How a person sees the same fact by hand. */
  readonly verify: string;
  readonly fix: Fix;
  readonly references: readonly string[];
  readonly tags: readonly string[];
}

/** Whether a check answers just what the item asks for, a part of it, or what somebody wrote into a file of their own. */
export type Basis = 'direct' | 'derived' | 'own';

/** One thing that a benchmark asks for, and the checks that answer it; none where it is not covered. */
export interface BenchmarkItem {
  readonly number: string;
  readonly title: string;
  /** Ids. */
  readonly checks: readonly string[];
  /** Of each of these checks. */
  readonly basis: Readonly<Record<string, Basis>>;
  /** How the benchmark says that it is assessed, and its level; null where it does not say. */
  readonly assessment: Assessment | null;
  readonly level: Level | null;
}

export interface BenchmarkSection {
  readonly number: string;
  readonly title: string;
}

/** A benchmark as its file states it; its items are in the order of the file. */
export interface Benchmark {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly version: string;
  readonly sections: readonly BenchmarkSection[];
  readonly items: readonly BenchmarkItem[];
}

/** An item in a report. */
export interface ReportedItem extends BenchmarkItem {
  /** What a person said of it; nobody can yet. */
  readonly attestation: null;
}

/** A benchmark of a run. */
export interface ReportedBenchmark extends Omit<Benchmark, 'items'> {
  readonly items: readonly ReportedItem[];
  /** Of its items, over all hosts. */
  readonly summary: BenchmarkTally;
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
  /** Id of the waiver in force that covers this finding of a failure that stands because of others. */
  readonly waiver?: string;
}

/** The facts that one verdict was derived from. */
export interface Evidence {
  readonly subject: string;
  readonly values: JsonObject;
  readonly note?: string;
}

/** What a result counts as, or that there is none. */
export type Standing = Outcome | 'waived' | 'absent';

/** A finding in the light of an earlier report. */
export interface FindingChange {
  /** The same finding in two reports has the same. */
  readonly fingerprint: string;
  readonly host: string;
  readonly check: string;
  readonly severity: Severity;
  /** Empty when the failed check has no subject. */
  readonly subject: string;
  readonly message: string;
  /** How it stood in the earlier report. */
  readonly from: Standing;
  readonly to: Standing;
}

export interface WaiverNote {
  readonly id: string;
  readonly reason: string;
  readonly expires: string;
  readonly state: 'active' | 'expired';
}

export type WaiverState = 'active' | 'expiring' | 'expired' | 'pending' | 'notNeeded' | 'unused';

/** An accepted failure, as a waiver file states it. Validated before it gets here. */
export interface Waiver {
  readonly id: string;
  /** Slugs, numbers of items or sections of a benchmark, tags; `*` for all. */
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

/** A waiver of the run and what it does there. */
export interface WaiverEntry extends Waiver {
  /** On the day of the run; `expiring` within 30 days, `notNeeded` when nothing that it covers fails. */
  readonly state: WaiverState;
  /** It covers every check on every host. */
  readonly tooBroad: boolean;
  /** Failed results that it covers or, were it in force, would cover, if only in part. */
  readonly covers: number;
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
  /** Of a failed check: how many of these rows could not be judged. Left out when all could. */
  readonly undecided?: number;
  readonly waiver: WaiverNote | null;
  /** What a person said of it; nobody can yet. */
  readonly attestation: null;
  readonly fix: ResultFix;
}

export interface Tally {
  readonly pass: number;
  readonly fail: number;
  readonly manual: number;
  readonly notApplicable: number;
  readonly error: number;
  readonly waived: number;
  readonly attested: number;
  /** pass / (pass + fail + error), 0 to 1; null when nothing was decided. */
  readonly score: number | null;
}

/** Counts of items: of several checks the worst counts; `notCovered` where no check answers one. */
export interface BenchmarkTally extends Tally {
  readonly notCovered: number;
}

export interface FleetTally extends Tally {
  readonly hosts: Readonly<Record<HostState, number>>;
  readonly bySeverity: Readonly<Record<Severity, Tally>>;
  readonly bySection: Readonly<Record<string, Tally>>;
}

/** What made a container, and would undo what others change in it. */
export interface ContainerOwner {
  readonly tool: 'compose' | 'swarm' | 'kubernetes';
  /** Project of compose or namespace of Kubernetes; else empty. */
  readonly scope: string;
  /** Service of compose or swarm, or pod. */
  readonly name: string;
  /** Name of the container in its pod; else empty. */
  readonly container: string;
  /** The files of a compose project. */
  readonly files: readonly string[];
}

/** A container as it was audited. */
export interface AuditedContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly owner: ContainerOwner | null;
  /** As `docker inspect` tells them; 0 for no limit. Null when the bundle does not hold them all. */
  readonly limits: {
    readonly memory: number;
    /** Memory and swap together; -1 for as much swap as there is. */
    readonly memorySwap: number;
    readonly pids: number;
    readonly cpuShares: number;
    readonly restartPolicy: string;
    readonly restartLimit: number;
  } | null;
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
  /** Left out when the containers are not known. */
  readonly containers?: readonly AuditedContainer[];
}

export interface Platform {
  readonly os: string | null;
  readonly kernel: string | null;
  readonly engine: string | null;
}

/** `noEngine`: nothing of Docker's kind is there, so that there is nothing to judge. */
export type HostState = 'audited' | 'partial' | 'unreachable' | 'noEngine';

/** A container engine of a host. */
export interface Engine {
  readonly kind: 'docker' | 'podman' | 'containerd' | 'cri';
  /** Null where it is not known. */
  readonly socket: string | null;
  readonly version: string | null;
  readonly state: 'audited' | 'notAudited';
  /** Why it was not; null where it was. */
  readonly reason: string | null;
}

/** A host as it was judged, before its results are counted by the benchmarks of the run. */
export type JudgedHost = Omit<HostResult, 'benchmarks'>;

export interface HostResult {
  readonly name: string;
  /** host:port, or "local". */
  readonly address: string;
  readonly groups: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly state: HostState;
  readonly error: Failure | null;
  /** When the facts were gathered, UTC, or null when they could not be. */
  readonly collectedAt: string | null;
  readonly platform: Platform;
  /** Empty where none is known. */
  readonly engines: readonly Engine[];
  /** `sha256:` of the bundle that it was judged from, as `plimsoll collect` writes it; null where there is none. */
  readonly facts: string | null;
  /** By id. */
  readonly benchmarks: Readonly<Record<string, BenchmarkTally>>;
  /** What of the host was not judged, each in one sentence, as another daemon. Left out when there is nothing. */
  readonly notes?: readonly string[];
  readonly audited: AuditedState | null;
  readonly results: readonly CheckResult[];
  readonly summary: Tally;
}

/** A run as one point of the trend. */
export interface TrendPoint {
  readonly id: string;
  readonly startedAt: string;
  readonly score: number | null;
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly manual: number;
  readonly waived: number;
  readonly hosts: FleetTally['hosts'];
}

/** Findings, but for `newlyUndetermined`, which are checks on hosts. */
export interface SinceCounts {
  readonly newlyFailing: number;
  readonly fixed: number;
  readonly stillFailing: number;
  /** Of those still failing. */
  readonly changedEvidence: number;
  readonly newlyWaived: number;
  /** Of those newly failing: a waiver protected them before. */
  readonly waiverEnded: number;
  readonly newlyUndetermined: number;
  /** Of those newly failing or fixed: they came and went several times in the last runs. */
  readonly flapping: number;
}

/** What changed since an earlier run. Lists hold at most 200; `counts` says how many there were. */
export interface Since {
  /** The last run in the history that compares with this one, or the baseline that was given. */
  readonly source: 'history' | 'baseline';
  /** Null where the history has none to compare with, so that everything that fails counts as newly failing. */
  readonly previous: { readonly id: string; readonly startedAt: string } | null;
  /** Both runs have the same hosts, checks and benchmarks. */
  readonly sameScope: boolean;
  readonly counts: SinceCounts;
  readonly hosts: {
    readonly new: readonly string[];
    readonly gone: readonly string[];
    readonly nowUnreachable: readonly string[];
    readonly reachableAgain: readonly string[];
  };
  readonly newlyFailing: readonly FindingChange[];
  readonly fixed: readonly FindingChange[];
  readonly newlyWaived: readonly FindingChange[];
  readonly newlyUndetermined: readonly { readonly host: string; readonly check: string }[];
  readonly flapping: readonly FindingChange[];
  /** At most 30 runs of the same scope, the oldest first, this one last; just this one without a history. */
  readonly trend: readonly TrendPoint[];
}

/** What a run was judged by. */
export interface Policy {
  /** Ids, in the order in which they were given. */
  readonly benchmarks: readonly string[];
  readonly levels: readonly Level[];
  /** The file, as it was named. */
  readonly profile: string | null;
  /** What the benchmarks ask for and the run left out. */
  readonly leftOut: readonly {
    readonly check: string;
    readonly by: 'check' | 'skip' | 'level' | 'profile';
  }[];
  readonly severities: readonly {
    readonly check: string;
    readonly from: Severity;
    readonly to: Severity;
  }[];
  readonly parameters: readonly GivenParameter[];
  /** `sha256:` of the waiver file. */
  readonly waivers: string | null;
  readonly attestations: null;
  /** `sha256:` of what decided: equal for runs that judged alike. Null in what an earlier version wrote. */
  readonly digest: string | null;
}

/** A value for a parameter, and for which hosts it was in force. */
export interface GivenParameter {
  readonly name: string;
  readonly value: Json;
  /** `file:line`, or "inventory". */
  readonly source: string;
  readonly hosts: 'all' | readonly string[];
}

/** report.json: the only thing a renderer sees. Published as `plimsoll schema report`. */
export interface Report {
  readonly schemaVersion: 2;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly finishedAt: string;
    /** `sha256:` over the sorted host names, the benchmarks and the checks: runs with equal scope compare. */
    readonly scope: string;
    readonly policy: Policy;
    /** `sha256:` over the document without this: its compact JSON with sorted keys. */
    readonly digest: string;
  };
  readonly checks: readonly CheckInfo[];
  /** Those of the run, in the order in which they were given. */
  readonly benchmarks: readonly ReportedBenchmark[];
  readonly hosts: readonly HostResult[];
  /** Present when the run had a history or a baseline. */
  readonly since?: Since;
  /** Present when the run had a waiver file. */
  readonly waivers?: readonly WaiverEntry[];
  readonly summary: FleetTally;
}
