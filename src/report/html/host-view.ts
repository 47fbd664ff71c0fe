import { compareSections, tally } from '../../result/tally.ts';
import type { CheckInfo, CheckResult, HostResult } from '../../result/types.ts';
import type { Catalogue } from './catalogue.ts';
import { sectionTitle } from './catalogue.ts';
import { utc } from './format.ts';
import { resultView } from './result-view.ts';
import { scoreView } from './score-view.ts';

export const stateWords: Readonly<Record<HostResult['state'], string>> = {
  audited: 'Audited',
  partial: 'Partly audited',
  unreachable: 'Not reached',
};

/** One host: who it is, its counts, and its results by section of the benchmark. */
export function hostView(host: HostResult, slug: string, catalogue: Catalogue) {
  return {
    slug,
    name: host.name,
    state: host.state,
    stateWord: stateWords[host.state],
    failure: host.error,
    facts: factsOf(host),
    summary: scoreView(host.summary),
    sections: sectionsOf(host, slug, catalogue),
  };
}

function factsOf(host: HostResult) {
  const labels = Object.entries(host.labels).map(([name, value]) => `${name}=${value}`);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Address', host.address],
    ['Operating system', host.platform.os],
    ['Kernel', host.platform.kernel],
    ['Docker Engine', host.platform.engine],
    ['Facts gathered', host.collectedAt === null ? null : utc(host.collectedAt)],
    ['Groups', host.groups.join(', ') || null],
    ['Labels', labels.join(', ') || null],
  ];
  return facts.flatMap(([term, value]) => (value === null ? [] : [{ term, value }]));
}

function sectionsOf(host: HostResult, slug: string, catalogue: Catalogue) {
  const entries = host.results
    .map((result) => ({ check: catalogue.of(result), result }))
    .sort((a, b) => catalogue.compare(a.check, b.check));
  const sections = [...new Set(entries.map(({ check }) => check.section))].sort(compareSections);
  return sections.map((section) => {
    const members = entries.filter(({ check }) => check.section === section);
    return {
      ...sectionRow(
        section,
        members.map(({ result }) => result),
      ),
      results: members.map(({ check, result }) => view(check, result, slug, catalogue)),
    };
  });
}

function view(check: CheckInfo, result: CheckResult, slug: string, catalogue: Catalogue) {
  return resultView(check, result, slug, catalogue.number(check));
}

function sectionRow(section: string, results: readonly CheckResult[]) {
  return {
    section,
    number: section === 'extra' ? '' : section,
    title: sectionTitle(section),
    summary: scoreView(tally(results)),
  };
}
