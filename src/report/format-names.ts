/** Every format that a report can be rendered in; apart from the renderers, which take time to load. */
export const reportFormats = [
  'html',
  'json',
  'text',
  'csv',
  'csv-hosts',
  'junit',
  'sarif',
  'sarif-full',
  'hdf',
  'markdown',
  'prometheus',
  'oscal',
] as const;

export type ReportFormat = (typeof reportFormats)[number];

/** What a report folder holds without being asked. */
export const standardFormats: readonly ReportFormat[] = ['html', 'json'];

/** Formats for the eye: without a path they go to standard output. */
export const printedFormats: ReadonlySet<string> = new Set<ReportFormat>(['text']);

/** Formats of one file per host: what they are written to is a folder. */
export const folderFormats: ReadonlySet<string> = new Set<ReportFormat>(['hdf']);
