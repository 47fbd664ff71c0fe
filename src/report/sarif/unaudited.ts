import type { ReportingDescriptor, Result } from 'sarif';
import type { Report } from '../../result/types.ts';
import { troubleOf } from '../machine/trouble.ts';
import { hostSlugs } from '../slug.ts';
import { fingerprints, locationOf } from './location.ts';
import { messageText } from './message.ts';

const id = 'plimsoll-host-not-audited';

const text =
  'A host could not be audited, or not whole. What is not in a file counts as fixed, so alerts of this host may ' +
  'have closed although nobody has looked.';

/** The rule behind the results below; GitHub ranks it as high. */
export const unauditedRule: ReportingDescriptor = {
  id,
  shortDescription: { text: 'A host could not be audited' },
  fullDescription: { text },
  help: { text: `${text} The message says what went wrong and what to do about it.` },
  defaultConfiguration: { level: 'error' },
  properties: { tags: ['security'], precision: 'very-high', 'security-severity': '8.0' },
};

/** A result for each host whose audit failed: without one the host would look clean. */
export function unauditedResults(report: Report, ruleIndex: number): Result[] {
  const slugs = hostSlugs(report);
  return report.hosts.flatMap((host) => {
    const { name, state } = host;
    const error = troubleOf(host);
    if (error === null) return [];
    return [
      {
        ruleId: id,
        ruleIndex,
        level: 'error',
        message: { text: messageText(`${name} is ${state}: ${error.message} ${error.hint}`) },
        locations: [locationOf({ name, slug: slugs.get(name) ?? '' }, '')],
        partialFingerprints: fingerprints(id, name, ''),
      },
    ];
  });
}
