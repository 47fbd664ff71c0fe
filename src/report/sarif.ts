import type { Invocation, Log, Notification, Result, Run } from 'sarif';
import { jsonPieces } from '../lib/json-pieces.ts';
import type { Report } from '../result/types.ts';
import { catalogueOf } from './catalogue.ts';
import { cutNotes, waivedNotes } from './sarif/notifications.ts';
import { fullResults, githubResults } from './sarif/results.ts';
import { ruleOf } from './sarif/rule.ts';
import { unauditedResults, unauditedRule } from './sarif/unaudited.ts';
import type { Renderer } from './types.ts';
import { benchmarkIds } from '../result/benchmarks.ts';

/** GitHub keeps that many results of a run. */
const mostResults = 5000;

/**
 * results.sarif, as GitHub code scanning takes it: what failed or could not be determined, the most severe first,
 * cut where GitHub would cut. GitHub opens an alert for a suppressed result too, so waived ones are left out.
 * The file says how many results it lacks for either reason.
 */
export const sarif: Renderer = (report) => {
  const all = [...unaudited(report), ...githubResults(report, catalogueOf(report))];
  const results = all.slice(0, mostResults);
  const notes = [...cutNotes(all.length, mostResults), ...waivedNotes(report)];
  return [{ path: 'results.sarif', content: logPieces(report, results, notes) }];
};

/** results-full.sarif: every result, with its kind, waivers as suppressions, and no limit. */
export const sarifFull: Renderer = (report) => {
  return [{ path: 'results-full.sarif', content: logPieces(report, everyResult(report), []) }];
};

function* everyResult(report: Report): Iterable<Result> {
  for (const result of unaudited(report)) yield { ...result, suppressions: [] };
  yield* fullResults(report, catalogueOf(report));
}

/** Their rule comes behind the checks. */
function unaudited(report: Report): Result[] {
  return unauditedResults(report, report.checks.length);
}

/** One run for the whole fleet: GitHub takes no more than 20 a file. Its results come last, one at a time. */
function* logPieces(
  report: Report,
  results: Iterable<Result>,
  notes: readonly Notification[],
): Iterable<string> {
  const log: Omit<Log, 'runs'> = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
  };
  yield* jsonPieces({ ...log, runs: [{ ...runOf(report, notes), results }] }, 4);
  yield '\n';
}

function runOf(report: Report, notes: readonly Notification[]): Run {
  const catalogue = catalogueOf(report);
  const { name, version } = report.tool;
  const rules = [...report.checks.map((check) => ruleOf(check, catalogue.place(check))), unauditedRule];
  return {
    tool: { driver: { name, version, semanticVersion: version, rules } },
    automationDetails: { id: `plimsoll/${benchmarkIds(report)}/${report.run.id.replaceAll('/', '-')}` },
    invocations: [invocationOf(report, notes)],
    columnKind: 'utf16CodeUnits',
  };
}

function invocationOf(report: Report, notes: readonly Notification[]): Invocation {
  return {
    executionSuccessful: report.hosts.every((host) => host.state !== 'unreachable'),
    startTimeUtc: report.run.startedAt,
    endTimeUtc: report.run.finishedAt,
    toolExecutionNotifications: [...notes],
  };
}
