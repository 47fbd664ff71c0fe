import { setImmediate } from 'node:timers/promises';
import type { JudgedHost } from '../../result/types.ts';

/**
 * Results of which some are still the JSON that a worker made. They are parsed when no host is waited for any more, and
 * between two there is time for a signal.
 */
export async function parsedResults(
  results: readonly (Uint8Array | JudgedHost)[],
): Promise<readonly JudgedHost[]> {
  const parsed: JudgedHost[] = [];
  for (const result of results) {
    await setImmediate();
    parsed.push(
      result instanceof Uint8Array
        ? (JSON.parse(Buffer.from(result).toString('utf8')) as JudgedHost)
        : result,
    );
  }
  return parsed;
}
