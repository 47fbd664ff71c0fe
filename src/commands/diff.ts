import { compareReports } from '../diff/compare.ts';
import { comparisonText } from '../diff/text.ts';
import { stableStringify } from '../lib/json.ts';
import { exit, type Context } from './context.ts';
import { readReport } from './deliver/read-report.ts';

export interface DiffArguments {
  readonly old: string;
  readonly new: string;
  readonly json: boolean;
  readonly 'fail-on': 'new' | 'none';
  readonly 'allow-edited': boolean;
}

/** Prints what changed between two reports; the exit status is 0, unless newly failing findings are to fail it. */
export async function diff(args: DiffArguments, context: Context): Promise<number> {
  const comparison = compareReports(
    await readReport(args.old, args['allow-edited']),
    await readReport(args.new, args['allow-edited']),
  );
  await context.stdout(args.json ? stableStringify(comparison) : comparisonText(comparison));
  const fails = args['fail-on'] === 'new' && comparison.newlyFailing.length > 0;
  return fails ? exit.findings : exit.clean;
}
