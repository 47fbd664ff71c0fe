import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hasCode, unreadable } from '../lib/files.ts';
import { packageFile } from '../lib/package.ts';
import type { Benchmark } from '../result/types.ts';
import type { Check } from './types.ts';

/** What was read and validated, by the digest of the file's name and text. */
export interface Compiled {
  readonly checks: Readonly<Record<string, Check>>;
  readonly benchmarks: Readonly<Record<string, Benchmark>>;
}

export const nothingCompiled: Compiled = { checks: {}, benchmarks: {} };

/**
 * What the build made of the shipped checks and benchmarks: to read and validate them takes far longer than to judge a
 * host. A file that differs by a byte is read itself.
 */
const compiledFile = packageFile('dist/checks.json');

/** Nothing before the first build. */
export async function readCompiled(): Promise<Compiled> {
  try {
    return JSON.parse(await readFile(compiledFile, 'utf8')) as Compiled;
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return nothingCompiled;
    throw unreadable(compiledFile, cause);
  }
}

export function digestOf(name: string, text: string): string {
  return createHash('sha256').update(`${name}\n${text}`).digest('hex');
}
