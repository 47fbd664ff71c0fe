import { csvHosts } from './csv-hosts.ts';
import { csv } from './csv.ts';
import { hdf } from './hdf.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { oscal } from './oscal.ts';
import { prometheus } from './prometheus.ts';
import { sarif, sarifFull } from './sarif.ts';
import type { Renderer } from './types.ts';

/** Every format there is. */
export const renderers = {
  html,
  json,
  csv,
  'csv-hosts': csvHosts,
  junit,
  sarif,
  'sarif-full': sarifFull,
  hdf,
  markdown,
  prometheus,
  oscal,
} as const satisfies Record<string, Renderer>;

export type Format = keyof typeof renderers;

/** What a report folder holds without being asked. */
export const standardFormats: readonly Format[] = ['html', 'json'];

/** Formats of one file per host: what they are written to is a folder. */
export const folderFormats: ReadonlySet<string> = new Set<Format>(['hdf']);
