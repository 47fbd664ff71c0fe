import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlimsollError } from '../../lib/errors.ts';
import { checkFolder, refuseLink } from '../../lib/files.ts';
import { inBlocks } from '../../lib/json-pieces.ts';
import { requireOneFile } from '../../report/html/layout.ts';
import { folderFormats } from '../../report/format-names.ts';
import type { RenderOptions } from '../../report/types.ts';
import type { Report } from '../../result/types.ts';
import type { OutputArguments } from '../command-line/arguments.ts';
import { exit, interruptedBy, type Context } from '../context.ts';
import { exitStatus } from './exit-status.ts';
import { folderFiles, parseFormats, reportFiles, singleDocument, type FormatRequest } from './formats.ts';
import { writeFolder, writeOne } from './output-folder.ts';
import { explainStatus, recap } from '../terminal/recap.ts';
import { loadTemplates } from './templates.ts';

/** Where the results go, checked before a host is contacted. */
export interface Delivery {
  readonly folder: string | null;
  readonly formats: readonly FormatRequest[];
  readonly options: RenderOptions;
}

/** Folders in that of a report. */
const ownFolders = ['hosts', 'fix', 'hdf', 'facts'];

const DEFAULT_FOLDER = 'plimsoll-report';

/** @throws PlimsollError when a format is unknown, the hosts do not fit it, or the folder cannot be written. */
export async function planDelivery(args: OutputArguments, hosts: number): Promise<Delivery> {
  const formats = parseFormats(args.format);
  const alone = formats.some(({ format, path }) => format === 'html' && path !== null);
  if (args['single-file'] || alone) requireOneFile(hosts);
  const wantsFolder = formats.length === 0 || formats.some((request) => request.path === null);
  const folder = args.output ?? (wantsFolder ? DEFAULT_FOLDER : null);
  if (folder !== null) await checkFolder(folder);
  if (folder !== null) for (const name of ownFolders) await refuseLink(join(folder, name));
  for (const place of formats.flatMap(folderOf)) await checkFolder(place);
  for (const file of formats.flatMap(fileOf)) await refuseFolder(file);
  if (folder !== null) await requireApart(folder, formats);
  return {
    folder,
    formats,
    options: { singleFile: args['single-file'], assets: args.assets, severity: args.severity },
  };
}

/** Each of two in one folder would take what the other has written for what an earlier run left there. */
async function requireApart(folder: string, formats: readonly FormatRequest[]): Promise<void> {
  const own = await realpath(folder);
  for (const { format, path } of formats) {
    if (path === null || !folderFormats.has(format) || (await realpath(path)) !== own) continue;
    throw new PlimsollError('USAGE', `the report and ${format} cannot both go to ${path}`, [
      `-f ${format} without a path writes to ${join(path, format)}`,
    ]);
  }
}

/** The folder that a format with a path is written to. */
function folderOf(request: FormatRequest): readonly string[] {
  const { format, path } = request;
  return path !== null && folderFormats.has(format) ? [path] : fileOf(request).map(dirname);
}

/** The file that a format with a path is. */
function fileOf({ format, path }: FormatRequest): readonly string[] {
  return path === null || path === '-' || folderFormats.has(format) ? [] : [path];
}

async function refuseFolder(file: string): Promise<void> {
  const about = await stat(file).catch(() => null);
  if (about?.isDirectory() === true || file.endsWith('/')) {
    throw new PlimsollError('USAGE', `${file} is a folder: give the format a file in it`);
  }
}

/**
 * Writes everything, and says what and where.
 * @throws PlimsollError FILE_UNWRITABLE, once it has said what was found.
 */
export async function deliver(report: Report, delivery: Delivery, context: Context): Promise<void> {
  context.begin();
  try {
    await writeFormats(report, delivery, context);
  } finally {
    // Where nothing could be written, this is all there is.
    recap(report, context.log, delivery.options.severity);
  }
  context.log.info('');
  if (delivery.folder !== null) context.log.info(`Report: ${join(delivery.folder, 'index.html')}`);
  for (const { format, path } of delivery.formats) {
    if (path !== null && path !== '-') context.log.info(`Report: ${path} (${format})`);
  }
}

/** The exit status, explained. */
export function settle(report: Report, args: OutputArguments, context: Context): number {
  const status = context.signal.aborted ? interruptedBy(context.signal) : exitStatus(report, args['fail-on']);
  context.log.info(explainStatus(status, report, args['fail-on']));
  if (!args['exit-zero'] || context.signal.aborted) return status;
  if (status !== exit.clean) context.log.info('--exit-zero: the exit status is 0 all the same');
  return exit.clean;
}

async function writeFormats(report: Report, delivery: Delivery, context: Context): Promise<void> {
  const templates = await loadTemplates();
  if (delivery.folder !== null) {
    await writeFolder(delivery.folder, reportFiles(report, delivery.formats, templates, delivery.options));
  }
  for (const { format, path } of delivery.formats) {
    if (path === null) continue;
    if (folderFormats.has(format))
      await writeFolder(path, folderFiles(format, report, templates, delivery.options));
    else if (path === '-') await print(singleDocument(format, report, templates, delivery.options), context);
    else await writeOne(path, singleDocument(format, report, templates, delivery.options));
  }
}

async function print(content: Iterable<string>, context: Context): Promise<void> {
  for (const block of inBlocks(content)) await context.stdout(block);
}
