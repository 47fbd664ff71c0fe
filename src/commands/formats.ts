import { fixScript } from '../fix/fix-script.ts';
import { PlimsollError } from '../lib/errors.ts';
import { renderers, type Format } from '../report/index.ts';
import { hostSlugs } from '../report/slug.ts';
import type { OutputFile, Templates } from '../report/types.ts';
import type { Report } from '../result/types.ts';

/** One `-f FORMAT[=PATH]`. */
export interface FormatRequest {
  readonly format: Format;
  /** `-` for standard output; null for the output folder. */
  readonly path: string | null;
}

const formats = Object.keys(renderers) as readonly Format[];

/** @throws PlimsollError USAGE for a format that does not exist, or two that go to standard output. */
export function parseFormats(texts: readonly string[]): readonly FormatRequest[] {
  const requests = texts.map(parseFormat);
  if (requests.filter((request) => request.path === '-').length > 1) {
    throw new PlimsollError('USAGE', 'only one format can go to standard output');
  }
  return requests;
}

function parseFormat(text: string): FormatRequest {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const format = formats.find((known) => known === name);
  if (format === undefined) {
    throw new PlimsollError('USAGE', `unknown format "${name}"`, [`known formats: ${formats.join(', ')}`]);
  }
  return { format, path: equals === -1 ? null : text.slice(equals + 1) };
}

/** The output folder: HTML, report.json and fix scripts. */
export function reportFiles(report: Report, templates: Templates): readonly OutputFile[] {
  return [
    ...formats.flatMap((format) => renderers[format](report, templates)),
    ...fixFiles(report, templates),
  ];
}

/** `fix/<slug>.sh` for every host that was audited. */
export function fixFiles(report: Report, templates: Templates): readonly OutputFile[] {
  const slugs = hostSlugs(report);
  return report.hosts
    .filter((host) => host.state !== 'unreachable')
    .map((host) => ({
      path: `fix/${slugs.get(host.name) ?? ''}.sh`,
      content: fixScript(report, host, templates),
    }));
}

/** The single document of a format that consists of one. */
export function singleDocument(format: Format, report: Report, templates: Templates): string {
  const [file] = renderers[format](report, templates);
  return file?.content ?? '';
}
