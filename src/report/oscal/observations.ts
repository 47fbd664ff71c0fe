import { countedAs } from '../../result/tally.ts';
import type { CheckResult, HostResult, Report } from '../../result/types.ts';
import type { Catalogue } from '../catalogue.ts';
import { code, prose } from '../machine/markdown-text.ts';
import { problemOf, subjectsOf } from '../machine/subjects.ts';
import { hostUuid, observationUuid, optionalList, properties, toolUuid } from './common.ts';

/** One observation for each check on each host; what is wrong with which subject is its evidence. */
export function* observationsOf(report: Report, catalogue: Catalogue) {
  const origins = [{ actors: [{ type: 'tool', 'actor-uuid': toolUuid(report) }] }];
  for (const host of report.hosts) {
    const collected = host.collectedAt ?? report.run.startedAt;
    for (const result of host.results) {
      yield { ...observation(report, host, result, catalogue), origins, collected };
    }
  }
}

function observation(report: Report, host: HostResult, result: CheckResult, catalogue: Catalogue) {
  const check = catalogue.of(result);
  return {
    uuid: observationUuid(report, host.name, check.id),
    title: prose(check.title) || check.id,
    description: code(result.reason, 2000),
    props: properties({
      check: check.id,
      cis: catalogue.number(check),
      severity: check.severity,
      outcome: result.outcome,
      status: countedAs(result),
    }),
    methods: ['TEST'],
    subjects: [{ 'subject-uuid': hostUuid(host.name), type: 'inventory-item' }],
    ...optionalList('relevant-evidence', evidence(result)),
  };
}

function evidence(result: CheckResult) {
  return subjectsOf(result)
    .filter((subject) => subject.findings.length > 0)
    .map((subject) => ({ description: code(`${subject.name}: ${problemOf(subject, result)}`, 2000) }));
}
