import { dayOfTime } from '../../evaluate/waivers/days.ts';
import { waiverRemarks } from '../../evaluate/waivers/remarks.ts';
import type { Log } from '../../lib/log.ts';
import { counted } from '../../report/format.ts';
import type { Report, Severity } from '../../result/types.ts';
import { exit } from '../context.ts';
import { failingChecks, hasNoEngine, incompleteHosts, type Threshold } from '../deliver/exit-status.ts';
import { recapFindings } from './recap-findings.ts';
import { recapHosts } from './recap-hosts.ts';
import { recapSince } from './recap-since.ts';

/** What a person wants to read at the end: a line per host, what the waivers do, the worst findings. */
export function recap(report: Report, log: Log, least: Severity = 'low'): void {
  log.info('');
  recapHosts(report, log);
  recapSince(report, log);
  recapWaivers(report, log);
  recapFindings(report, least, log);
}

/** A run may be of a part of the fleet, so waivers without use in it are no more than a remark. */
function recapWaivers(report: Report, log: Log): void {
  const entries = report.waivers ?? [];
  const idle = entries.filter((entry) => entry.state === 'unused');
  const day = dayOfTime(report.run.startedAt);
  for (const entry of entries) {
    if (entry.state === 'unused' && !entry.tooBroad) continue;
    for (const remark of waiverRemarks(entry, day)) log.warn(`waiver ${remark}`);
  }
  if (idle.length > 0) log.info(`Waivers unused in this run: ${idle.map((entry) => entry.id).join(', ')}`);
}

/** The exit status in words. */
export function explainStatus(status: number, report: Report, failOn: Threshold): string {
  const partial = incompleteHosts(report).length;
  switch (status) {
    case exit.clean:
      return failOn === 'none'
        ? 'exit status 0: every host was audited whole; findings do not count'
        : `exit status 0: every host was audited whole and ${failOn === 'new' ? 'nothing is newly failing' : `nothing at or above ${failOn} failed`}`;
    case exit.findings:
      return failOn === 'new'
        ? `exit status 1: newly failing findings: ${failingChecks(report, failOn)}`
        : `exit status 1: ${counted(failingChecks(report, failOn), 'check')} at or above ${failOn} failed`;
    case exit.incomplete:
      if (hasNoEngine(report))
        return 'exit status 3: no host of the run had an engine, so nothing was judged';
      return `exit status 3: the audit is incomplete on ${partial} of ${report.hosts.length} hosts; the report says what is missing`;
    default:
      return `exit status ${status}: interrupted; what was finished is written`;
  }
}
