import { createHash } from 'node:crypto';
import { PlimsollError } from '../lib/errors.ts';
import { readAtMost, unreadable } from '../lib/files.ts';
import { isObject, parseJson } from '../lib/json.ts';
import { validator } from '../lib/validator.ts';
import { bundleSchema } from './bundle-schema.ts';
import type { Bundle } from './bundle.ts';
import { redactBundle } from './redact.ts';

const bundleValidator = validator<Bundle>(bundleSchema);

/** Far more than the largest host has; what is read is held in memory several times over. */
const MOST_MIB = 128;

/**
 * Reads one bundle that `collect` wrote, without what an earlier version of it left of secrets.
 * @throws PlimsollError when the file cannot be read or is not a bundle.
 */
export async function loadBundle(path: string): Promise<Bundle> {
  return parseBundle(path, await readBundle(path));
}

/** @throws PlimsollError FILE_UNREADABLE; COST_LIMIT, without reading on, when it is too long for a bundle. */
export async function readBundle(path: string): Promise<Buffer> {
  const bytes = await readAtMost(path, MOST_MIB * 1024 * 1024).catch((cause: unknown) => {
    throw unreadable(`the bundle ${path}`, cause);
  });
  if (bytes !== null) return bytes;
  throw new PlimsollError('COST_LIMIT', `${path} is longer than ${MOST_MIB} MiB`, [
    'collect the facts of this host again',
  ]);
}

/** @throws PlimsollError BUNDLE_INVALID. */
export function parseBundle(path: string, bytes: Uint8Array): Bundle {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const value = parse(path, text);
  const validate = bundleValidator();
  // Of the file itself, so that it always gives the same: who can work out the key has what is behind the marks.
  if (validate(value)) return redactBundle(value, createHash('sha256').update(bytes).digest());
  const details = (validate.errors ?? []).map(
    (error) => `${error.instancePath || '/'}: ${error.message ?? ''}`,
  );
  const hint = isObject(value) && 'run' in value ? ['a report.json is for plimsoll report'] : [];
  throw new PlimsollError('BUNDLE_INVALID', `${path} is not a fact bundle`, [...details, ...hint]);
}

/** More than the parameters of a host, the deepest that there is in a bundle. */
const MAX_DEPTH = 200;

function parse(path: string, text: string): unknown {
  const value = parseJson(text, MAX_DEPTH);
  if (value !== undefined) return value;
  throw new PlimsollError('BUNDLE_INVALID', `${path} is not JSON`);
}
