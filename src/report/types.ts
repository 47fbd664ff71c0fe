import type { Report, Severity } from '../result/types.ts';

export interface OutputFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  /** The text in pieces, to be read once: that of a big fleet need not be in memory as a whole. */
  readonly content: Iterable<string>;
}

/** Texts that renderers need and may not read themselves: file name under templates/ -> content. */
export type Templates = Readonly<Record<string, string>>;

export interface RenderOptions {
  /** One HTML file also for a fleet that would get a page per host. */
  readonly singleFile: boolean;
  /** Style and script in every HTML page, or as files beside them. */
  readonly assets: 'inline' | 'linked';
  /** Least severity of what formats for the eye show; without it, as in all others, there is everything. */
  readonly severity?: Severity;
}

/**
 * Pure: the same report, templates and options give the same bytes. The files come one at a time, so that those
 * of a big fleet need not be in memory together; the first is the one that stands for the format.
 */
export type Renderer = (report: Report, templates: Templates, options: RenderOptions) => Iterable<OutputFile>;
