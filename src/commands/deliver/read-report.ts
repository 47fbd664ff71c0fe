import { createReadStream } from 'node:fs';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import { isObject } from '../../lib/json.ts';
import { parsePieces } from '../../lib/parse-pieces.ts';
import { validator } from '../../lib/validator.ts';
import { reportSchema } from '../../result/schema.ts';
import { reportDigest, sealed } from '../../result/digest.ts';
import { misfit } from '../../result/tally.ts';
import type { Report } from '../../result/types.ts';
import { countedVersion1, isVersion1, shapeOfVersion1 } from '../../result/version-1.ts';

const reportValidator = validator<Report>(reportSchema, { strict: true, allowUnionTypes: true });

/** Of a report of some thousand hosts; one host's result is no longer than 32 MiB. */
const limits = { length: 2 ** 30, depth: 200, items: 25_000_000, parts: 1_000_000, part: 2 ** 26 };

/**
 * @param allowEdited takes a report that contradicts itself, as one that was edited does
 * @throws PlimsollError when the file cannot be read, is not a report.json of this version, or contradicts itself.
 */
export async function readReport(path: string, allowEdited = false): Promise<Report> {
  const stored = await parsePieces(createReadStream(path, 'utf8'), limits).catch((cause: unknown) => {
    if (cause instanceof RangeError)
      throw new PlimsollError('REPORT_INVALID', `${path} is larger than a report is`, [cause.message]);
    throw cause instanceof SyntaxError
      ? new PlimsollError('REPORT_INVALID', `${path} is not JSON`, [String(cause)], { cause })
      : unreadable(`the report ${path}`, cause);
  });
  const old = isVersion1(stored);
  const value = old ? shapeOfVersion1(stored) : stored;
  const validate = reportValidator();
  if (validate(value)) {
    const problem = allowEdited ? null : old ? misfit(value) : digestProblem(value);
    if (problem !== null) throw edited(path, problem);
    return old ? sealed(countedVersion1(value)) : value;
  }
  const details = (validate.errors ?? []).map(
    (error) => `${error.instancePath || '/'}: ${error.message ?? ''}`,
  );
  const hint = isObject(value) && 'sections' in value ? ['a fact bundle is for plimsoll evaluate'] : [];
  throw new PlimsollError('REPORT_INVALID', `${path} is not a report.json of this version of plimsoll`, [
    ...details,
    ...hint,
  ]);
}

function digestProblem(report: Report): string | null {
  return reportDigest(report) === report.run.digest ? null : 'its digest is not that of what it says';
}

function edited(path: string, problem: string): PlimsollError {
  return new PlimsollError('REPORT_INVALID', `${path} contradicts itself: ${problem}`, [
    'it was edited after it was written: take the report as plimsoll wrote it, or audit again; --allow-edited of report, diff and fix takes it as it is',
  ]);
}
