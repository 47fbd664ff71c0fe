import { compareText } from '../lib/json.ts';
import { bySeverity, countedAs } from '../result/tally.ts';
import { whySkipped } from '../result/no-engine.ts';
import type { CheckInfo, FindingChange, HostResult, Report } from '../result/types.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { counted, percent, utc } from './format.ts';
import { code, prose, row } from './machine/markdown-text.ts';
import { openSubjects, problemOf } from './machine/subjects.ts';
import { sinceCounts, sinceWhen } from './since.ts';
import type { Renderer } from './types.ts';
import { waiverCounts } from './waiver-states.ts';

/** GitHub drops a step summary above 1 MiB whole. */
const mostBytes = 900_000;

/** summary.md: for a step summary, a merge request or a chat. The worst first, cut where it would be too long. */
export const markdown: Renderer = (report) => {
  const catalogue = catalogueOf(report);
  const tables = [
    incompleteTable(report),
    changesTable('Newly failing', report.since?.newlyFailing ?? [], report, catalogue),
    changesTable('Fixed', report.since?.fixed ?? [], report, catalogue),
    checksTable(report, catalogue),
    hostsTable(report),
    findingsTable(report, catalogue),
  ];
  const parts = [headline(report), ...tablesText(tables.filter((table) => table.rows.length > 0))];
  return [{ path: 'summary.md', content: [parts.join('\n\n'), '\n'] }];
};

interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly string[];
  /** Rows that are shown at most. */
  readonly most: number;
}

function headline(report: Report): string {
  const { summary, run, tool } = report;
  const { pass, fail, error, waived, manual, notApplicable, score } = summary;
  return [
    `## Docker audit: ${counted(report.hosts.length, 'host')}, score ${scoreText(score)}`,
    '',
    `${code(run.policy.benchmarks.join(', '))}, level ${run.policy.levels.join(' and ')}, ${utc(run.startedAt)}, ${tool.name} ${tool.version}`,
    '',
    row(['Pass', 'Fail', 'Error', 'Waived', 'Manual', 'N/A', 'Score']),
    row(Array<string>(7).fill('---:')),
    row([pass, fail, error, waived, manual, notApplicable, scoreText(score)]),
    '',
    'Score = pass / (pass + fail + error).',
    ...sinceLines(report),
    ...waiverLines(report),
  ].join('\n');
}

function sinceLines({ since }: Report): readonly string[] {
  const when = since === undefined ? null : sinceWhen(since);
  if (since === undefined || when === null) return [];
  const counts = sinceCounts(since).map(({ count, words }) => `${count} ${words}`);
  return ['', `${when}: ${counts.join(', ')}.`];
}

function waiverLines({ waivers = [] }: Report): readonly string[] {
  return waivers.length === 0 ? [] : ['', `${waiverCounts(waivers)}.`];
}

function scoreText(score: number | null): string {
  return score === null ? 'none' : percent(score);
}

function incompleteTable(report: Report): Table {
  const rows = report.hosts
    .filter((host) => host.state !== 'audited')
    .map((host) => row([code(host.name), host.state, code(whyIncomplete(host))]));
  return { title: 'Not audited, or not whole', head: ['Host', 'State', 'Why'], rows, most: 100 };
}

function whyIncomplete(host: HostResult): string {
  const { error, summary } = host;
  const skipped = whySkipped(host);
  if (skipped !== null) return skipped;
  if (error !== null) return `${error.message} ${error.hint}`;
  return `${counted(summary.error, 'check')} could not be determined`;
}

function checksTable(report: Report, catalogue: Catalogue): Table {
  const failing = failingHosts(report);
  const count = (check: CheckInfo) => failing.get(check.id) ?? 0;
  const rows = report.checks
    .filter((check) => count(check) > 0)
    .toSorted((a, b) => bySeverity(a, b) || count(b) - count(a) || catalogue.compare(a, b))
    .map((check) => row([...about(check, catalogue), count(check), check.fix.kind]));
  const head = ['Severity', 'CIS', 'Check', 'Hosts', 'Fix'];
  return { title: 'What to fix first', head, rows, most: 50 };
}

function failingHosts(report: Report): ReadonlyMap<string, number> {
  const failing = new Map<string, number>();
  for (const host of report.hosts) {
    for (const result of host.results) {
      if (countedAs(result) === 'fail') failing.set(result.check, (failing.get(result.check) ?? 0) + 1);
    }
  }
  return failing;
}

function hostsTable(report: Report): Table {
  const rows = report.hosts
    .toSorted((a, b) => (a.summary.score ?? -1) - (b.summary.score ?? -1) || compareText(a.name, b.name))
    .map(({ name, state, summary: { score, pass, fail, error, waived } }) =>
      row([code(name), state, scoreText(score), pass, fail, error, waived]),
    );
  const head = ['Host', 'State', 'Score', 'Pass', 'Fail', 'Error', 'Waived'];
  return { title: 'Hosts', head, rows, most: 100 };
}

function findingsTable(report: Report, catalogue: Catalogue): Table {
  const failed = report.hosts.flatMap((host) =>
    host.results
      .filter((result) => countedAs(result) === 'fail')
      .map((result) => ({ host, result, check: catalogue.of(result) })),
  );
  const rows = failed
    .toSorted((a, b) => bySeverity(a.check, b.check) || catalogue.compare(a.check, b.check))
    .flatMap(({ host, result, check }) =>
      openSubjects(result).map((subject) =>
        row([
          ...about(check, catalogue),
          code(host.name, 100),
          code(subject.name, 200),
          code(problemOf(subject, result)),
        ]),
      ),
    );
  const head = ['Severity', 'CIS', 'Check', 'Host', 'Subject', 'Found'];
  return { title: 'Findings', head, rows, most: 200 };
}

/** Changes since an earlier run, of checks that the report still has. */
function changesTable(
  title: string,
  changes: readonly FindingChange[],
  report: Report,
  catalogue: Catalogue,
): Table {
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  const rows = changes.flatMap(({ check: id, host, subject, message }) => {
    const check = checks.get(id);
    return check === undefined
      ? []
      : [row([...about(check, catalogue), code(host, 100), code(subject, 200), code(message)])];
  });
  const head = ['Severity', 'CIS', 'Check', 'Host', 'Subject', 'Found'];
  return { title, head, rows, most: 50 };
}

function about(check: CheckInfo, catalogue: Catalogue): readonly string[] {
  return [check.severity, prose(catalogue.number(check)), prose(check.failureTitle ?? check.title)];
}

/** The tables as far as the bytes reach; each says what it lacks. */
function tablesText(tables: readonly Table[]): readonly string[] {
  let left = mostBytes;
  return tables.map(({ title, head, rows, most }) => {
    const shown: string[] = [];
    for (const line of rows.slice(0, most)) {
      left -= Buffer.byteLength(line) + 1;
      if (left < 0) break;
      shown.push(line);
    }
    const missing = rows.length - shown.length;
    const note = missing === 0 ? [] : ['', `… and ${missing} more; all are in report.json.`];
    return [`### ${title}`, '', row(head), row(head.map(() => '---')), ...shown, ...note].join('\n');
  });
}
