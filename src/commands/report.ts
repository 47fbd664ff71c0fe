import type { OutputArguments } from './arguments.ts';
import type { Context } from './context.ts';
import { deliver, planDelivery } from './deliver.ts';
import { readReport } from './read-report.ts';

export type ReportArguments = OutputArguments & { readonly report: string };

/** Renders a report.json again; the exit status is that of the audit. */
export async function report(args: ReportArguments, context: Context): Promise<number> {
  const delivery = await planDelivery(args);
  return deliver(await readReport(args.report), delivery, args, context);
}
