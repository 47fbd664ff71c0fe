import { inertLine } from '../lib/inert.ts';
import { compareText, type JsonObject } from '../lib/json.ts';
import { visible } from '../lib/text.ts';
import { countedAs } from '../result/tally.ts';
import type { AuditedContainer, CheckInfo, CheckResult, HostResult, Report } from '../result/types.ts';
import { containerSnippets } from './container-snippets.ts';
import { filled, foundRows } from './placeholders.ts';
import type { Fragment, Need, Snippet } from './types.ts';
import { ownerWords, updateOf } from './update.ts';

/**
 * What a person should change about the containers and images of a host, one fragment each, for all that failed there
 * and that the fix script does not see to.
 */
export function fragmentsOf(checks: Report['checks'], host: HostResult): readonly Fragment[] {
  const known = new Map(checks.map((check) => [check.id, check]));
  const containers = containersBySubject(host);
  const needs = new Map<string, Need[]>();
  for (const result of host.results) {
    const check = known.get(result.check);
    if (check === undefined || countedAs(result) !== 'fail' || !hasAdvice(check)) continue;
    const rows = foundRows(result);
    for (const subject of openSubjects(result, containers)) {
      needs.set(subject, [...(needs.get(subject) ?? []), needOf(check, rows.get(subject) ?? [])]);
    }
  }
  return [...needs]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([subject, all]) => fragmentOf(subject, all, containers.get(subject)) ?? []);
}

function hasAdvice({ fix }: CheckInfo): boolean {
  return fix.container !== undefined || fix.dockerfile !== undefined;
}

type Containers = ReadonlyMap<string, AuditedContainer>;

function openSubjects(result: CheckResult, containers: Containers): readonly string[] {
  const failed = result.findings.filter((finding) => finding.waiver === undefined);
  const subjects = new Set(failed.map(({ subject }) => subject));
  return [...subjects].filter(
    (subject) => /^(container|image):/.test(subject) && !isUpdated(result, containers.get(subject)),
  );
}

function isUpdated({ fix }: CheckResult, container: AuditedContainer | undefined): boolean {
  if (fix.dockerUpdate === undefined || container === undefined) return false;
  return !('reason' in updateOf(fix.dockerUpdate, container));
}

/** The containers that findings can be about, by subject; without those that share a name. */
export function containersBySubject(host: HostResult): Containers {
  const containers = new Map<string, AuditedContainer>();
  const shared = new Set<string>();
  for (const container of host.audited?.containers ?? []) {
    const subject = `container:${container.name}`;
    if (containers.has(subject)) shared.add(subject);
    containers.set(subject, container);
  }
  for (const subject of shared) containers.delete(subject);
  return containers;
}

function needOf(check: CheckInfo, rows: readonly JsonObject[]): Need {
  const { container = {}, dockerfile = [] } = check.fix;
  return { check, change: container, dockerfile, rows };
}

function fragmentOf(
  subject: string,
  needs: readonly Need[],
  container: AuditedContainer | undefined,
): Fragment | null {
  const name = subject.slice(subject.indexOf(':') + 1);
  const image = container?.image ?? (subject.startsWith('image:') ? name : 'its image');
  const snippets = [
    ...(subject.startsWith('container:') ? containerSnippets(name, container, needs) : []),
    ...dockerfileSnippet(image, needs),
  ];
  if (snippets.length === 0) return null;
  const about = container === undefined ? [] : [`image ${container.image}`];
  const owner = container?.owner ?? null;
  return {
    subject,
    about: [...about, ...(owner === null ? [] : [ownerWords(owner)])].join(', '),
    checks: needs.map(({ check }) => check),
    snippets: snippets.map(({ title, lines }) => ({ title, lines: lines.map(inertLine) })),
  };
}

function dockerfileSnippet(image: string, needs: readonly Need[]): readonly Snippet[] {
  const lines = needs.flatMap(({ dockerfile, rows }) => dockerfile.flatMap((line) => filled(line, rows)));
  if (lines.length === 0) return [];
  return [{ title: 'Dockerfile', lines: [`# of ${visible(image)}`, ...new Set(lines)] }];
}
