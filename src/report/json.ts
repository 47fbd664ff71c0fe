import { linePieces } from '../lib/json-pieces.ts';
import type { Renderer } from './types.ts';

/** report.json: the report itself, keys sorted, a host a line, the same report as the same bytes. */
export const json: Renderer = (report) => [{ path: 'report.json', content: linePieces(report) }];
