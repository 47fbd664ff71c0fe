import type { HostResult } from '../../result/types.ts';

/** Why a host was not audited, or not whole; null for one that was. A host without any result is never in order. */
export function troubleOf({
  name,
  error,
  results,
  state,
}: HostResult): NonNullable<HostResult['error']> | null {
  if (error !== null) return error;
  if (state === 'noEngine' || (state !== 'unreachable' && results.length > 0)) return null;
  return {
    code: 'NO_RESULTS',
    message: `${name}: there is no result of this host`,
    hint: 'audit it again',
  };
}
