import { compareText } from '../lib/json.ts';
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
  const needs = new Map<string, Need[]>();
  for (const result of host.results) {
    const check = known.get(result.check);
    if (check === undefined || countedAs(result) !== 'fail' || !hasAdvice(check)) continue;
    for (const subject of openSubjects(result, host)) {
      needs.set(subject, [...(needs.get(subject) ?? []), needOf(check, result, subject)]);
    }
  }
  return [...needs]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([subject, all]) => fragmentOf(subject, all, host) ?? []);
}

function hasAdvice({ fix }: CheckInfo): boolean {
  return fix.container !== undefined || fix.dockerfile !== undefined;
}

function openSubjects(result: CheckResult, host: HostResult): readonly string[] {
  const failed = result.findings.filter((finding) => finding.waiver === undefined);
  const subjects = new Set(failed.map(({ subject }) => subject));
  return [...subjects].filter(
    (subject) => /^(container|image):/.test(subject) && !isUpdated(result, subject, host),
  );
}

function isUpdated({ fix }: CheckResult, subject: string, host: HostResult): boolean {
  const container = containerOf(subject, host);
  if (fix.dockerUpdate === undefined || container === undefined) return false;
  return !('reason' in updateOf(fix.dockerUpdate, container));
}

/** The container that a finding is about; undefined where it is not known, or not the only one of that name. */
export function containerOf(subject: string, host: HostResult): AuditedContainer | undefined {
  const found = (host.audited?.containers ?? []).filter(({ name }) => subject === `container:${name}`);
  return found.length === 1 ? found[0] : undefined;
}

function needOf(check: CheckInfo, result: CheckResult, subject: string): Need {
  const { container = {}, dockerfile = [] } = check.fix;
  return { check, change: container, dockerfile, rows: foundRows(result, subject) };
}

function fragmentOf(subject: string, needs: readonly Need[], host: HostResult): Fragment | null {
  const container = containerOf(subject, host);
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
    snippets,
  };
}

function dockerfileSnippet(image: string, needs: readonly Need[]): readonly Snippet[] {
  const lines = needs.flatMap(({ dockerfile, rows }) => dockerfile.flatMap((line) => filled(line, rows)));
  if (lines.length === 0) return [];
  return [{ title: 'Dockerfile', lines: [`# of ${visible(image)}`, ...new Set(lines)] }];
}
