import { reportFormats } from '../../report/format-names.ts';

/** Every format that can be asked for with -f; apart from the renderers, which take time to load. */
export const formats = [...reportFormats, 'ansible'] as const;

export type Format = (typeof formats)[number];
