import type { ReportFormat } from '../../src/report/format-names.ts';
import { renderers } from '../../src/report/index.ts';
import type { OutputFile } from '../../src/report/types.ts';
import type { Report } from '../../src/result/types.ts';
import { templates } from './templates.ts';

export interface TextFile {
  readonly path: string;
  readonly content: string;
}

/** Files with their content in one piece. */
export function whole(files: Iterable<OutputFile>): readonly TextFile[] {
  return [...files].map(({ path, content }) => ({ path, content: [...content].join('') }));
}

/** All files of a format. */
export function filesOf(format: ReportFormat, report: Report): readonly TextFile[] {
  return whole(renderers[format](report, templates, { singleFile: false, assets: 'inline' }));
}

/** The text of a format that is one document. */
export function textOf(format: ReportFormat, report: Report): string {
  const files = filesOf(format, report);
  if (files.length !== 1) throw new Error(`${format} is ${files.length} files`);
  return files[0]?.content ?? '';
}
