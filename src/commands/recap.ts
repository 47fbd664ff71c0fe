import type { Log } from '../lib/log.ts';
import { countedAs, severities } from '../result/tally.ts';
import type { HostResult, Report } from '../result/types.ts';
import { exit } from './context.ts';
import { failingChecks, type Threshold } from './exit-status.ts';

const MOST_FINDINGS = 10;
const MOST_HOSTS = 50;

/** What a person wants to read at the end: a line per host, the worst findings, and what the exit status means. */
export function recap(report: Report, log: Log): void {
  log.info('');
  const width = Math.max(...report.hosts.map((host) => host.name.length), 4);
  for (const host of report.hosts.slice(0, MOST_HOSTS)) log.info(hostLine(host, width));
  if (report.hosts.length > MOST_HOSTS) log.info(`… and ${report.hosts.length - MOST_HOSTS} more hosts`);
  const worst = worstFindings(report);
  if (worst.length === 0) return;
  log.info('');
  log.info('Worst first:');
  for (const line of worst.slice(0, MOST_FINDINGS)) log.info(`  ${line}`);
  if (worst.length > MOST_FINDINGS)
    log.info(`  … and ${worst.length - MOST_FINDINGS} more failing checks in the report`);
}

function hostLine(host: HostResult, width: number): string {
  const name = host.name.padEnd(width);
  if (host.state === 'unreachable') return `${name} : unreachable  ${host.error?.code ?? ''}`;
  const { pass, fail, manual, notApplicable, error, waived, score } = host.summary;
  const percent = score === null ? 'n/a' : `${Math.round(score * 100)}%`;
  return `${name} : ${host.state}  pass=${pass} fail=${fail} error=${error} manual=${manual} n/a=${notApplicable} waived=${waived}  score=${percent}`;
}

/** One line per failing check, by severity and then by how many hosts it fails on. */
function worstFindings(report: Report): readonly string[] {
  const hostsOf = (id: string): readonly string[] =>
    report.hosts
      .filter((host) => host.results.some((result) => result.check === id && countedAs(result) === 'fail'))
      .map((host) => host.name);
  const edition = report.run.benchmark.replace('cis-docker-', '') as keyof Report['checks'][number]['cis'];
  return report.checks
    .map((check) => ({ check, hosts: hostsOf(check.id) }))
    .filter(({ hosts }) => hosts.length > 0)
    .toSorted(
      (a, b) =>
        severities.indexOf(a.check.severity) - severities.indexOf(b.check.severity) ||
        b.hosts.length - a.hosts.length,
    )
    .map(({ check, hosts }) => {
      const where = report.hosts.length === 1 ? '' : `  (${hosts.length} of ${report.hosts.length} hosts)`;
      return `${check.severity.toUpperCase().padEnd(8)} ${(check.cis[edition] ?? check.id).padEnd(6)} ${check.title}${where}`;
    });
}

/** The exit status in words. */
export function explainStatus(status: number, report: Report, failOn: Threshold): string {
  const partial = report.hosts.filter((host) => host.state !== 'audited').length;
  switch (status) {
    case exit.clean:
      return failOn === 'none'
        ? 'exit status 0: every host was audited whole; findings do not count'
        : `exit status 0: every host was audited whole and nothing at or above ${failOn} failed`;
    case exit.findings:
      return `exit status 1: ${failingChecks(report, failOn)} checks at or above ${failOn} failed`;
    case exit.incomplete:
      return `exit status 3: the audit is incomplete on ${partial} of ${report.hosts.length} hosts; the report says what is missing`;
    default:
      return `exit status ${status}: interrupted; what was finished is written`;
  }
}
