import { countedAs } from '../result/tally.ts';
import { whySkipped } from '../result/no-engine.ts';
import type { CheckResult, HostResult, Report } from '../result/types.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { failingSubjects, openSubjects, problemOf, type Subject } from './machine/subjects.ts';
import { troubleOf } from './machine/trouble.ts';
import { attributes, escapeXml } from './machine/xml.ts';
import { hostSlugs } from './slug.ts';
import type { Renderer } from './types.ts';
import { benchmarkIds } from '../result/benchmarks.ts';

/** Longest text inside a failure, in characters. */
const longestText = 16_000;

/**
 * junit.xml: a suite for each host, a case for each check. There is no standard: this is what the schemas of Ant and
 * of Jenkins both accept, which rules out attributes of the root, a time zone, and anything but one
 * verdict inside a case.
 */
export const junit: Renderer = (report) => [{ path: 'junit.xml', content: suites(report) }];

function* suites(report: Report): Iterable<string> {
  const catalogue = catalogueOf(report);
  const slugs = hostSlugs(report);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  for (const [id, host] of report.hosts.entries()) {
    yield `${suite(report, catalogue, host, id, slugs.get(host.name) ?? '')}\n`;
  }
  yield '</testsuites>\n';
}

type Verdict = 'failure' | 'error' | 'skipped' | 'pass';

interface Case {
  readonly verdict: Verdict;
  readonly xml: string;
}

function suite(report: Report, catalogue: Catalogue, host: HostResult, id: number, slug: string): string {
  // The name is a token that must not be empty once its ends are trimmed.
  const name = host.name.trim() || slug;
  const cases = [
    ...hostCases(host, name),
    ...host.results.map((result) => resultCase(catalogue, name, result)),
  ];
  const count = (verdict: Verdict) => cases.filter((one) => one.verdict === verdict).length;
  const about = attributes({
    id,
    package: 'plimsoll',
    name,
    hostname: name,
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: 0,
    timestamp: (host.collectedAt ?? report.run.startedAt).slice(0, 19),
  });
  return [
    ` <testsuite${about}>`,
    properties(report, host),
    ...cases.map((one) => one.xml),
    '  <system-out/>',
    '  <system-err/>',
    ' </testsuite>',
  ].join('\n');
}

function properties(report: Report, host: HostResult): string {
  const values = {
    benchmark: benchmarkIds(report),
    state: host.state,
    address: host.address,
    os: host.platform.os ?? '',
    engine: host.platform.engine ?? '',
  };
  const lines = Object.entries(values).map(([name, value]) => `   <property${attributes({ name, value })}/>`);
  return ['  <properties>', ...lines, '  </properties>'].join('\n');
}

/** A host that could not be audited, or not whole, is an error of its own. */
function hostCases(host: HostResult, name: string): readonly Case[] {
  const why = whySkipped(host);
  if (why !== null) return [testCase('skipped', `${name}.host`, 'The host was audited', skipped(why).xml)];
  const trouble = troubleOf(host);
  if (trouble === null) return [];
  const { code, message, hint } = trouble;
  const verdict = element('error', message, `${message}\n${hint}`, code);
  return [testCase('error', `${name}.host`, 'The host was audited', verdict)];
}

function resultCase(catalogue: Catalogue, host: string, result: CheckResult): Case {
  const check = catalogue.of(result);
  // Only what stays the same from run to run: trends go by the name of a case.
  const name = `[${check.severity.toUpperCase()}] ${catalogue.number(check)} ${check.title}`;
  const { verdict, xml } = judged(result, check.fix.text);
  return testCase(verdict, `${host}.${catalogue.section(check)}`, name, xml);
}

function judged(result: CheckResult, fix: string): Case {
  switch (countedAs(result)) {
    case 'pass':
      return { verdict: 'pass', xml: '' };
    case 'fail':
      return problem('failure', 'fail', result, fix);
    case 'error':
      return problem('error', 'error', result, fix);
    case 'waived':
      return skipped(waiverText(result));
    case 'manual':
      return skipped(`manual: ${result.reason}`);
    case 'notApplicable':
      return skipped(`not applicable: ${result.reason}`);
  }
}

function problem(verdict: 'failure' | 'error', type: string, result: CheckResult, fix: string): Case {
  const line = (subject: Subject) =>
    [subject.name, problemOf(subject, result)].filter((part) => part !== '').join(': ');
  const lines = failingSubjects(result).map(line);
  const [first = '', ...others] = openSubjects(result).map(line);
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const text = [result.reason, ...expiredWaiver(result), ...lines, `Fix: ${fix}`].join('\n');
  return { verdict, xml: element(verdict, `${first.slice(0, 900)}${more}`, text, type) };
}

function expiredWaiver({ waiver }: CheckResult): readonly string[] {
  return waiver?.state === 'expired' ? [`Waiver ${waiver.id} expired on ${waiver.expires}`] : [];
}

function waiverText({ waiver, reason }: CheckResult): string {
  return `waived by ${waiver?.id ?? ''} until ${waiver?.expires ?? ''}: ${waiver?.reason ?? ''} (${reason})`;
}

function skipped(message: string): Case {
  return { verdict: 'skipped', xml: `   <skipped${attributes({ message })}/>` };
}

function element(name: string, message: string, text: string, type: string): string {
  const content = escapeXml(text, longestText, { keepNewlines: true });
  return `   <${name}${attributes({ message, type })}>${content}</${name}>`;
}

function testCase(verdict: Verdict, classname: string, name: string, xml: string): Case {
  const about = attributes({ classname, name, time: 0 });
  if (xml === '') return { verdict, xml: `  <testcase${about}/>` };
  return { verdict, xml: [`  <testcase${about}>`, xml, '  </testcase>'].join('\n') };
}
