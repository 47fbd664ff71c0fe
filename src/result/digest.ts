import { createHash } from 'node:crypto';
import { linePieces } from '../lib/json-pieces.ts';
import { stableStringify } from '../lib/json.ts';
import type { Report } from './types.ts';

/** `sha256:` of a value's compact JSON with sorted keys. */
export function sha256Of(value: unknown): string {
  return sha256OfText([stableStringify(value, 0).trimEnd()]);
}

export function sha256OfText(pieces: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return `sha256:${hash.digest('hex')}`;
}

/** The digest that a report ought to have: of report.json as it would be without it. */
export function reportDigest(report: Report): string {
  return sha256OfText(linePieces({ ...report, run: { ...report.run, digest: undefined } }));
}

/** A report that is complete. */
export function sealed(report: Report): Report {
  return { ...report, run: { ...report.run, digest: reportDigest(report) } };
}
