import { stableStringify } from '../lib/json.ts';
import type { Renderer } from './types.ts';

/** report.json: the report itself, keys sorted, the same report as the same bytes. */
export const json: Renderer = (report) => [{ path: 'report.json', content: stableStringify(report) }];
