import { groupBy } from '../../lib/group-by.ts';
import { bySeverity } from '../../result/tally.ts';
import type { CheckInfo, FindingChange, HostResult } from '../../result/types.ts';
import type { Book } from './book.ts';
import { counted } from '../format.ts';
import type { Links } from './links.ts';
import { severityWords } from './status.ts';

/** Hosts that a row tells of one by one; with more, their names stand in a fold. */
const mostHosts = 5;
/** Subjects that a row names of a host; its result, which the row leads to, has all. */
const mostSubjects = 5;

/** A change of a finding, or of a check without one. */
export type Change = Pick<FindingChange, 'host' | 'check'> & Partial<FindingChange>;
/** How a row is headed. */
export type Titled = (check: CheckInfo) => string;

/** By what the check demands, where that is met or not known. */
export const demanded: Titled = (check) => check.title;

/**
 * Makes rows of changes, one for each check: by severity, then by the number of hosts. What is gone from the report has
 * nothing to lead to, and no row. A report lists only so many of the `count` changes.
 */
export function changeRows({ report, catalogue, checks, slug }: Book, links: Links) {
  const hosts = new Map<string, HostResult>(report.hosts.map((host) => [host.name, host]));
  const comesAndGoes = new Set(report.since?.flapping.map(({ fingerprint }) => fingerprint));

  /** What changed on one host. */
  const onHost = (host: HostResult, check: CheckInfo, changes: readonly Change[]) => ({
    name: host.name,
    href: links.result(slug(host), check.id),
    kinds: kindsOf(changes, comesAndGoes),
  });

  function rowOf(check: CheckInfo, changes: readonly Change[], titled: Titled, cut: boolean) {
    const places = [...groupBy(changes, (change) => change.host)].flatMap(([name, its]) => {
      const host = hosts.get(name);
      return host === undefined ? [] : [onHost(host, check, its)];
    });
    const [first] = places;
    if (first === undefined) return [];
    const [only] = report.hosts.length === 1 || places.length > 1 ? [] : places;
    return [
      {
        severity: check.severity,
        severityWord: severityWords[check.severity],
        number: catalogue.number(check),
        title: titled(check),
        href: places.length === 1 ? first.href : (links.check(check.id) ?? first.href),
        hosts: places.length,
        cut,
        /** The host, where there is one of several. */
        where: only?.name ?? '',
        alone: places.length === 1 ? first : null,
        each: places.length === 1 || places.length > mostHosts ? [] : places,
        folded: places.length > mostHosts ? foldsOf(places) : [],
      },
    ];
  }

  return (changes: readonly Change[], titled: Titled, count: number) => {
    const cut = count > changes.length;
    const byCheck = groupBy(changes, (change) => change.check);
    return (
      checks
        .flatMap((check) => rowOf(check, byCheck.get(check.id) ?? [], titled, cut))
        // Sorting is stable: checks that are alike stay in the order of the benchmark.
        .sort((a, b) => bySeverity(a, b) || b.hosts - a.hosts)
    );
  };
}

/** Many hosts by how their findings stood before. */
function foldsOf<Place extends { readonly kinds: readonly { readonly note: string }[] }>(
  places: readonly Place[],
) {
  const noteOn = ({ kinds }: Place) => kinds.flatMap(({ note }) => (note === '' ? [] : [note])).join(', ');
  return [...groupBy(places, noteOn)].map(([note, hosts]) => ({
    heading: counted(hosts.length, 'host'),
    note,
    hosts,
  }));
}

/** The subjects of changes by how they stood before; several findings about one thing are one. */
function kindsOf(changes: readonly Change[], comesAndGoes: ReadonlySet<string>) {
  const byNote = groupBy(changes, (change) => noteOf(change, comesAndGoes));
  return [...byNote].map(([note, its]) => {
    const bySubject = groupBy(its, ({ subject = '' }) => subject);
    const subjects = [...bySubject].flatMap(([subject, { length }]) =>
      subject === '' ? [] : [{ subject, findings: length > 1 ? counted(length, 'finding') : '' }],
    );
    return {
      note,
      subjects: subjects.slice(0, mostSubjects),
      more: Math.max(0, subjects.length - mostSubjects),
    };
  });
}

/** How a finding that fails stood before, where that is not just that all was well. */
function noteOf({ from, to, fingerprint = '' }: Change, comesAndGoes: ReadonlySet<string>): string {
  if (to !== 'fail') return '';
  if (from === 'waived') return 'its waiver has ended';
  if (from === 'absent') return 'not audited before';
  if (from === 'error') return 'not determined before';
  return comesAndGoes.has(fingerprint) ? 'comes and goes' : '';
}
