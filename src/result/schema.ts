import type { Failure } from '../lib/failure.ts';
import type * as T from './types.ts';

type Schema = { readonly [keyword: string]: unknown };

type OptionalKey<V> = { [K in keyof V]-?: object extends Pick<V, K> ? K : never }[keyof V];

/** A closed object with exactly the members of V: a member added to the type fails to compile until it is here. */
function closed<V extends object>(
  properties: { readonly [K in keyof V]-?: Schema },
  optional: readonly OptionalKey<V>[] = [],
): Schema {
  const required = (Object.keys(properties) as (keyof V)[]).filter(
    (key) => !(optional as readonly (keyof V)[]).includes(key),
  );
  return { type: 'object', additionalProperties: false, required, properties };
}

const list = (items: Schema): Schema => ({ type: 'array', items });
const record = (values: Schema): Schema => ({ type: 'object', additionalProperties: values });
const oneOf = (...values: readonly (string | number)[]): Schema => ({ enum: values });
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 0 };
const number: Schema = { type: 'number' };
const anything: Schema = {};
const nothing: Schema = { type: 'null' };
const time: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' };
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const digest: Schema = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' };
const sha256: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const slug: Schema = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' };

const fixSummary = {
  kind: oneOf('automatic', 'guarded', 'advice'),
  disruption: oneOf('none', 'low', 'high'),
  restart: flag,
};

const severity = oneOf('critical', 'high', 'medium', 'low');

const updateSettings = ['memory', 'swap', 'pids', 'cpuShares', 'retries'] as const;

/** Any of the settings that `docker update` can take. */
function updateOf(value: Schema): Schema {
  const properties = { memory: value, swap: value, pids: value, cpuShares: value, retries: value };
  return closed<Partial<Record<T.UpdateSetting, unknown>>>(properties, updateSettings);
}

const container = closed<T.ContainerChange>(
  {
    run: closed<NonNullable<T.ContainerChange['run']>>({ remove: list(text), add: list(text) }, [
      'remove',
      'add',
    ]),
    compose: closed<NonNullable<T.ContainerChange['compose']>>(
      { remove: list(text), set: record(anything) },
      ['remove', 'set'],
    ),
    service: list(text),
    kubernetes: closed<NonNullable<T.ContainerChange['kubernetes']>>(
      { container: record(anything), pod: record(anything) },
      ['container', 'pod'],
    ),
  },
  ['run', 'compose', 'service', 'kubernetes'],
);

const fix = closed<T.Fix>(
  {
    ...fixSummary,
    text,
    mode: text,
    owner: text,
    auditRule: text,
    daemonJson: record(anything),
    dockerUpdate: updateOf(closed<{ $param: string }>({ $param: text })),
    container,
    dockerfile: list(text),
    steps: list(text),
  },
  ['mode', 'owner', 'auditRule', 'daemonJson', 'dockerUpdate', 'container', 'dockerfile', 'steps'],
);

const check = closed<T.CheckInfo>(
  {
    id: slug,
    title: text,
    failureTitle: text,
    severity,
    rationale: text,
    verify: text,
    fix,
    references: list(text),
    tags: list(text),
  },
  ['failureTitle'],
);

const finding = closed<T.Finding>(
  {
    subject: text,
    path: text,
    rule: text,
    expected: anything,
    actual: anything,
    message: text,
    waiver: text,
  },
  ['waiver'],
);

const result = closed<T.CheckResult>(
  {
    check: slug,
    outcome: oneOf('pass', 'fail', 'manual', 'notApplicable', 'error'),
    reason: text,
    findings: list(finding),
    evidence: {
      ...list(closed<T.Evidence>({ subject: text, values: record(anything), note: text }, ['note'])),
      maxItems: 50,
    },
    considered: count,
    undecided: count,
    waiver: orNull(
      closed<T.WaiverNote>({ id: text, reason: text, expires: text, state: oneOf('active', 'expired') }),
    ),
    attestation: nothing,
    fix: closed<T.ResultFix>({ ...fixSummary, dockerUpdate: updateOf(number) }, ['dockerUpdate']),
  },
  ['undecided'],
);

const tally = {
  pass: count,
  fail: count,
  manual: count,
  notApplicable: count,
  error: count,
  waived: count,
  attested: count,
  score: orNull({ type: 'number', minimum: 0, maximum: 1 }),
};

const benchmark = closed<T.ReportedBenchmark>({
  id: text,
  title: text,
  publisher: text,
  version: text,
  sections: list(closed<T.BenchmarkSection>({ number: text, title: text })),
  items: list(
    closed<T.ReportedItem>({
      number: text,
      title: text,
      checks: list(slug),
      basis: record(oneOf('direct', 'derived', 'own')),
      assessment: orNull(oneOf('automated', 'manual')),
      level: orNull(oneOf(1, 2)),
      attestation: nothing,
    }),
  ),
  summary: closed<T.BenchmarkTally>({ ...tally, notCovered: count }),
});

const auditedContainer = closed<T.AuditedContainer>({
  id: text,
  name: text,
  image: text,
  owner: orNull(
    closed<T.ContainerOwner>({
      tool: oneOf('compose', 'swarm', 'kubernetes'),
      scope: text,
      name: text,
      container: text,
      files: list(text),
    }),
  ),
  limits: orNull(
    closed<NonNullable<T.AuditedContainer['limits']>>({
      memory: number,
      memorySwap: number,
      pids: number,
      cpuShares: number,
      restartPolicy: text,
      restartLimit: number,
    }),
  ),
});

const audited = closed<T.AuditedState>(
  {
    machineIdSha256: orNull(sha256),
    dockerdPath: orNull(text),
    dockerdFlags: list(text),
    daemonConfig: orNull(
      closed<NonNullable<T.AuditedState['daemonConfig']>>({
        path: text,
        sha256: orNull(sha256),
        text: orNull(text),
        withheld: orNull(text),
      }),
    ),
    containers: list(auditedContainer),
  },
  ['containers'],
);

const host = closed<T.HostResult>(
  {
    name: { type: 'string', minLength: 1 },
    address: text,
    groups: list(text),
    labels: record(text),
    state: oneOf('audited', 'partial', 'unreachable', 'noEngine'),
    error: orNull(closed<Failure>({ code: text, message: text, hint: text })),
    collectedAt: orNull(time),
    platform: closed<T.Platform>({ os: orNull(text), kernel: orNull(text), engine: orNull(text) }),
    engines: list(
      closed<T.Engine>({
        kind: oneOf('docker', 'podman', 'containerd', 'cri'),
        socket: orNull(text),
        version: orNull(text),
        state: oneOf('audited', 'notAudited'),
        reason: orNull(text),
      }),
    ),
    facts: orNull(digest),
    benchmarks: record(closed<T.BenchmarkTally>({ ...tally, notCovered: count })),
    notes: list(text),
    audited: orNull(audited),
    results: list(result),
    summary: closed<T.Tally>(tally),
  },
  ['notes'],
);

const waiver = closed<T.WaiverEntry>({
  id: text,
  checks: list(text),
  hosts: list(text),
  subjects: list(text),
  reason: text,
  owner: text,
  ticket: orNull(text),
  from: orNull(day),
  expires: { anyOf: [day, { const: 'never' }] },
  state: oneOf('active', 'expiring', 'expired', 'pending', 'notNeeded', 'unused'),
  tooBroad: flag,
  covers: count,
});

const hostTally = closed<T.FleetTally['hosts']>({
  audited: count,
  partial: count,
  unreachable: count,
  noEngine: count,
});

const policy = closed<T.Policy>({
  benchmarks: list(text),
  levels: list(oneOf(1, 2)),
  profile: orNull(text),
  leftOut: list(
    closed<T.Policy['leftOut'][number]>({ check: slug, by: oneOf('check', 'skip', 'level', 'profile') }),
  ),
  severities: list(closed<T.Policy['severities'][number]>({ check: slug, from: severity, to: severity })),
  parameters: list(
    closed<T.GivenParameter>({
      name: text,
      value: anything,
      source: text,
      hosts: { anyOf: [{ const: 'all' }, list(text)] },
    }),
  ),
  waivers: orNull(digest),
  attestations: nothing,
  digest: orNull(digest),
});

const standing = oneOf('pass', 'fail', 'manual', 'notApplicable', 'error', 'waived', 'absent');

const change = closed<T.FindingChange>({
  fingerprint: text,
  host: text,
  check: slug,
  severity,
  subject: text,
  message: text,
  from: standing,
  to: standing,
});

const since = closed<T.Since>({
  source: oneOf('history', 'baseline'),
  previous: orNull(closed<NonNullable<T.Since['previous']>>({ id: text, startedAt: time })),
  sameScope: flag,
  counts: closed<T.SinceCounts>({
    newlyFailing: count,
    fixed: count,
    stillFailing: count,
    changedEvidence: count,
    newlyWaived: count,
    waiverEnded: count,
    newlyUndetermined: count,
    flapping: count,
  }),
  hosts: closed<T.Since['hosts']>({
    new: list(text),
    gone: list(text),
    nowUnreachable: list(text),
    reachableAgain: list(text),
  }),
  newlyFailing: list(change),
  fixed: list(change),
  newlyWaived: list(change),
  newlyUndetermined: list(closed<T.Since['newlyUndetermined'][number]>({ host: text, check: slug })),
  flapping: list(change),
  trend: list(
    closed<T.TrendPoint>({
      id: text,
      startedAt: time,
      score: orNull({ type: 'number', minimum: 0, maximum: 1 }),
      pass: count,
      fail: count,
      error: count,
      manual: count,
      waived: count,
      hosts: hostTally,
    }),
  ),
});

/** JSON Schema (draft-07) of report.json, printed by `plimsoll schema report`. */
export const reportSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'plimsoll report',
  ...closed<T.Report>(
    {
      schemaVersion: { const: 2 },
      tool: closed<T.Report['tool']>({ name: { const: 'plimsoll' }, version: text }),
      run: closed<T.Report['run']>({
        id: text,
        startedAt: time,
        finishedAt: time,
        scope: digest,
        policy,
        digest,
      }),
      checks: list(check),
      benchmarks: list(benchmark),
      hosts: list(host),
      since,
      waivers: list(waiver),
      summary: closed<T.FleetTally>({
        ...tally,
        hosts: hostTally,
        bySeverity: closed<T.FleetTally['bySeverity']>({
          critical: closed<T.Tally>(tally),
          high: closed<T.Tally>(tally),
          medium: closed<T.Tally>(tally),
          low: closed<T.Tally>(tally),
        }),
        bySection: record(closed<T.Tally>(tally)),
      }),
    },
    ['since', 'waivers'],
  ),
};
