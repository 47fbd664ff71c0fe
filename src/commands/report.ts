import type { OutputArguments } from './command-line/arguments.ts';
import type { Context } from './context.ts';
import { deliver, planDelivery, settle } from './deliver/deliver.ts';
import { readReport } from './deliver/read-report.ts';

export type ReportArguments = OutputArguments & { readonly report: string; readonly 'allow-edited': boolean };

/** Renders a report.json again; the exit status is that of the audit. */
export async function report(args: ReportArguments, context: Context): Promise<number> {
  const stored = await readReport(args.report, args['allow-edited']);
  await deliver(stored, await planDelivery(args, stored.hosts.length), context);
  return settle(stored, args, context);
}
