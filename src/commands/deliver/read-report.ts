import { createReadStream } from 'node:fs';
import { PlimsollError } from '../../lib/errors.ts';
import { unreadable } from '../../lib/files.ts';
import { isObject } from '../../lib/json.ts';
import { parsePieces } from '../../lib/parse-pieces.ts';
import { validator } from '../../lib/validator.ts';
import { reportSchema } from '../../result/schema.ts';
import type { Report } from '../../result/types.ts';

const reportValidator = validator<Report>(reportSchema, { strict: true, allowUnionTypes: true });

/** @throws PlimsollError when the file cannot be read, or is not a report.json of this version. */
export async function readReport(path: string): Promise<Report> {
  const value = await parsePieces(createReadStream(path, 'utf8')).catch((cause: unknown) => {
    throw cause instanceof SyntaxError
      ? new PlimsollError('REPORT_INVALID', `${path} is not JSON`, [String(cause)], { cause })
      : unreadable(`the report ${path}`, cause);
  });
  const validate = reportValidator();
  if (validate(value)) return value;
  const details = (validate.errors ?? []).map(
    (error) => `${error.instancePath || '/'}: ${error.message ?? ''}`,
  );
  const hint = isObject(value) && 'sections' in value ? ['a fact bundle is for plimsoll evaluate'] : [];
  throw new PlimsollError('REPORT_INVALID', `${path} is not a report.json of this version of plimsoll`, [
    ...details,
    ...hint,
  ]);
}
