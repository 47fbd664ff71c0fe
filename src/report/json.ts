import { stablePieces } from '../lib/json-pieces.ts';
import type { Renderer } from './types.ts';

/** report.json: the report itself, keys sorted, the same report as the same bytes. */
export const json: Renderer = (report) => [{ path: 'report.json', content: stablePieces(report) }];
