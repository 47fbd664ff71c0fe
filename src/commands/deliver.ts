import { dirname } from 'node:path';
import { stableStringify } from '../lib/json.ts';
import { requireOneFile } from '../report/html/layout.ts';
import { folderFormats } from '../report/index.ts';
import type { RenderOptions } from '../report/types.ts';
import type { Report } from '../result/types.ts';
import type { OutputArguments } from './arguments.ts';
import { exit, interruptedBy, type Context } from './context.ts';
import { exitStatus } from './exit-status.ts';
import { folderFiles, parseFormats, reportFiles, singleDocument, type FormatRequest } from './formats.ts';
import { checkFolder, writeFolder, writeOne } from './output-folder.ts';
import { explainStatus, recap } from './recap.ts';
import { loadTemplates } from './templates.ts';

/** Where the results go, checked before a host is contacted. */
export interface Delivery {
  readonly folder: string | null;
  readonly formats: readonly FormatRequest[];
  readonly options: RenderOptions;
}

const DEFAULT_FOLDER = 'plimsoll-report';

/** @throws PlimsollError when a format is unknown, the hosts do not fit it, or the folder cannot be written. */
export async function planDelivery(args: OutputArguments, hosts: number): Promise<Delivery> {
  const formats = parseFormats(args.format);
  const alone = formats.some(({ format, path }) => format === 'html' && path !== null);
  if (args['single-file'] || alone) requireOneFile(hosts);
  const wantsFolder = formats.length === 0 || formats.some((request) => request.path === null);
  const folder = args.output ?? (wantsFolder ? DEFAULT_FOLDER : null);
  if (folder !== null) await checkFolder(folder);
  for (const place of formats.flatMap(folderOf)) await checkFolder(place);
  return { folder, formats, options: { singleFile: args['single-file'], assets: args.assets } };
}

/** The folder that a format with a path is written to. */
function folderOf({ format, path }: FormatRequest): readonly string[] {
  if (path === null || path === '-') return [];
  return [folderFormats.has(format) ? path : dirname(path)];
}

/** Writes everything, says where, and returns the exit status. */
export async function deliver(
  report: Report,
  delivery: Delivery,
  args: OutputArguments,
  context: Context,
): Promise<number> {
  await writeFormats(asStored(report), delivery, context);
  recap(report, context.log);
  context.log.info('');
  if (delivery.folder !== null) context.log.info(`Report: ${delivery.folder}/index.html`);
  const status = context.signal.aborted ? interruptedBy(context.signal) : exitStatus(report, args['fail-on']);
  context.log.info(explainStatus(status, report, args['fail-on']));
  if (!args['exit-zero'] || context.signal.aborted) return status;
  if (status !== exit.clean) context.log.info('--exit-zero: the exit status is 0 all the same');
  return exit.clean;
}

/** The report as report.json has it, so that rendering that again gives the same bytes in every format. */
function asStored(report: Report): Report {
  return JSON.parse(stableStringify(report)) as Report;
}

async function writeFormats(report: Report, delivery: Delivery, context: Context): Promise<void> {
  const templates = await loadTemplates();
  if (delivery.folder !== null) {
    await writeFolder(delivery.folder, reportFiles(report, delivery.formats, templates, delivery.options));
  }
  for (const { format, path } of delivery.formats) {
    if (path === null) continue;
    if (folderFormats.has(format)) await writeFolder(path, folderFiles(format, report, templates));
    else if (path === '-') await context.stdout(singleDocument(format, report, templates));
    else await writeOne(path, singleDocument(format, report, templates));
  }
}
