import { compareText } from '../../lib/json.ts';
import type { HostResult } from '../../result/types.ts';
import type { Book } from './book.ts';
import { counted } from '../format.ts';
import { failingBySeverity, groupNames } from './groups-view.ts';
import { stateWords } from './host-view.ts';
import type { Links } from './links.ts';
import { scoreView } from './score-view.ts';

/** Hosts whose audit is not whole that stand open; the others follow folded. */
const mostOpen = 10;

/** The table of hosts: those that were not reached first, then the lowest score first. */
export function hostRows({ report, catalogue, slug }: Book, links: Links) {
  const numbers = new Map(groupNames(report.hosts).map((name, number) => [name, number]));
  return [...report.hosts]
    .sort((a, b) => (a.summary.score ?? -1) - (b.summary.score ?? -1) || compareText(a.name, b.name))
    .map((host) => ({
      href: links.host(slug(host)),
      name: host.name,
      state: host.state,
      stateWord: stateWords[host.state],
      groups: host.groups.join(', '),
      /** Which groups, as numbers: a name may hold anything, spaces too. */
      groupNumbers: host.groups.map((name) => numbers.get(name) ?? -1).join(' '),
      summary: scoreView(host.summary),
      failing: failingBySeverity(host.results, catalogue),
      error: host.summary.error,
      manual: host.summary.manual,
      waived: host.summary.waived,
    }));
}

/** The hosts whose audit is not whole, with why and what to do about it; unreachable ones first. */
export function incompleteHosts({ report, slug }: Book, links: Links) {
  const states: readonly HostResult['state'][] = ['unreachable', 'partial'];
  const rows = states.flatMap((state) =>
    report.hosts
      .filter((host) => host.state === state)
      .map((host) => ({
        href: links.host(slug(host)),
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
  return { first: rows.slice(0, mostOpen), rest: rows.slice(mostOpen) };
}
