import type { Report } from '../../result/types.ts';
import type { OutputArguments } from '../command-line/arguments.ts';
import type { Context } from '../context.ts';
import { deliver, settle, type Delivery } from './deliver.ts';
import type { Notifier } from './notify.ts';
import type { Tracking } from './track.ts';

export interface Conclusion {
  readonly delivery: Delivery;
  readonly tracking: Tracking;
  readonly notify: Notifier;
}

/** What a run ends with: it is compared, written, kept and told of. Returns the exit status. */
export async function conclude(
  report: Report,
  { delivery, tracking, notify }: Conclusion,
  args: OutputArguments,
  context: Context,
): Promise<number> {
  const compared = await tracking.compared(report);
  await deliver(compared, delivery, context);
  await tracking.keep(compared);
  const status = settle(compared, args, context);
  await notify(compared);
  return status;
}
