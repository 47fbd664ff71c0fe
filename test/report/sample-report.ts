import { compareReports } from '../../src/diff/compare.ts';
import { sinceOf } from '../../src/diff/since.ts';
import { sealed } from '../../src/result/digest.ts';
import { tally } from '../../src/result/tally.ts';
import type {
  CheckInfo,
  CheckResult,
  Evidence,
  Finding,
  HostResult,
  Outcome,
  Report,
} from '../../src/result/types.ts';
import { sampleChecks } from './sample-checks.ts';
import { withSums, type NumberedCheck } from './with-sums.ts';

export const digest = 'a3f1c0de'.repeat(8);

/** A report that looks like a real one: mixed outcomes, waivers, a partial and an unreachable host from 3 hosts on. */
export function sampleReport({ hosts }: { readonly hosts: number }): Report {
  return sealed(reportOf(Array.from({ length: hosts }, (_, index) => hostOf(index, hosts))));
}

/** Puts hosts together with the sample checks to a report whose sums are right. */
export function reportOf(hosts: readonly HostResult[]): Report {
  const id = '2026-11-23T02-00-00Z-7f3a';
  const finishedAt = '2026-11-23T02:03:12.480Z';
  return withSums({ id, finishedAt, scope: `sha256:${digest}` }, sampleChecks, hosts);
}

/** A report as a run with waivers and a history has it: some findings came, others went, as did a host. */
export function trackedReport({ hosts }: { readonly hosts: number }): Report {
  const report = sampleReport({ hosts });
  const [gone, ...others] = report.hosts;
  const before = reportOf([
    ...others.map((host) => ({ ...host, results: host.results.map(turned) })),
    ...(gone === undefined ? [] : [{ ...gone, name: 'old-01' }]),
  ]);
  const trend = [0.4, null, 0.6, 0.5].map((score, at) => ({
    ...report.summary,
    id: `run-${at}`,
    startedAt: `2026-11-2${at}T02:00:00Z`,
    score,
  }));
  const since = sinceOf('history', compareReports(before, report), { trend, isFlapping: () => true });
  return sealed({ ...report, since, waivers: sampleWaivers });
}

/** As a result was the night before: every third that failed passed, and the other way about. */
function turned(result: CheckResult, at: number): CheckResult {
  if (at % 3 > 0 || !['pass', 'fail'].includes(result.outcome)) return result;
  const { findings } = result;
  if (result.outcome === 'fail') return { ...result, outcome: 'pass', findings: [], waiver: null };
  return {
    ...result,
    outcome: 'fail',
    findings: findings.length > 0 ? findings : [findingOf('host:x', 'fail')],
  };
}

const sampleWaivers: NonNullable<Report['waivers']> = (
  ['active', 'expiring', 'expired', 'unused'] as const
).map((state, at) => ({
  id: `W-00${at}`,
  checks: ['docker-container-read-only', '5.11'],
  hosts: ['group:web', 'db-*'],
  subjects: at === 0 ? ['container:cache*'] : [],
  reason: 'The cache writes its snapshots to the root filesystem until the move to a volume.',
  owner: 'platform@example.net',
  ticket: at === 0 ? 'https://tickets.example.net/browse/PLATFORM-12345' : null,
  from: at === 1 ? '2026-10-01' : null,
  expires: ['never', '2026-12-10', '2026-11-20', '2027-06-30'][at] ?? 'never',
  state,
  tooBroad: at === 3,
  covers: at,
}));

const roles = ['web', 'db', 'build', 'edge', 'queue'] as const;

function hostOf(index: number, hosts: number): HostResult {
  const role = roles[index % roles.length] ?? 'web';
  const state = hosts < 3 ? 'audited' : index === 2 ? 'unreachable' : index === 4 ? 'partial' : 'audited';
  const results =
    state === 'unreachable' ? [] : sampleChecks.map((check, at) => resultOf(check, at, index, state));
  return {
    name: `${role}-${String(Math.floor(index / roles.length) + 1).padStart(2, '0')}`,
    address: `10.0.${Math.floor(index / 200)}.${11 + (index % 200)}:22`,
    groups: [role, index % 2 === 0 ? 'eu-west' : 'eu-north'],
    labels: { env: 'prod', team: 'platform' },
    state,
    error: errorOf(state),
    collectedAt: state === 'unreachable' ? null : '2026-11-23T02:00:13Z',
    platform:
      state === 'unreachable'
        ? { os: null, kernel: null, engine: null }
        : { os: 'Debian GNU/Linux 12 (bookworm)', kernel: '6.1.0-28-amd64', engine: '28.5.2' },
    ...{ engines: [], facts: null, benchmarks: {} },
    audited: null,
    results,
    summary: tally(results),
  };
}

function errorOf(state: HostResult['state']): HostResult['error'] {
  if (state === 'unreachable') {
    return {
      code: 'CONNECT_TIMEOUT',
      message: 'No answer from 10.0.0.13:22 within 10 s.',
      hint: 'Check that the host is up and that port 22 is open from here: nc -vz 10.0.0.13 22',
    };
  }
  if (state === 'partial') {
    return {
      code: 'SUDO_REFUSED',
      message: 'sudo asked for a password and none was given; what only root may read is missing.',
      hint: 'Allow it in sudoers: audit ALL=(root) NOPASSWD: /bin/sh -s, or give sudo its password.',
    };
  }
  return null;
}

/** A spread of outcomes that is the same on every run. */
function outcomeOf(check: NumberedCheck, at: number, host: number, state: HostResult['state']): Outcome {
  if (check.section === '7') return 'notApplicable';
  if (check.assessment === 'manual') return 'manual';
  if (state === 'partial' && ['1', '3'].includes(check.section)) return 'error';
  if (at === 20) return 'error';
  return (at * 7 + host * 5) % 11 < (check.severity === 'critical' ? 1 : 4) ? 'fail' : 'pass';
}

function resultOf(check: NumberedCheck, at: number, host: number, state: HostResult['state']): CheckResult {
  const outcome = outcomeOf(check, at, host, state);
  const subjects = outcome === 'notApplicable' ? [] : subjectsOf(check);
  const failing = subjects.slice(0, Math.max(1, Math.floor(subjects.length / 2)));
  const { kind, disruption, restart } = check.fix;
  return {
    check: check.id,
    outcome,
    reason: reasonOf(outcome, failing.length, subjects.length),
    findings:
      outcome === 'fail' || outcome === 'error' ? failing.map((subject) => findingOf(subject, outcome)) : [],
    evidence: outcome === 'error' ? [] : subjects.map(evidenceOf),
    considered: subjects.length,
    attestation: null,
    waiver: waiverOf(check, outcome),
    fix: { kind, disruption, restart },
  };
}

function subjectsOf(check: NumberedCheck): readonly string[] {
  const key = check.id.split('-').at(-1) ?? '';
  if (check.section === '2') return [`daemon:${key}`];
  if (check.section === '3') return ['file:/etc/docker/daemon.json'];
  if (check.section === '4') return ['image:registry.example.net/shop/frontend:2026.11', 'image:postgres:17'];
  if (check.section === '1')
    return [check.id.startsWith('audit') ? 'audit:/usr/bin/dockerd' : 'user:jenkins'];
  return ['container:frontend', 'container:metrics-exporter', 'container:cache', 'container:postgres'];
}

function reasonOf(outcome: Outcome, failing: number, all: number): string {
  const reasons: Readonly<Record<Outcome, string>> = {
    pass: `All ${all} looked at are as expected.`,
    fail: `${failing} of ${all} looked at are not as expected.`,
    manual: 'Whether this is right depends on what the host is for; the facts are below.',
    notApplicable: 'The host is not part of a swarm.',
    error:
      'The owner and mode could not be read: permission denied. Run the collector as root or through sudo.',
  };
  return reasons[outcome];
}

function findingOf(subject: string, outcome: Outcome): Finding {
  if (outcome === 'error') {
    return {
      subject,
      path: 'mode',
      rule: 'determined',
      expected: null,
      actual: null,
      message: 'mode is not known: stat: permission denied',
    };
  }
  if (subject.startsWith('file:')) {
    return {
      subject,
      path: 'mode',
      rule: 'maxMode',
      expected: '0644',
      actual: '0664',
      message: 'mode is 0664: the group may write',
    };
  }
  return {
    subject,
    path: 'value',
    rule: 'const',
    expected: false,
    actual: true,
    message: 'value is true, expected false',
  };
}

function evidenceOf(subject: string): Evidence {
  if (subject.startsWith('container:')) {
    return {
      subject,
      values: {
        image: 'registry.example.net/shop/frontend:2026.11',
        running: true,
        capAdd: ['CAP_NET_ADMIN', 'CAP_SYS_PTRACE'],
        memoryLimit: 0,
        user: null,
      },
    };
  }
  if (subject.startsWith('file:'))
    return { subject, values: { mode: '0664', owner: 'root', group: 'docker' } };
  return {
    subject,
    values: { value: true, source: 'default', configured: null },
    note: 'Set in daemon.json but not in force: pending restart.',
  };
}

function waiverOf(check: CheckInfo, outcome: Outcome): CheckResult['waiver'] {
  if (outcome !== 'fail') return null;
  if (check.id === 'docker-container-read-only') {
    return {
      id: 'W-0042',
      reason: 'The cache writes its snapshots to the root filesystem until the move to a volume.',
      expires: '2026-12-31',
      state: 'active',
    };
  }
  if (check.id === 'docker-daemon-userns' || check.id === 'docker-container-memory') {
    return {
      id: 'W-0017',
      reason: 'Accepted by platform security for the old build images.',
      expires: '2026-10-31',
      state: 'expired',
    };
  }
  return null;
}
