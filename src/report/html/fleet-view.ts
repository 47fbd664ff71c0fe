import { compareText } from '../../lib/json.ts';
import { countedAs, severities } from '../../result/tally.ts';
import type { HostResult, Report } from '../../result/types.ts';
import type { Catalogue } from './catalogue.ts';
import { counted } from './format.ts';
import { stateWords } from './host-view.ts';
import { scoreView } from './score-view.ts';
import { severityWords } from './status.ts';

/** The table of hosts: those that were not reached first, then the lowest score first. */
export function hostRows(report: Report, slugs: ReadonlyMap<string, string>, catalogue: Catalogue) {
  return [...report.hosts]
    .sort((a, b) => (a.summary.score ?? -1) - (b.summary.score ?? -1) || compareText(a.name, b.name))
    .map((host) => ({
      slug: slugs.get(host.name) ?? '',
      name: host.name,
      state: host.state,
      stateWord: stateWords[host.state],
      groups: host.groups.join(', '),
      summary: scoreView(host.summary),
      failing: severities.map((severity) => ({
        word: severityWords[severity],
        count: host.results.filter(
          (result) => countedAs(result) === 'fail' && catalogue.of(result).severity === severity,
        ).length,
      })),
      error: host.summary.error,
      manual: host.summary.manual,
      waived: host.summary.waived,
    }));
}

/** The hosts whose audit is not whole, with why and what to do about it; unreachable ones first. */
export function incompleteHosts(report: Report, slugs: ReadonlyMap<string, string>) {
  const states: readonly HostResult['state'][] = ['unreachable', 'partial'];
  return states.flatMap((state) =>
    report.hosts
      .filter((host) => host.state === state)
      .map((host) => ({
        slug: slugs.get(host.name) ?? '',
        name: host.name,
        state,
        stateWord: stateWords[state],
        code: host.error?.code ?? '',
        message: host.error?.message ?? '',
        hint: host.error?.hint ?? '',
        undecided:
          host.results.length === 0
            ? 'No check was judged on this host.'
            : `${host.summary.error} of ${counted(host.results.length, 'check')} could not be determined.`,
      })),
  );
}
