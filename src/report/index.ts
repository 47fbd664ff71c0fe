import { csvHosts } from './csv-hosts.ts';
import { csv } from './csv.ts';
import type { ReportFormat } from './format-names.ts';
import { hdf } from './hdf.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { oscal } from './oscal.ts';
import { prometheus } from './prometheus.ts';
import { sarif, sarifFull } from './sarif.ts';
import { text } from './text.ts';
import type { Renderer } from './types.ts';

/** A renderer for every format. */
export const renderers = {
  html,
  json,
  text,
  csv,
  'csv-hosts': csvHosts,
  junit,
  sarif,
  'sarif-full': sarifFull,
  hdf,
  markdown,
  prometheus,
  oscal,
} as const satisfies Record<ReportFormat, Renderer>;
