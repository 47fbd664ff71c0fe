import { compareSections, severities } from '../../result/tally.ts';
import type { Report } from '../../result/types.ts';
import { hostSlugs } from '../slug.ts';
import { catalogueOf, sectionTitle } from './catalogue.ts';
import { hostRows, incompleteHosts } from './fleet-view.ts';
import { counted, duration, utc } from './format.ts';
import { hostView } from './host-view.ts';
import { prioritiesView } from './priorities-view.ts';
import { scoreView } from './score-view.ts';
import { severityWords, statuses } from './status.ts';

/** All that the page shows, ready to be printed: the templates decide nothing. */
export function pageView(report: Report) {
  const slugs = hostSlugs(report);
  const catalogue = catalogueOf(report);
  const [only, ...others] = report.hosts;
  const single = only !== undefined && others.length === 0;
  const heading = single ? only.name : `Fleet of ${counted(report.hosts.length, 'host')}`;
  return {
    heading,
    fleet: !single,
    run: runView(report),
    summary: scoreView(report.summary),
    hostCounts: hostCounts(report),
    incomplete: incompleteHosts(report, slugs),
    priorities: prioritiesView(report, slugs, catalogue),
    hostRows: single ? [] : hostRows(report, slugs, catalogue),
    severities: severities.map((severity) => ({
      severity,
      word: severityWords[severity],
      summary: scoreView(report.summary.bySeverity[severity]),
    })),
    sections: Object.entries(report.summary.bySection)
      .sort(([a], [b]) => compareSections(a, b))
      .map(([section, sums]) => ({
        number: section === 'extra' ? '' : section,
        title: sectionTitle(section),
        summary: scoreView(sums),
      })),
    statuses,
    hosts: report.hosts.map((host) => ({
      ...hostView(host, slugs.get(host.name) ?? '', catalogue),
      fleet: !single,
    })),
  };
}

function runView(report: Report) {
  const { id, startedAt, finishedAt, benchmark, levels, scope } = report.run;
  return {
    id,
    started: utc(startedAt),
    startedAt,
    finished: utc(finishedAt),
    finishedAt,
    took: duration(startedAt, finishedAt),
    benchmark: benchmark.replace('cis-docker-', 'CIS Docker Benchmark '),
    levels: `${levels.length === 1 ? 'level' : 'levels'} ${levels.join(' and ')}`,
    scope,
    version: report.tool.version,
    checks: counted(report.checks.length, 'check'),
  };
}

function hostCounts(report: Report) {
  const { audited, partial, unreachable } = report.summary.hosts;
  return { all: report.hosts.length, audited, partial, unreachable, whole: partial + unreachable === 0 };
}
