import { groupBy } from '../../lib/group-by.ts';
import { asSentence } from '../../lib/text.ts';
import type { HostResult } from '../../result/types.ts';
import type { Book } from './book.ts';
import { counted } from '../format.ts';
import { stateWords } from './host-view.ts';
import type { Links } from './links.ts';

/** Causes that stand open; the others follow folded. */
const mostOpen = 5;
/** Hosts that a cause names beside it; with more, they stand in a fold. */
const mostNamed = 3;

/** Why the audit of a host is not whole. */
interface Cause {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** The hosts whose audit is not whole, those with the same cause as one: unreachable ones first, then the most hosts. */
export function incompleteView({ report, slug }: Book, links: Links) {
  const states: readonly HostResult['state'][] = ['unreachable', 'partial'];
  const rows = states.flatMap((state) =>
    groupsOf(report.hosts.filter((host) => host.state === state)).map((hosts) => {
      const [first] = hosts;
      const named = hosts.map((host) => ({ name: host.name, href: links.host(slug(host)) }));
      return {
        state,
        stateWord: stateWords[state].toLowerCase(),
        ...causeOf(first),
        /** Whether the message is that of one host out of several. */
        example: hosts.length > 1 ? first.name : '',
        undecided: undecidedOf(hosts),
        count: counted(hosts.length, 'host'),
        named: hosts.length > mostNamed ? [] : named,
        folded: hosts.length > mostNamed ? named : [],
      };
    }),
  );
  return { first: rows.slice(0, mostOpen), rest: rows.slice(mostOpen) };
}

type Group = readonly [HostResult, ...HostResult[]];

/** Hosts by cause, the largest group first. */
function groupsOf(hosts: readonly HostResult[]): readonly Group[] {
  return [...groupBy(hosts, likeness).values()].sort((a, b) => b.length - a.length);
}

/** What the cause of a host has in common with that of others: all but the host's own name, address and key. */
function likeness(host: HostResult): string {
  const { code, message } = causeOf(host);
  const own = [host.name, host.address, host.address.replace(/:\d+$/, '')].filter((text) => text !== '');
  const common = own.reduce((text, part) => text.replaceAll(part, ''), message);
  return `${code} ${common.replace(/SHA256:\S+/g, '')}`;
}

function causeOf({ name, error, results }: HostResult): Cause {
  if (error === null) return { code: '', message: mostFrequentCause(results), hint: '' };
  const { code, message, hint } = error;
  return { code, message: message.replace(`${name}: `, ''), hint };
}

/** Of what was collected, but not whole: the cause that most checks without a verdict have, with what to do. */
function mostFrequentCause(results: HostResult['results']): string {
  const counts = new Map<string, number>();
  for (const { outcome, reason } of results) {
    if (outcome !== 'error') continue;
    const cause = reason.replace(/^\d+ of .*? could not be judged: (?:\S+ could not be determined: )?/, '');
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return asSentence(most?.[0] ?? '');
}

/** How much is missing, as in `79 to 92 of 118 checks could not be determined`. */
function undecidedOf(hosts: Group): string {
  const judged = hosts.filter((host) => host.results.length > 0);
  if (judged.length === 0) return 'No check was judged.';
  const errors = judged.map((host) => host.summary.error).toSorted((a, b) => a - b);
  const [least = 0, most = 0] = [errors[0], errors.at(-1)];
  const all = counted(
    judged.reduce((count, host) => Math.max(count, host.results.length), 0),
    'check',
  );
  return `${least === most ? most : `${least} to ${most}`} of ${all} could not be determined${hosts.length > 1 ? ' on each' : ''}.`;
}
