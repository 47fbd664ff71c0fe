import { readFile } from 'node:fs/promises';
import { PlimsollError } from '../lib/errors.ts';
import { unreadable } from '../lib/files.ts';
import { isObject } from '../lib/json.ts';
import { validator } from '../lib/validator.ts';
import { bundleSchema } from './bundle-schema.ts';
import type { Bundle } from './bundle.ts';

const bundleValidator = validator<Bundle>(bundleSchema);

/**
 * Reads one bundle that `collect` wrote.
 * @throws PlimsollError when the file cannot be read or is not a bundle.
 */
export async function loadBundle(path: string): Promise<Bundle> {
  const value = parse(path, await read(path));
  const validate = bundleValidator();
  if (validate(value)) return value;
  const details = (validate.errors ?? []).map(
    (error) => `${error.instancePath || '/'}: ${error.message ?? ''}`,
  );
  const hint = isObject(value) && 'run' in value ? ['a report.json is for plimsoll report'] : [];
  throw new PlimsollError('BUNDLE_INVALID', `${path} is not a fact bundle`, [...details, ...hint]);
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw unreadable(`the bundle ${path}`, cause);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PlimsollError('BUNDLE_INVALID', `${path} is not JSON`, [String(cause)], { cause });
  }
}
