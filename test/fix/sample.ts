import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import type { Templates } from '../../src/fix/types.ts';
import type {
  AuditedContainer,
  AuditedState,
  CheckResult,
  Finding,
  Fix,
  HostResult,
  Report,
} from '../../src/result/types.ts';
import { sealed } from '../../src/result/digest.ts';
import { withSums, type NumberedCheck } from '../report/with-sums.ts';

const directory = new URL('../../templates/fix/', import.meta.url);

export const templates: Templates = Object.fromEntries(
  readdirSync(directory).map((name) => [`fix/${name}`, readFileSync(new URL(name, directory), 'utf8')]),
);

const tally = {
  pass: 0,
  fail: 0,
  manual: 0,
  notApplicable: 0,
  error: 0,
  waived: 0,
  attested: 0,
  score: null,
};

/** A failed check with its findings: `subjects` as in `file:/etc/docker`. */
export interface Sample {
  readonly id: string;
  readonly cis?: string;
  readonly title?: string;
  readonly fix: Partial<Fix>;
  readonly subjects?: readonly string[];
  readonly result?: Partial<CheckResult>;
}

export function fixOf(fix: Partial<Fix>): Fix {
  return { kind: 'automatic', disruption: 'none', restart: false, text: 'Put it right.', ...fix };
}

function checkOf({ id, cis, title, fix }: Sample): NumberedCheck {
  return {
    id,
    title: title ?? `Title of ${id}`,
    severity: 'medium',
    section: '2',
    level: 1,
    cis: cis === undefined ? {} : { '1.8.0': cis },
    assessment: 'automated',
    rationale: '',
    verify: '',
    fix: fixOf(fix),
    references: [],
    tags: [],
  };
}

function resultOf({ id, fix, subjects, result }: Sample): CheckResult {
  const findings = (subjects ?? []).map((subject): Finding => ({
    subject,
    path: '',
    rule: 'const',
    expected: null,
    actual: null,
    message: '',
  }));
  const { kind, disruption, restart } = fixOf(fix);
  return {
    check: id,
    outcome: 'fail',
    reason: '',
    findings,
    evidence: [],
    considered: findings.length,
    waiver: null,
    attestation: null,
    fix: { kind, disruption, restart },
    ...result,
  };
}

export function auditedState(
  daemonText: string | null = null,
  path = '/etc/docker/daemon.json',
): AuditedState {
  return {
    machineIdSha256: existsSync('/etc/machine-id') ? digest(readFileSync('/etc/machine-id')) : null,
    dockerdPath: '/usr/bin/dockerd',
    dockerdFlags: [],
    daemonConfig: {
      path,
      sha256: daemonText === null ? null : digest(daemonText),
      text: daemonText,
      withheld: null,
    },
    containers: [containerOf('web')],
  };
}

/** A container without limits, which nothing owns. */
export function containerOf(name: string, other: Partial<AuditedContainer> = {}): AuditedContainer {
  const limits = { memory: 0, memorySwap: 0, pids: 0, cpuShares: 0, restartPolicy: 'no', restartLimit: 0 };
  return { id: digest(name), name, image: 'shop/web:1.4', owner: null, limits, ...other };
}

/** A report with one host, on which all samples failed. */
export function sampleReport(
  samples: readonly Sample[],
  host: Partial<HostResult> = {},
  runId = 'unit-run',
): { report: Report; host: HostResult } {
  const hostResult: HostResult = {
    name: 'web-01',
    address: '10.0.0.11:22',
    groups: [],
    labels: {},
    state: 'audited',
    error: null,
    collectedAt: '2026-11-23T02:00:13Z',
    platform: { os: null, kernel: null, engine: null },
    ...{ engines: [], facts: null, benchmarks: {} },
    audited: auditedState(),
    results: samples.map(resultOf),
    summary: tally,
    ...host,
  };
  const finishedAt = '2026-11-23T02:00:20Z';
  const report = sealed(withSums({ id: runId, finishedAt }, samples.map(checkOf), [hostResult]));
  return { report, host: hostResult };
}

function digest(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** One failed check for every kind of fix. */
export const everything: readonly Sample[] = [
  { id: 'sock-mode', cis: '3.16', fix: { mode: '0660' }, subjects: ['file:/run/docker.sock'] },
  { id: 'json-owner', cis: '3.17', fix: { owner: 'root:root' }, subjects: ['file:/etc/docker/daemon.json'] },
  { id: 'audit-etc', cis: '1.1.7', fix: { auditRule: 'wa' }, subjects: ['audit:/etc/docker'] },
  {
    id: 'icc',
    cis: '2.2',
    fix: {
      kind: 'guarded',
      disruption: 'high',
      restart: true,
      text: 'Breaks what talks.',
      daemonJson: { icc: false },
    },
  },
  { id: 'live-restore', cis: '2.16', fix: { daemonJson: { 'live-restore': true } } },
  {
    id: 'pids',
    cis: '5.29',
    fix: { kind: 'guarded', dockerUpdate: { pids: { $param: 'pids' } } },
    subjects: ['container:web'],
    result: { fix: { kind: 'guarded', disruption: 'low', restart: false, dockerUpdate: { pids: 50 } } },
  },
  {
    id: 'privileged',
    cis: '5.5',
    fix: {
      kind: 'advice',
      text: 'Start it without.',
      steps: ['docker ps'],
      container: { run: { remove: ['--privileged'], add: ['--cap-drop ALL'] } },
    },
    subjects: ['container:web'],
  },
];
