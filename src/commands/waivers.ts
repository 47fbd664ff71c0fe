import { numbered } from '../checks/naming.ts';
import { dayOfTime } from '../evaluate/waivers/days.ts';
import { waiverRemarks } from '../evaluate/waivers/remarks.ts';
import { reviewByDay, reviewWaivers } from '../evaluate/waivers/review.ts';
import { visible } from '../lib/text.ts';
import { counted } from '../report/format.ts';
import type { WaiverState } from '../result/types.ts';
import { exit, type Context } from './context.ts';
import { knownChecks } from './judge/choices.ts';
import { loadWaivers } from './judge/load-waivers.ts';
import { readReport } from './deliver/read-report.ts';

export interface LintWaiversArguments {
  readonly file: string;
  readonly report: string | undefined;
  readonly benchmark: readonly string[];
  readonly checks: readonly string[];
}

/** States that somebody has to act on. */
const toMend: readonly WaiverState[] = ['expired', 'notNeeded', 'unused'];

/**
 * Says what wants attention, one line each on standard output, by today's date. With a report also what is not
 * needed there. The exit status is 1 when a waiver has expired, has no use or is too broad; the rest is notice.
 */
export async function lintWaivers(args: LintWaiversArguments, context: Context): Promise<number> {
  const report = args.report === undefined ? null : await readReport(args.report);
  const { known, benchmarks } = await knownChecks(args.checks, args.benchmark);
  const naming = report === null ? benchmarks : { ...benchmarks, given: report.benchmarks };
  const { waivers } = await loadWaivers(args.file, numbered(known, naming), context);
  const day = dayOfTime(context.now().toISOString());
  const entries =
    report === null
      ? reviewByDay(waivers, day)
      : reviewWaivers(waivers, numbered(report.checks, naming), report.hosts, day);
  const remarks = entries.flatMap((entry) => waiverRemarks(entry, day, report !== null));
  await context.stdout(remarks.map((remark) => `${visible(remark)}\n`).join(''));
  if (remarks.length === 0)
    context.log.info(`${args.file}: ${counted(waivers.length, 'waiver')}, nothing to mend`);
  const bad = entries.some((entry) => entry.tooBroad || toMend.includes(entry.state));
  return bad ? exit.findings : exit.clean;
}
