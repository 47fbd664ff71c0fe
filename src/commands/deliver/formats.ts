import { resolve } from 'node:path';
import { fixScript } from '../../fix/fix-script.ts';
import { PlimsollError } from '../../lib/errors.ts';
import { folderFormats, printedFormats, standardFormats } from '../../report/format-names.ts';
import { hostSlugs } from '../../report/slug.ts';
import type { OutputFile, RenderOptions, Templates } from '../../report/types.ts';
import type { HostResult, Report } from '../../result/types.ts';
import { formats, type Format } from './format-names.ts';
import { renderers } from './renderers.ts';

/** One `-f FORMAT[=PATH]`. */
export interface FormatRequest {
  readonly format: Format;
  /** A file, or a folder for a format of several files; `-` for standard output; null for the output folder. */
  readonly path: string | null;
}

/** @throws PlimsollError USAGE for a format that does not exist, or a place that it cannot go to. */
export function parseFormats(texts: readonly string[]): readonly FormatRequest[] {
  const requests = texts.map(parseFormat);
  const paths = requests.flatMap(({ path }) => (path === null ? [] : [path === '-' ? path : resolve(path)]));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice === '-') throw new PlimsollError('USAGE', 'only one format can go to standard output');
  if (twice !== undefined) throw new PlimsollError('USAGE', `two formats cannot both go to ${twice}`);
  return requests;
}

function parseFormat(text: string): FormatRequest {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const format = formats.find((known) => known === name);
  if (format === undefined) {
    throw new PlimsollError('USAGE', `unknown format "${name}"`, [`known formats: ${formats.join(', ')}`]);
  }
  const path = equals === -1 ? (printedFormats.has(name) ? '-' : null) : text.slice(equals + 1);
  if (path === '') throw new PlimsollError('USAGE', `${name}= lacks a path; - is standard output`);
  if (path?.startsWith('/dev/') === true) {
    throw new PlimsollError('USAGE', `${path} cannot be replaced by a file; - is standard output`);
  }
  if (path === '-' && folderFormats.has(format)) {
    throw new PlimsollError('USAGE', `${name} is one file per host: give it a folder, not standard output`);
  }
  return { format, path };
}

/** The output folder: what is always there, the formats asked for besides, and the fix scripts. */
export function* reportFiles(
  report: Report,
  asked: readonly FormatRequest[],
  templates: Templates,
  options: RenderOptions,
): Iterable<OutputFile> {
  const besides = asked.filter((request) => request.path === null).map((request) => request.format);
  for (const format of new Set([...standardFormats, ...besides]))
    yield* renderers[format](report, templates, options);
  yield* fixFiles(report, templates);
}

/** `fix/<slug>.sh` for every host that was judged, or for some of them. */
export function* fixFiles(
  report: Report,
  templates: Templates,
  wanted: readonly HostResult[] = report.hosts,
): Iterable<OutputFile> {
  const slugs = hostSlugs(report);
  for (const host of wanted) {
    if (host.results.length === 0) continue;
    yield { path: `fix/${slugs.get(host.name) ?? ''}.sh`, content: [fixScript(report, host, templates)] };
  }
}

/** A format as one document that stands alone. */
export function singleDocument(
  format: Format,
  report: Report,
  templates: Templates,
  options: RenderOptions,
): Iterable<string> {
  const [file] = renderers[format](report, templates, { ...options, singleFile: true, assets: 'inline' });
  return file?.content ?? [];
}

/** The files of a format of several, relative to a folder of their own. */
export function* folderFiles(
  format: Format,
  report: Report,
  templates: Templates,
  options: RenderOptions,
): Iterable<OutputFile> {
  for (const file of renderers[format](report, templates, {
    ...options,
    singleFile: false,
    assets: 'inline',
  })) {
    yield { ...file, path: file.path.slice(file.path.indexOf('/') + 1) };
  }
}
