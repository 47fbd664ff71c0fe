import type { Report } from '../result/types.ts';
import type { OutputArguments } from './arguments.ts';
import { exit, type Context } from './context.ts';
import { exitStatus } from './exit-status.ts';
import { parseFormats, reportFiles, singleDocument, type FormatRequest } from './formats.ts';
import { checkFolder, writeFolder, writeOne } from './output-folder.ts';
import { explainStatus, recap } from './recap.ts';
import { loadTemplates } from './templates.ts';

/** Where the results go, checked before a host is contacted. */
export interface Delivery {
  readonly folder: string | null;
  readonly formats: readonly FormatRequest[];
}

const DEFAULT_FOLDER = 'plimsoll-report';

/** @throws PlimsollError when a format is unknown or the folder cannot be written. */
export async function planDelivery(args: OutputArguments): Promise<Delivery> {
  const formats = parseFormats(args.format);
  const wantsFolder = formats.length === 0 || formats.some((request) => request.path === null);
  const folder = args.output ?? (wantsFolder ? DEFAULT_FOLDER : null);
  if (folder !== null) await checkFolder(folder);
  return { folder, formats };
}

/** Writes everything, says where, and returns the exit status. */
export async function deliver(
  report: Report,
  delivery: Delivery,
  args: OutputArguments,
  context: Context,
): Promise<number> {
  const templates = await loadTemplates();
  if (delivery.folder !== null) await writeFolder(delivery.folder, reportFiles(report, templates));
  for (const { format, path } of delivery.formats) {
    if (path === null) continue;
    const document = singleDocument(format, report, templates);
    await (path === '-' ? context.stdout(document) : writeOne(path, document));
  }
  recap(report, context.log);
  context.log.info('');
  if (delivery.folder !== null) context.log.info(`Report: ${delivery.folder}/index.html`);
  const status = context.signal.aborted ? exit.interrupted : exitStatus(report, args['fail-on']);
  context.log.info(explainStatus(status, report, args['fail-on']));
  if (!args['exit-zero'] || status === exit.interrupted) return status;
  if (status !== exit.clean) context.log.info('--exit-zero: the exit status is 0 all the same');
  return exit.clean;
}
