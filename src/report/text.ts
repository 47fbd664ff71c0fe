import { visible } from '../lib/text.ts';
import { atLeast, bySeverity, countedAs } from '../result/tally.ts';
import type { CheckInfo, CheckResult, HostResult, Severity } from '../result/types.ts';
import { catalogueOf, type Catalogue } from './catalogue.ts';
import { percent } from './format.ts';
import { openSubjects, problemOf } from './machine/subjects.ts';
import type { Renderer } from './types.ts';

/** UTF-16 units of a line that are shown at most. */
const WIDEST = 1000;

/** report.txt: what failed and what could not be determined, host by host, the worst first; for a terminal or a pager. */
export const text: Renderer = (report, _templates, { severity = 'low' }) => {
  const catalogue = catalogueOf(report);
  const shown = atLeast(severity);
  const blocks = report.hosts.map((host) => blockOf(host, catalogue, shown));
  return [
    {
      path: 'report.txt',
      content: blocks.map((lines) => lines.map((line) => `${visible(line, WIDEST)}\n`).join('')),
    },
  ];
};

function blockOf(host: HostResult, catalogue: Catalogue, shown: readonly Severity[]): readonly string[] {
  const { name, state, error, summary, results } = host;
  const { pass, fail, manual, notApplicable, score } = summary;
  const why = error === null ? [] : [`  ${error.code}: ${error.message} ${error.hint}`];
  const counts = `score ${score === null ? 'none' : percent(score)}: ${pass} pass, ${fail} fail, ${summary.error} error, ${manual} manual, ${notApplicable} n/a`;
  const judged = results
    .map((result) => ({ result, check: catalogue.of(result) }))
    .filter(({ result, check }) => isOpen(result) && shown.includes(check.severity))
    .toSorted((a, b) => bySeverity(a.check, b.check) || catalogue.compare(a.check, b.check));
  const heading = results.length === 0 ? `${name}: ${state}` : `${name}: ${state}, ${counts}`;
  return [heading, ...why, ...judged.flatMap(({ result, check }) => linesOf(result, check, catalogue)), ''];
}

function isOpen(result: CheckResult): boolean {
  const counted = countedAs(result);
  return counted === 'fail' || counted === 'error';
}

/** The check, and a line for each of its subjects; for what could not be determined the reason. */
function linesOf(result: CheckResult, check: CheckInfo, catalogue: Catalogue): readonly string[] {
  const { severity, failureTitle, title, id } = check;
  const isFailure = result.outcome === 'fail';
  const what = isFailure ? (failureTitle ?? title) : title;
  const head = `  ${isFailure ? 'FAIL ' : 'ERROR'} ${severity.padEnd(8)} ${catalogue.number(check)} ${what} (${id})`;
  if (!isFailure) return [head, `        ${result.reason}`];
  return [
    head,
    ...openSubjects(result).map(
      (subject) =>
        `        ${[subject.name, problemOf(subject, result)].filter((part) => part !== '').join(': ')}`,
    ),
  ];
}
