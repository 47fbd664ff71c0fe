import type { Report } from '../result/types.ts';

export interface OutputFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly content: string;
}

/** Texts that renderers need and may not read themselves: file name under templates/ -> content. */
export type Templates = Readonly<Record<string, string>>;

/** Pure: the same report and templates give the same bytes. */
export type Renderer = (report: Report, templates: Templates) => readonly OutputFile[];
