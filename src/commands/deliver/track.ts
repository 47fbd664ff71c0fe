import { join } from 'node:path';
import { compareReports } from '../../diff/compare.ts';
import { sinceNothing, sinceOf, type Past } from '../../diff/since.ts';
import { earlierReport } from '../../history/earlier.ts';
import { entryOf } from '../../history/entry.ts';
import { takeLock, type Lock } from '../../history/lock.ts';
import { pastOf } from '../../history/past.ts';
import { readHistory, type History } from '../../history/read.ts';
import { comparableReports, recordRun } from '../../history/store.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { checkFolder, refuseLink } from '../../lib/files.ts';
import { asStored } from '../../lib/json.ts';
import { sealed } from '../../result/digest.ts';
import type { Report, Since } from '../../result/types.ts';
import type { OutputArguments, TrackArguments } from '../command-line/arguments.ts';
import type { Context } from '../context.ts';
import { readReport } from './read-report.ts';

type Arguments = TrackArguments & Pick<OutputArguments, 'fail-on'>;

/** What a run is compared with, and where it is kept. */
export interface Tracking {
  /** The report with what changed since the baseline or, without one, since the last run that it compares with. */
  readonly compared: (report: Report) => Promise<Report>;
  /** Keeps the run, unless it was interrupted. */
  readonly keep: (report: Report) => Promise<void>;
}

/**
 * Holds the history, if there is one, while `work` is under way.
 * @throws PlimsollError when another run holds it, or a flag or file cannot be used, before `work` begins.
 */
export async function withTracking<T>(
  args: Arguments,
  context: Context,
  work: (tracking: Tracking) => Promise<T>,
): Promise<T> {
  const keep = checkedKeep(args);
  const baseline = args.baseline === undefined ? null : await readReport(args.baseline);
  context.begin();
  if (args.history === undefined) return work(trackingOf(baseline, null, keep, context));
  await checkFolder(args.history);
  await refuseLink(join(args.history, 'runs'));
  const lock = await takeLock(args.history, context.now().toISOString());
  try {
    const history = await readHistory(args.history);
    warnOfUnreadable(history, context);
    return await work(trackingOf(baseline, { ...history, lock }, keep, context));
  } finally {
    await lock.release();
  }
}

/** A run that was killed may have left half a line. */
export function warnOfUnreadable({ folder, unreadable }: History, { log }: Context): void {
  if (unreadable === 0) return;
  const lines = unreadable === 1 ? '1 line' : `${unreadable} lines`;
  log.warn(`${folder}: ${lines} of history.jsonl cannot be read: left out`);
}

function checkedKeep(args: Arguments): number {
  if (args['fail-on'] === 'new' && args.baseline === undefined && args.history === undefined) {
    const hint = 'give --baseline with an accepted report.json, or --history with a folder for the runs';
    throw new PlimsollError('USAGE', '--fail-on new has nothing to compare with', [hint]);
  }
  if (Number.isInteger(args.keep) && args.keep >= 1 && args.keep <= 100_000) return args.keep;
  throw new PlimsollError('USAGE', '--keep must be a whole number from 1 to 100000');
}

function trackingOf(
  baseline: Report | null,
  history: (History & { readonly lock: Lock }) | null,
  keep: number,
  context: Context,
): Tracking {
  return {
    compared: async (report) =>
      baseline === null && history === null
        ? report
        : sealed({ ...report, since: asStored(await sinceFor(report, baseline, history, context)) }),
    async keep(report) {
      if (history === null) return;
      if (context.signal.aborted) {
        context.log.info('Interrupted: the run is not kept in the history');
        return;
      }
      if (!(await history.lock.isHeld())) {
        throw new PlimsollError('HISTORY_LOCKED', `another run has taken over ${history.folder} meanwhile`, [
          'this run is not kept; its report is written',
        ]);
      }
      const kept = await recordRun(history, report, keep);
      if (!kept) context.log.info(`The history has run ${report.run.id} already`);
    },
  };
}

async function sinceFor(
  report: Report,
  baseline: Report | null,
  history: History | null,
  context: Context,
): Promise<Since> {
  const entry = entryOf(report);
  const earlier = (history?.entries ?? []).filter(({ id }) => id !== entry.id);
  const past: Past = pastOf(earlier, entry);
  if (baseline !== null) return sinceOf('baseline', compareReports(baseline, report), past);
  const paths = history === null ? [] : await comparableReports(history, entry);
  const previous = await earlierReport(paths, report, (path) => readKept(path, context));
  if (previous === null) return sinceNothing(report, past);
  return sinceOf('history', compareReports(previous, report), past);
}

/** What was found is worth more than a report that cannot be read any more. */
async function readKept(path: string, { log }: Context): Promise<Report | null> {
  try {
    return await readReport(path);
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    log.warn(`${error.message}: left out of the comparison`);
    return null;
  }
}
