import { compareText } from '../../lib/json.ts';
import type { Book } from './book.ts';
import { failingBySeverity, groupNames } from './groups-view.ts';
import { stateWords } from './host-view.ts';
import type { Links } from './links.ts';
import { scoreView } from './score-view.ts';

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
      judged: host.results.length > 0,
      error: host.summary.error,
      manual: host.summary.manual,
      waived: host.summary.waived,
    }));
}
